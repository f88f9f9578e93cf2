import type { AudienceDocument } from '../../src/audience/definition.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import type { JourneyDocument, JourneyNode } from '../../src/journey/document.ts';
import type { ScenarioResult } from '../../src/scenario/result.ts';
import { runScenario, type ScenarioOptions } from '../../src/scenario/run.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { parseScenario } from '../../src/scenario/schema.ts';

/** Monday. */
export const START: string = '2026-01-05T09:00:00Z';

export function is(
  entity: 'account' | 'person' | 'event',
  attribute: string,
  ...values: string[]
): Condition {
  return { kind: 'attribute', entity, attribute, operator: 'is', values };
}

/** Accounts of the industry "Energy". */
export const ENERGY: AudienceDocument = {
  id: 'energy',
  of: 'accounts',
  condition: is('account', 'industry', 'Energy'),
};

export function account(
  id: string,
  attributes: object = {},
): { id: string; attributes: Record<string, string | number> } {
  return { id, attributes: { name: id.toUpperCase(), industry: 'Energy', ...attributes } };
}

export function person(
  id: string,
  attributes: object = {},
): { id: string; attributes: Record<string, string | number> } {
  return { id, attributes: { email: `${id}@example.com`, ...attributes } };
}

/** A journey for everybody in {@link ENERGY}; the first of the nodes follows the audience node. */
export function journey(
  nodes: readonly JourneyNode[],
  more: Partial<JourneyDocument> = {},
): JourneyDocument {
  const id = more.id ?? 'nurture';
  const next = nodes[0] === undefined ? {} : { next: nodes[0].id };
  const start = { kind: 'audience', id: 'start', audience: 'energy', ...next } as const;
  return {
    format: 1,
    type: 'account',
    id,
    name: id,
    endDate: '2026-12-31',
    nodes: [start, ...nodes],
    ...more,
  };
}

export function email(id: string, next?: string): JourneyNode {
  const action = { type: 'sendEmail', email: id } as const;
  return { kind: 'action', id, context: 'people', action, ...(next === undefined ? {} : { next }) };
}

/** A scenario with account `acme`, whose people are `ann` and `bob`, until the end of January. */
export function scenario(more: Partial<Scenario> = {}): Scenario {
  return {
    format: 1,
    start: START,
    end: '2026-01-31T00:00:00Z',
    accounts: [account('acme')],
    people: [person('ann'), person('bob')],
    relations: [
      { account: 'acme', person: 'ann' },
      { account: 'acme', person: 'bob' },
    ],
    audiences: [ENERGY],
    ...more,
  };
}

/** Plays a scenario that has been JSON text. */
export async function play(
  given: Scenario,
  options: ScenarioOptions = {},
): Promise<ScenarioResult> {
  const read = parseScenario(JSON.stringify(given));
  if (!read.ok) throw new Error(JSON.stringify(read.issues, null, 2));
  return runScenario(read.value, options);
}

/** The way of a run: `node`, `node:edge`, and `@instant` in front of whatever happens at another instant than before. */
export function way(
  result: ScenarioResult,
  journeyId = 'nurture',
  accountId = 'acme',
  entry = 1,
): string {
  const run = result.journeys
    .find(({ id }) => id === journeyId)!
    .runs.find((one) => one.account === accountId && one.entry === entry);
  if (run === undefined) return 'never';
  const parts: string[] = [];
  let now = '';
  const at = (instant: string): void => {
    if (instant !== now) parts.push(`@${instant.replace('2026-', '').replace(':00Z', '')}`);
    now = instant;
  };
  for (const { node, enteredAt, edge } of run.trail) {
    at(enteredAt);
    parts.push(edge === null ? node : `${node}:${edge}`);
  }
  if (run.exit !== null) {
    at(run.exitedAt!);
    parts.push(`(${run.exit})`);
  } else parts.push(run.waitingUntil === null ? '…' : `… ${run.waitingUntil}`);
  return parts.join(' ');
}

/** Effects as `instant name person outcome`. */
export function effects({ effects: rows }: ScenarioResult): string[] {
  return rows.map(({ at, name, account: of, person: to, outcome, reason }) => {
    const end = reason === null ? outcome : `${outcome} ${reason}`;
    return `${at.replace('2026-', '').replace(':00Z', '')} ${name} ${to ?? of} ${end}`;
  });
}
