import { nearest } from '../conditions/nearest.ts';
import { problem, under } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { readIngest } from '../model/ingest.ts';
import { actionsOf } from './actions.ts';
import type { NodeAction } from './actions.ts';
import type { Scenario, ScenarioFollowUp, ScenarioResponse } from './scenario.ts';

/** Responses that could never fit, and events that could not follow (SC-16). */
export function checkResponses(scenario: Scenario, catalogue: Catalogue): Issue[] {
  const { journeys = [], responses = [] } = scenario;
  const actions = journeys.flatMap((journey) =>
    actionsOf(journey).map((action) => ({ ...action, journey: journey.id })),
  );
  return responses.flatMap((response, index) => {
    const path = ['responses', index];
    const fitting = actions.filter(
      ({ journey }) => response.journey === undefined || response.journey === journey,
    );
    return [
      ...under(path, checkTarget(response, fitting)),
      ...(response.events ?? []).flatMap((event, place) =>
        checkEvent(event, [...path, 'events', place], catalogue),
      ),
    ];
  });
}

function checkTarget(
  { node, email, action, service }: ScenarioResponse,
  actions: readonly NodeAction[],
): Issue[] {
  const issues: Issue[] = [];
  const check = (
    what: string,
    name: string | undefined,
    known: readonly (string | null)[],
    path: Path,
  ): void => {
    if (name === undefined || known.includes(name)) return;
    const message = `No journey in question has ${what} ${JSON.stringify(name)}.`;
    issues.push(
      problem(
        'UNKNOWN_REFERENCE',
        path,
        message,
        nearest(
          name,
          known.filter((one) => one !== null),
        ),
      ),
    );
  };
  check(
    'an effect of a node',
    node,
    actions.filter(({ name }) => name !== null).map((one) => one.node),
    ['node'],
  );
  check(
    'an e-mail',
    email,
    actions.filter(({ type }) => type === 'sendEmail').map(({ name }) => name),
    ['email'],
  );
  check(
    'a host action',
    action,
    actions.filter(({ type }) => type === 'custom').map(({ name }) => name),
    ['action'],
  );
  check(
    'an external service',
    service,
    actions.filter(({ type }) => type === 'external').map(({ name }) => name),
    ['service'],
  );
  return issues;
}

/** An event that follows is read as an event of data would be. */
function checkEvent({ type, fields }: ScenarioFollowUp, path: Path, catalogue: Catalogue): Issue[] {
  const definition = Object.hasOwn(catalogue.events, type) ? catalogue.events[type] : undefined;
  if (definition?.of === 'account' && !definition.builtIn) {
    const message = `${type} is an event of accounts; people answer.`;
    return [problem('WRONG_SUBJECT', [...path, 'type'], message, 'Use an event of people.')];
  }
  const event = {
    id: 'event',
    type,
    at: 0,
    person: 'person',
    ...(fields === undefined ? {} : { fields }),
  };
  const { issues } = readIngest(catalogue, { events: [event] } as never);
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path.slice(2)] }));
}
