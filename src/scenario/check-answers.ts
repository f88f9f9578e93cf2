import { nearest } from '../conditions/nearest.ts';
import { problem, under } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import { isOfType } from '../model/accessor.ts';
import type { AttributeDefinition, Catalogue } from '../model/catalogue.ts';
import type { ExternalService, ServiceField } from '../model/external-service.ts';
import type { Scenario, ScenarioAnswer, ScenarioResponse, ScenarioValues } from './scenario.ts';

/** Answers that no service could give, and answers that nobody would hear (SC-18). */
export function checkAnswers(
  { services = [], responses = [] }: Scenario,
  catalogue: Catalogue,
): Issue[] {
  return responses.flatMap((response, index) => {
    const service = services.find(({ id }) => id === response.service);
    return under(['responses', index], checkResponse(response, service, catalogue));
  });
}

function checkResponse(
  { service: name, people, outcome, answers = [] }: ScenarioResponse,
  service: ExternalService | undefined,
  catalogue: Catalogue,
): Issue[] {
  const issues: Issue[] = [];
  if (answers.length > 0 && name === undefined) {
    const message = 'Answers are those of an external service.';
    issues.push(problem('MISSING_PROPERTY', ['service'], message, 'Name the service.'));
  }
  if (answers.length > 0 && (outcome === 'refused' || outcome === 'failed')) {
    const message = `A request that is ${outcome} is not answered.`;
    const fix = 'Leave the answers out, or the outcome.';
    issues.push(problem('ANSWER_WITHOUT_EFFECT', ['answers'], message, fix));
  }
  if (service === undefined) return issues;
  if (people !== undefined && service.entity === 'account') {
    const message = `${service.id} is asked about accounts.`;
    issues.push(problem('WRONG_SUBJECT', ['people'], message, 'Leave the people out.'));
  }
  return [
    ...issues,
    ...answers.flatMap((answer, index) =>
      under(['answers', index], checkAnswer(answer, service, catalogue)),
    ),
  ];
}

function checkAnswer(
  { ok = true, values = {}, changes = {}, attributes = {} }: ScenarioAnswer,
  service: ExternalService,
  catalogue: Catalogue,
): Issue[] {
  const said = { values, changes, attributes };
  const issues = [
    ...checkValues(values, service),
    ...checkChanges(changes, service.receives.account, catalogue.account, ['changes']),
    ...checkChanges(attributes, service.receives.person, catalogue.person, ['attributes']),
  ];
  if (ok) return issues;
  for (const [part, given] of Object.entries(said)) {
    if (Object.keys(given).length === 0) continue;
    const message = 'An answer that failed reports and changes nothing.';
    issues.push(
      problem('ANSWER_WITHOUT_EFFECT', [part], message, `Leave out ${part}, or ok: false.`),
    );
  }
  return issues;
}

function checkValues(
  values: NonNullable<ScenarioAnswer['values']>,
  { accessors }: ExternalService,
): Issue[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const path = ['values', name];
    const declared = accessors.find((one) => one.name === name);
    if (declared === undefined) {
      const message = `The service reports nothing called ${JSON.stringify(name)}.`;
      const known = accessors.map((one) => one.name);
      return [problem('UNKNOWN_ACCESSOR', path, message, nearest(name, known))];
    }
    const { type } = declared;
    if (isOfType(value, type)) return [];
    const message = `${JSON.stringify(value)} is no ${type}.`;
    return [problem('WRONG_TYPE', path, message, `Give a value of type ${type}.`)];
  });
}

/** XA-84: an answer changes what is declared, mapped and of the right type, and nothing else. */
function checkChanges(
  given: ScenarioValues,
  receives: readonly ServiceField[],
  definitions: Readonly<Record<string, AttributeDefinition>>,
  path: Path,
): Issue[] {
  const mapped = receives.flatMap(({ attribute }) => (attribute === undefined ? [] : [attribute]));
  return Object.entries(given).flatMap(([name, value]) => {
    const place = [...path, name];
    if (!mapped.includes(name)) {
      const message = `The service changes no attribute ${JSON.stringify(name)}.`;
      return [problem('FIELD_UNMAPPED', place, message, nearest(name, mapped))];
    }
    const parsed = value === null ? undefined : definitions[name]?.parse(value);
    if (parsed === undefined || parsed.ok) return [];
    const fix = 'Give a value that the attribute takes.';
    return [problem('WRONG_TYPE', place, parsed.message, fix)];
  });
}
