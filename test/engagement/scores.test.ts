import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  displayed,
  engagementChange,
  provisionalScore,
  rawGroup,
  rawPerson,
  scoreOfGroup,
  scoreOfPerson,
} from '../../src/engagement/epoch.ts';
import { valueOfGroup } from '../../src/engagement/group-value.ts';
import { adjustMaximum, joinMaxima, maximumOf } from '../bench/maximum.ts';
import { rawOfPerson, scaleOf, valueOfPerson } from '../../src/engagement/strategy.ts';
import { epochOf, forward, YESTERDAY } from './scoring.ts';

const WEIGHTS = new Map([
  ['open', 30],
  ['visit', 40],
  ['event', 60],
]);
const ROLES = new Map([
  ['A', 100],
  ['B', 60],
  ['C', 40],
]);

function tally(counts: Readonly<Record<string, number>>) {
  const activity = Object.entries(counts).map(([type, count]) => ({
    activity: type,
    day: YESTERDAY,
    count,
  }));
  return forward(null, activity, WEIGHTS).tally;
}

function member(person: string, role: string, removed = false) {
  return { person, role, removed };
}

describe('people', () => {
  test('EG-20 EG-22 weights by the greatest that occurred', () => {
    const scale = scaleOf({ open: 3, visit: 1 }, WEIGHTS);
    expect(scale).toEqual({ least: 30, greatest: 40 });
    const own = tally({ open: 2, visit: 1 });
    expect(valueOfPerson(own, 'normalized', scale)).toBe(100);
    expect(rawOfPerson(100, 'normalized', scale)).toBe(2.5);
    expect(rawPerson(100, epochOf('normalized', { scale }))).toBe(2.5);
  });

  test('EG-20 strictly, the lightest that occurred is nothing, and equal ones are all 1', () => {
    const scale = scaleOf({ open: 3, event: 1 }, WEIGHTS);
    const own = tally({ open: 2, event: 3 });
    const value = valueOfPerson(own, 'strictMinMax', scale);
    expect(rawOfPerson(value, 'strictMinMax', scale)).toBe(3);
    const alone = scaleOf({ open: 3 }, WEIGHTS);
    const opened = valueOfPerson(tally({ open: 2 }), 'strictMinMax', alone);
    expect(rawOfPerson(opened, 'strictMinMax', alone)).toBe(2);
  });

  test('EG-20 EG-23 nothing occurred, or nothing has a weight', () => {
    expect(scaleOf({}, WEIGHTS)).toBeNull();
    expect(scaleOf({ open: 4 }, new Map())).toBeNull();
    expect(rawOfPerson(0, 'normalized', null)).toBe(0);
    expect(scoreOfPerson(0, epochOf('normalized', {}))).toBe(0);
  });

  test('EG-23 the root over the greatest root', () => {
    expect(scoreOfPerson(100, epochOf('normalized', { personMax: 400 }))).toBe(50);
    expect(scoreOfPerson(400, epochOf('normalized', { personMax: 400 }))).toBe(100);
  });

  test('EG-24 counts of all types', () => {
    const own = tally({ open: 30, call: 5 });
    const value = valueOfPerson(own, 'rawCountV1', null);
    expect(value).toBe(25);
    expect(scoreOfPerson(value, epochOf('rawCountV1', { personMax: 25 }))).toBe(25);
    expect(rawPerson(value, epochOf('rawCountV1', {}))).toBe(25);
  });
});

