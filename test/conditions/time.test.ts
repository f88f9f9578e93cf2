import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../src/conditions/compile.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { crossingOf, pastOf, startOfPast } from '../../src/conditions/past.ts';
import type { References } from '../../src/conditions/references.ts';
import { NO_REFERENCES } from '../../src/conditions/references.ts';
import { ConditionScope } from '../../src/conditions/scope.ts';
import type { AccountView } from '../../src/model/view.ts';
import { account, ACCOUNT, attribute, B2B, event, NOW, person, REFERENCES } from './world.ts';

const DAY = 86_400_000;
const NEVER = Number.POSITIVE_INFINITY;

function flip(condition: Condition, view: AccountView, anchor: number | null = null): number {
  return compileCondition(condition, ACCOUNT).flipAt(new ConditionScope(view, null, NOW, anchor));
}

const renewed = { ...attribute('account', 'renewal', 'inPast'), past: { days: 2 } } as Condition;
const clicked: Condition = { kind: 'event', event: 'click', occurred: true, past: { days: 2 } };
const withClicks = (...times: number[]): AccountView =>
  account({ people: [person('p', { events: times.map((at) => event('click', at)) })] });

test.each([
  [NOW - DAY, NOW + DAY],
  [NOW - 2 * DAY, NEVER],
  [NOW + 5, NOW + 5],
  [NOW, NOW + 2 * DAY],
])('CO-60 CO-61 in the past: a date at %i flips at %s', (renewal, expected) => {
  expect(flip(renewed, account({ attributes: { renewal } }))).toBe(expected);
});

test.each([
  [[NOW - DAY], NOW + DAY + 1],
  [[NOW - DAY, NOW], NOW + 2 * DAY + 1],
  [[NOW - 3 * DAY], NEVER],
  [[NOW + 7], NOW + 7],
  [[], NEVER],
])('CO-60 CO-61 events at %j flip at %s', (times, expected) => {
  expect(flip(clicked, withClicks(...times))).toBe(expected);
});

test('CO-61 with an anchor only events that are still to come change the answer', () => {
  expect(flip(clicked, withClicks(NOW - DAY), NOW)).toBe(NEVER);
  expect(flip(clicked, withClicks(NOW + 7), NOW)).toBe(NOW + 7);
});

test('CO-61 what time cannot change never flips', () => {
  const both = (kind: 'all' | 'any'): Condition => ({
    kind,
    of: [attribute('account', 'tier', 'is', 'gold'), renewed],
  });
  const view = (tier: string): AccountView => account({ attributes: { tier, renewal: NOW - DAY } });
  expect(flip(both('all'), view('gold'))).toBe(NOW + DAY);
  expect(flip(both('all'), view('silver'))).toBe(NEVER);
  expect(flip(both('any'), view('gold'))).toBe(NEVER);
  expect(flip(attribute('account', 'renewal', 'after', NOW), view('gold'))).toBe(NEVER);
});

describe('months are taken off by the calendar', () => {
  const month = pastOf({ months: 1 });

  test('CO-13 CO-60 something may come to be inside again at midnight', () => {
    const noon = Date.UTC(2026, 1, 28, 12);
    const evening = Date.UTC(2026, 2, 28, 20);
    expect(noon >= startOfPast(month, evening)).toBe(false);
    expect(crossingOf(month, noon, evening)).toBe(Date.UTC(2026, 2, 29));
    expect(crossingOf(month, noon, Date.UTC(2026, 2, 29))).toBe(Date.UTC(2026, 2, 29, 12) + 1);
  });

  test('CO-60 the crossing is the first change, minute by minute', () => {
    const minute = 60_000;
    const at = fc
      .integer({ min: 0, max: 60 * 24 * 20 })
      .map((m) => Date.UTC(2026, 0, 20) + m * minute);
    const past = fc.constantFrom({ months: 1 }, { months: 1, days: 1 }, { months: 2, hours: 5 });
    fc.assert(
      fc.property(at, past, fc.integer({ min: 0, max: 60 * 24 * 75 }), (value, duration, ahead) => {
        const window = pastOf(duration);
        const now = value + ahead * minute;
        const crossing = crossingOf(window, value, now);
        const isInside = value >= startOfPast(window, now);
        for (let step = 1; step < 60 * 24 * 6; step += 7) {
          const then = now + step * minute;
          if (then >= crossing) break;
          expect(value >= startOfPast(window, then)).toBe(isInside);
        }
        if (crossing === NEVER) return;
        expect(crossing).toBeGreaterThan(now);
        expect(value >= startOfPast(window, crossing)).toBe(!isInside);
        expect(value >= startOfPast(window, crossing - 1)).toBe(isInside);
      }),
    );
  });
});

test('CO-62 what a condition reads, references resolved', () => {
  const condition: Condition = {
    kind: 'all',
    of: [
      { kind: 'audience', audience: 'clickers', member: true },
      { kind: 'list', lists: ['rich', 'named'], member: true },
      { kind: 'group', definitions: ['cloud'] },
      {
        kind: 'related',
        entity: 'person',
        quantifier: 'some',
        where: {
          kind: 'all',
          of: [{ kind: 'role', assigned: true }, attribute('person', 'score', 'is', 1)],
        },
      },
      { kind: 'related', entity: 'object', object: 'contract', quantifier: 'none' },
      { kind: 'related', entity: 'opportunity', quantifier: 'none' },
    ],
  };
  expect(compileCondition(condition, ACCOUNT).reads).toEqual({
    attributes: {
      account: ['revenue'],
      person: ['score'],
      opportunity: true,
      objects: ['contract'],
    },
    events: ['click'],
    lists: ['named'],
    groups: true,
    roles: true,
    people: true,
    scores: false,
    intent: false,
    timeRelative: true,
  });
  expect(
    compileCondition(attribute('account', 'name', 'is', 'a'), ACCOUNT).reads.timeRelative,
  ).toBe(false);
});

test.each([
  attribute('account', 'nme', 'is', 'a'),
  { kind: 'event', event: 'clik', occurred: true },
  { kind: 'list', lists: ['x'], member: true },
  { kind: 'audience', audience: 'x', member: true },
  { kind: 'group', definitions: ['x'] },
  { kind: 'related', entity: 'object', object: 'x', quantifier: 'some' },
] satisfies Condition[])('CO-63 %j is refused', (condition) => {
  const refusal = expect.objectContaining({ code: 'UNKNOWN_REFERENCE' });
  expect(() => compileCondition(condition as Condition, ACCOUNT)).toThrow(refusal);
});

test('CO-63 audiences that contain themselves are refused, shared ones are not', () => {
  const named = (id: string): Condition => ({ kind: 'audience', audience: id, member: true });
  const twice = (id: string): Condition => ({ kind: 'any', of: [named(id), named(id)] });
  const of = (conditions: Readonly<Record<string, Condition>>): References => ({
    ...NO_REFERENCES,
    audience: (id) => ({ of: 'accounts', condition: conditions[id]! }),
  });
  const circle = {
    catalogue: B2B,
    scope: 'account',
    references: of({ a: named('b'), b: named('a') }),
  } as const;
  expect(() => compileCondition(named('a'), circle)).toThrow(/contains itself/);
  const chain: Record<string, Condition> = { a0: attribute('account', 'name', 'is', 'x') };
  for (let index = 1; index <= 40; index += 1) chain[`a${index}`] = twice(`a${index - 1}`);
  const shared = { ...circle, references: of(chain) };
  expect(compileCondition(named('a40'), shared).reads.attributes.account).toEqual(['name']);
  expect(REFERENCES.audience('nobody')).toBe(undefined);
});
