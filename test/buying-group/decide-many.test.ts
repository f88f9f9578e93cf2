import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignMembers } from '../../src/buying-group/assign.ts';
import { groupCompleteness } from '../../src/buying-group/completeness.ts';
import { decideMany } from '../../src/buying-group/decide-many.ts';
import { decide, releaseDecision } from '../../src/buying-group/decide.ts';
import {
  exactCompleteness,
  missingRoles,
  roleStates,
} from '../../src/buying-group/exact-completeness.ts';
import { ratio, roundRatio } from '../../src/buying-group/ratio.ts';
import { account, group, lineUp, NOW, person, titled } from './groups.ts';

const CARDS = [{ role: 'A', when: titled('A') }, { role: 'B' }];
const CLOUD = group({ roles: CARDS });
const VIEW = account([person('ann', 'A'), person('bob', 'A'), person('cy', 'Clerk')]);
const { record: RECORD } = assignMembers(CLOUD, VIEW, null, NOW);

function decision(who: string, role: string | null, source: 'manual' | 'journey' = 'manual') {
  return { person: who, role, source, at: NOW, by: 'kim' };
}

describe('many decisions', () => {
  test('BG-37 together, and completeness once', () => {
    const result = decideMany(CLOUD, VIEW, RECORD!, [decision('ann', 'B'), decision('bob', 'B')]);
    expect(result.ok && result.value).toMatchObject({
      changes: [
        { type: 'assigned', person: 'ann', role: 'B', previous: 'A', by: 'kim' },
        { type: 'assigned', person: 'bob', role: 'B', previous: 'A', by: 'kim' },
      ],
      blocked: [],
    });
    const one = decideMany(CLOUD, VIEW, RECORD!, [decision('cy', 'B'), decision('ann', null)]);
    expect(one.ok && one.value.changes.at(-1)).toEqual({
      type: 'completeness',
      group: 'cloud',
      previous: 50,
      next: 100,
    });
  });

  test('BG-37 BG-31 what a higher decision blocks is told', () => {
    const { record } = decide(CLOUD, VIEW, RECORD!, decision('ann', null));
    const wishes = [decision('ann', 'B', 'journey'), decision('bob', 'B', 'journey')];
    const result = decideMany(CLOUD, VIEW, record, wishes);
    expect(result.ok && result.value.blocked).toEqual([
      { type: 'blocked', group: 'cloud', person: 'ann', role: 'B', source: 'journey' },
    ]);
    expect(result.ok && lineUp(result.value.record)).toEqual(['(ann: A)', 'bob: B']);
  });

  test('BG-37 all or none', () => {
    const codes = (...wishes: Parameters<typeof decideMany>[3]) => {
      const result = decideMany(CLOUD, VIEW, RECORD!, wishes);
      return result.ok ? [] : result.issues.map(({ code }) => code);
    };
    expect(codes(decision('ann', 'B'), decision('eve', 'B'))).toEqual(['UNKNOWN_PERSON']);
    expect(codes(decision('ann', 'X'))).toEqual(['UNKNOWN_ROLE']);
    expect(codes(decision('ann', 'B'), decision('ann', 'A'))).toEqual(['DUPLICATE_PERSON']);
    const people = Array.from({ length: 51 }, (_, at) => person(`p${at}`, null));
    const all = (count: number) =>
      decideMany(
        CLOUD,
        account(people),
        RECORD!,
        people.slice(0, count).map(({ id }) => decision(id, 'B')),
      );
    expect(all(50).ok).toBe(true);
    expect(all(51).issues.map(({ code }) => code)).toEqual(['TOO_MANY']);
    expect(all(0).ok && all(0)).toMatchObject({ value: { record: RECORD, changes: [] } });
  });

  test('BG-38 who decided is kept, and forgotten on release', () => {
    const { record, changes } = decide(CLOUD, VIEW, RECORD!, decision('ann', null));
    expect(changes[0]).toEqual({
      type: 'removed',
      group: 'cloud',
      person: 'ann',
      role: 'A',
      reason: 'manual',
      by: 'kim',
    });
    expect(record.members[0]!.by).toBe('kim');
    expect(releaseDecision(record, 'ann').members[0]).not.toHaveProperty('by');
    const out = decide(CLOUD, VIEW, RECORD!, decision('cy', null)).record;
    expect(out.exclusions).toEqual([{ person: 'cy', source: 'manual', decidedAt: NOW, by: 'kim' }]);
  });
});

describe('exact completeness', () => {
  const member = (role: string, removed = false) => ({
    person: '',
    role,
    source: 'system' as const,
    removed,
  });

  test('BG-46 fractions in lowest terms, rounded when shown', () => {
    const cards = [
      { role: 'A', membersRequired: 3 },
      { role: 'B', membersRequired: 2 },
    ];
    const exact = exactCompleteness(cards, [member('A'), member('B'), member('B', true)]);
    expect(exact).toEqual({ numerator: 125n, denominator: 3n });
    expect(roundRatio(exact!)).toBe(42);
    expect(
      [ratio(99n, 2n), ratio(1n, 2n), ratio(49n, 100n), ratio(-1n, 2n), ratio(-3n, 4n)].map(
        roundRatio,
      ),
    ).toEqual([50, 1, 0, 0, -1]);
    expect(exactCompleteness([{ role: 'A', requiredForCompleteness: false }], [])).toBeNull();
  });

  test('BG-46 BG-43 the stored number is the nearest to the fraction', () => {
    const card = fc.record({
      membersRequired: fc.integer({ min: 1, max: 1000 }),
      active: fc.integer({ min: 0, max: 40 }),
      requiredForCompleteness: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(card, { minLength: 1, maxLength: 8 }), (drawn) => {
        const cards = drawn.map((one, at) => ({ ...one, role: `R${at}` }));
        const members = cards.flatMap(({ role, active }) =>
          Array.from({ length: active }, () => member(role)),
        );
        const exact = exactCompleteness(cards, members);
        const stored = groupCompleteness(cards, members);
        if (exact === null) expect(stored).toBeNull();
        else {
          const quotient = Number((exact.numerator * 2n ** 60n) / exact.denominator) / 2 ** 60;
          expect(Math.abs(stored! - quotient)).toBeLessThanOrEqual(1e-13 * 100);
        }
      }),
    );
  });

  test('BG-47 roles without anybody, and roles with too few', () => {
    const cards = [
      { role: 'A', membersRequired: 2 },
      { role: 'B' },
      { role: 'C', requiredForCompleteness: false },
      { role: 'D' },
    ];
    const members = [member('A'), member('B', true), member('D')];
    expect(missingRoles(cards, members)).toEqual({ empty: ['B'], short: ['A'] });
    expect(roleStates(cards, members).map(({ active, counts }) => [active, counts])).toEqual([
      [1, true],
      [0, true],
      [0, false],
      [1, true],
    ]);
  });
});