describe('groups', () => {
  const values: Readonly<Record<string, number>> = { ann: 400, bob: 100, cy: 25 };
  const valueOf = (person: string): number => values[person] ?? 0;

  test('EG-30 EG-32 each member by its role among the roles that are filled', () => {
    const members = [member('ann', 'A'), member('bob', 'B'), member('cy', 'B')];
    const value = valueOfGroup(members, ROLES, valueOf);
    expect(value).toBe((100 * 20 + 60 * 10 + 60 * 5) / 160);
    const epoch = epochOf('normalized', { personMax: 400 });
    const scores = members.map(({ person }) => scoreOfPerson(valueOf(person), epoch));
    expect(rawGroup(value, epoch)).toBeCloseTo(
      (scores[0]! * 100 + scores[1]! * 60 + scores[2]! * 60) / 160,
      10,
    );
  });

  test('EG-31 removed members and unknown roles weigh nothing', () => {
    const value = valueOfGroup([member('ann', 'A')], ROLES, valueOf);
    expect(
      valueOfGroup(
        [member('bob', 'B', true), member('ann', 'A'), member('cy', 'gone')],
        ROLES,
        valueOf,
      ),
    ).toBe(value);
  });

  test('EG-33 nobody, nothing', () => {
    expect(valueOfGroup([], ROLES, valueOf)).toBe(0);
    expect(valueOfGroup([member('eve', 'A')], ROLES, valueOf)).toBe(0);
    expect(valueOfGroup([member('ann', 'gone')], ROLES, valueOf)).toBe(0);
    expect(valueOfGroup([member('ann', 'A')], new Map(), valueOf, 'rawCountV1')).toBe(0);
    expect(rawGroup(0, epochOf('normalized', {}))).toBe(0);
  });

  test('EG-34 a single group has 100 or 0', () => {
    const value = valueOfGroup([member('cy', 'C')], ROLES, valueOf);
    expect(scoreOfGroup(value, epochOf('normalized', { groupMax: value }))).toBe(100);
    expect(scoreOfGroup(0, epochOf('normalized', { groupMax: 0 }))).toBe(0);
  });

  test('EG-35 the older model: counts by the shares of the template', () => {
    const counts: Readonly<Record<string, number>> = { ann: 40, bob: 10, cy: 30 };
    const members = [member('ann', 'A'), member('bob', 'B'), member('cy', 'B')];
    const value = valueOfGroup(members, ROLES, (person) => counts[person]!, 'rawCountV1');
    expect(value).toBeCloseTo(40 * 0.5 + 40 * 0.3, 12);
    expect(scoreOfGroup(value, epochOf('rawCountV1', { groupMax: 4 }))).toBe(value);
    expect(rawGroup(value, epochOf('rawCountV1', {}))).toBe(value);
  });
});

describe('epochs', () => {
  const epoch = epochOf('normalized', { personMax: 400, groupMax: 16 });

  test('EG-40 EG-41 scores are read by the epoch; new ones are provisional', () => {
    expect(scoreOfGroup(4, epoch)).toBe(50);
    expect(scoreOfGroup(4, { ...epoch, groupMax: 64 })).toBe(25);
    expect(provisionalScore(4, epoch)).toEqual({ score: 50, provisional: true });
    expect(provisionalScore(64, epoch)).toEqual({ score: 100, provisional: true });
    expect(provisionalScore(4, null)).toEqual({ score: null, provisional: true });
    const still = { ...epoch, groupMax: 0 };
    expect(provisionalScore(4, still)).toEqual({ score: null, provisional: true });
    expect(provisionalScore(0, still)).toEqual({ score: 0, provisional: true });
    const counted = epochOf('rawCountV1', { groupMax: 0 });
    expect(provisionalScore(4, counted)).toEqual({ score: 4, provisional: true });
  });

  test('EG-42 halves are shown as the number above', () => {
    expect([0.49, 0.5, 49.5, 99.5, 100].map(displayed)).toEqual([0, 1, 50, 100, 100]);
  });

  test('EG-43 told when the value changed and the number that people see', () => {
    const at = (value: number): number => scoreOfGroup(value, { ...epoch, groupMax: 16 });
    expect(engagementChange('cloud', at(4), at(9))).toEqual({
      type: 'engagement',
      group: 'cloud',
      previous: 50,
      next: 75,
    });
    expect(engagementChange('cloud', at(4), at(4))).toBeNull();
    expect(engagementChange('cloud', at(4), at(4.01))).toBeNull();
    expect(engagementChange('cloud', null, at(4))?.previous).toBeNull();
  });

  const values = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 6 });

  test('EG-50 without that order, a maximum follows from the changes, or says that it cannot (as in the benchmark)', () => {
    fc.assert(
      fc.property(values, fc.array(fc.tuple(fc.nat(9), fc.option(fc.nat(5)))), (given, edits) => {
        const before = maximumOf(given);
        const after: (number | null)[] = [...given];
        for (const [place, next] of edits) after[place % (given.length + 2)] = next;
        const size = Math.max(after.length, given.length);
        const changes = Array.from({ length: size }, (_, place) => ({
          previous: given[place] ?? null,
          next: after[place] ?? null,
        })).filter(({ previous, next }) => previous !== next);
        const expected = maximumOf(after.filter((value) => typeof value === 'number'));
        const adjusted = adjustMaximum(before, changes);
        if (adjusted === null) expect(expected.value).toBeLessThan(before.value);
        else expect(adjusted).toEqual(expected);
      }),
    );
  });

  test('EG-50 the same of several shards', () => {
    fc.assert(
      fc.property(fc.array(values), (shards) => {
        expect(joinMaxima(shards.map(maximumOf))).toEqual(maximumOf(shards.flat()));
      }),
    );
  });
});
