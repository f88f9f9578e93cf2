import { MINUTE } from '../kernel/duration.ts';
import type { AttributeDefinition, Catalogue } from '../model/catalogue.ts';
import type { Value } from '../model/value.ts';
import type { SimulatedAnswer } from '../ports/channel.ts';
import type { AttributeChanges } from '../model/value.ts';
import type { ScenarioResponse, ScenarioValues } from './scenario.ts';

/**
 * What a service answers to one request (SC-35), by the responses for those whom it was asked about; `null` is the account.
 * A request that was refused or that failed has no answers.
 */
export function simulatedAnswers(
  responses: ReadonlyMap<ScenarioResponse, readonly (string | null)[]>,
  catalogue: Catalogue,
): readonly SimulatedAnswer[] {
  return [...responses].flatMap(([{ outcome, answers = [] }, people]) => {
    if (outcome === 'refused' || outcome === 'failed') return [];
    return answers.map(
      ({ afterMinutes, ok = true, reason, values = {}, changes = {}, attributes = {} }) => ({
        after: afterMinutes * MINUTE,
        changes: read(changes, catalogue.account),
        answers: people.map((person) => ({
          person,
          ok,
          ...(reason !== undefined && { reason }),
          values,
          attributes: read(attributes, catalogue.person),
        })),
      }),
    );
  });
}

/** Values as the catalogue keeps them; they were checked before. */
function read(
  given: ScenarioValues,
  definitions: Readonly<Record<string, AttributeDefinition>>,
): AttributeChanges {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]): (readonly [string, Value | null])[] => {
      if (value === null) return [[name, null]];
      const parsed = definitions[name]?.parse(value);
      return parsed?.ok === true ? [[name, parsed.value]] : [];
    }),
  );
}
