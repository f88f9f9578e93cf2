import { formatInstant, type Instant } from '../kernel/instant.ts';
import type { SettledFact } from '../runtime/fact.ts';
import { actionsOf } from './actions.ts';
import type { Item } from './items.ts';
import type {
  AnswerResult,
  ChangeResult,
  EffectResult,
  MomentResult,
  RefusedEntry,
} from './result.ts';
import type { PlayedScenario } from './played-scenario.ts';
import { valueOf } from './values.ts';

/** The parts of a result that tell what happened, each in the order of the items. */
export interface History {
  readonly effects: readonly EffectResult[];
  readonly answers: readonly AnswerResult[];
  readonly changes: readonly ChangeResult[];
  readonly moments: readonly MomentResult[];
  readonly refusedEntries: readonly RefusedEntry[];
}

/** Reads the history of a scenario out of what the facts report. */
export function collectHistory(
  items: readonly Item[],
  { scenario, catalogue }: PlayedScenario,
): History {
  const names = new Map<string, string>();
  for (const journey of scenario.journeys ?? []) {
    for (const { node, name } of actionsOf(journey))
      if (name !== null) names.set(key(journey.id, node), name);
  }
  const effects: EffectResult[] = [];
  const answers: AnswerResult[] = [];
  const changes: ChangeResult[] = [];
  const moments: MomentResult[] = [];
  const refusedEntries: RefusedEntry[] = [];
  for (const { at: instant, account, item } of items) {
    const at = formatInstant(instant);
    if (item.type === 'settled') {
      effects.push(
        ...effectsOf(item, account, instant, names.get(key(item.journey, item.node)) ?? ''),
      );
    } else if (item.type === 'answered') {
      const { journey, node, entry, ok, failed, reason, taken } = item;
      answers.push({ at, journey, node, account, entry, ok, failed, reason, taken });
    } else if (item.type === 'changed') {
      const { journey, person, attribute } = item;
      const definition = (person === null ? catalogue.account : catalogue.person)[attribute];
      const previous = valueOf(item.previous, definition);
      const next = valueOf(item.next, definition);
      changes.push({ at, journey, account, person, attribute, previous, next });
    } else if (item.type === 'moment') {
      const { journey, moment, description } = item;
      moments.push({ at, journey, account, moment, description });
    } else if (item.type === 'refused') {
      refusedEntries.push({ at, journey: item.journey, account, reason: item.reason });
    }
  }
  return { effects, answers, changes, moments, refusedEntries };
}

function effectsOf(item: SettledFact, account: string, at: Instant, name: string): EffectResult[] {
  const { journey, node, entry } = item;
  const action = item.action as EffectResult['action'];
  return item.outcomes.flatMap(({ people, outcome, reason }) =>
    (people ?? [null]).map((person) => ({
      at: formatInstant(at),
      journey,
      node,
      account,
      entry,
      person,
      action,
      name,
      outcome,
      reason,
    })),
  );
}

function key(journey: string, node: string): string {
  return JSON.stringify([journey, node]);
}
