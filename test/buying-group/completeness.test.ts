import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupCompleteness, roleCompleteness } from '../../src/buying-group/completeness.ts';
import type { RoleCard } from '../../src/buying-group/definition.ts';
import type { MemberView } from '../../src/model/view.ts';

/** So many active members in the role. */
function members(role: string, count: number, removed = false): MemberView[] {
  return Array.from({ length: count }, (_, index) => ({
    person: `${role}-${index}-${removed}`,
    role,
    source: 'system' as const,
    removed,
  }));
}

describe('one role', () => {
  test.each([
    [0, 1, 0],
    [1, 1, 100],
    [5, 1, 100],
    [1, 2, 50],
    [1, 3, 100 / 3],
    [2, 3, 200 / 3],
    [3, 3, 100],
    [4, 3, 100],
    [7, 25, 28],
  ])('BG-40 %i of %i members make %d', (count, membersRequired, expected) => {
    expect(roleCompleteness({ role: 'a', membersRequired }, members('a', count))).toBe(expected);
  });

  test('BG-2 BG-40 one member is enough when nothing is said', () => {
    expect(roleCompleteness({ role: 'a' }, members('a', 1))).toBe(100);
  });
});

describe('a group', () => {
  test('BG-41 the mean of the roles that count', () => {
    const cards: RoleCard[] = [
      { role: 'a' },
      { role: 'b', membersRequired: 4 },
      { role: 'c', requiredForCompleteness: false },
    ];
    const some = [...members('a', 1), ...members('b', 1)];
    expect(groupCompleteness(cards, some)).toBe(62.5);
    expect(groupCompleteness(cards, [...some, ...members('c', 3)])).toBe(62.5);
  });

  test('BG-42 null when no role counts', () => {
    expect(groupCompleteness([{ role: 'a', requiredForCompleteness: false }], [])).toBeNull();
    expect(groupCompleteness([], [])).toBeNull();
  });

  test('BG-43 thirds and sevenths leave no crumbs', () => {
    const cards = [3, 7, 9, 11, 13].map((membersRequired, index) => ({
      role: `r${index}`,
      membersRequired,
    }));
    const full = cards.flatMap(({ role, membersRequired }) => members(role, membersRequired));
    expect(groupCompleteness(cards, full)).toBe(100);
    expect(groupCompleteness(cards, full.slice(1))).toBeLessThan(100);
  });

  test('BG-44 removed members and members of other roles count for nothing', () => {
    const cards = [{ role: 'a' }];
    expect(groupCompleteness(cards, members('a', 1, true))).toBe(0);
    expect(groupCompleteness(cards, members('elsewhere', 1))).toBe(0);
  });
});

const rosters = fc.array(
  fc.record({
    required: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1000 })),
    counts: fc.boolean(),
    share: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1.2, noNaN: true })),
  }),
  { minLength: 1, maxLength: 20 },
);

type Roster = readonly { required: number; counts: boolean; share: number }[];

function groupOf(roster: Roster): { cards: RoleCard[]; people: MemberView[]; filled: number[] } {
  const filled = roster.map(({ required, share }) => Math.floor(required * share));
  return {
    cards: roster.map(({ required, counts }, index) => ({
      role: `r${index}`,
      membersRequired: required,
      requiredForCompleteness: counts,
    })),
    people: filled.flatMap((count, index) => members(`r${index}`, count)),
    filled,
  };
}

/** The mean in exact fractions, as a number of 1e-15 steps. */
function exact(roster: Roster, filled: readonly number[]): bigint {
  const STEPS = 10n ** 15n;
  let [numerator, denominator, roles] = [0n, 1n, 0n];
  for (const [index, { required, counts }] of roster.entries()) {
    if (!counts) continue;
    const count = BigInt(Math.min(filled[index]!, required));
    numerator = numerator * BigInt(required) + count * denominator;
    denominator *= BigInt(required);
    roles += 1n;
  }
  return (100n * STEPS * numerator) / (denominator * roles);
}

describe('any group', () => {
  test('BG-40 BG-41 BG-43 the exact mean, 100 and 0 only when all are full or empty', () => {
    fc.assert(
      fc.property(rosters, (roster) => {
        const { cards, people, filled } = groupOf(roster);
        const score = groupCompleteness(cards, people);
        const counted = roster.flatMap(({ counts }, index) => (counts ? [index] : []));
        if (counted.length === 0) {
          expect(score).toBeNull();
          return;
        }
        const full = counted.every((index) => filled[index]! >= roster[index]!.required);
        expect(score === 100).toBe(full);
        expect(score === 0).toBe(counted.every((index) => filled[index] === 0));
        expect(Math.abs(score! - Number(exact(roster, filled)) / 1e15)).toBeLessThan(1e-12);
      }),
    );
  });

  test('BG-43 the order of roles and members does not matter', () => {
    fc.assert(
      fc.property(rosters, (roster) => {
        const { cards, people } = groupOf(roster);
        const mirrored = groupCompleteness(cards.toReversed(), people.toReversed());
        expect(mirrored).toBe(groupCompleteness(cards, people));
      }),
    );
  });

  test('BG-40 one more member never lowers it', () => {
    fc.assert(
      fc.property(rosters, fc.nat(19), (roster, index) => {
        const { cards, people } = groupOf(roster);
        const more = [...people, ...members(`r${index % cards.length}`, 1)];
        const before = groupCompleteness(cards, people);
        if (before !== null) expect(groupCompleteness(cards, more)).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
