import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignMembers } from '../../src/buying-group/assign.ts';
import { decide } from '../../src/buying-group/decide.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import { NEVER } from '../../src/kernel/instant.ts';
import {
  account,
  ANY_ACCOUNT,
  group,
  lineUp,
  NOW,
  person,
  SOFTWARE,
  titled,
  visited,
} from './groups.ts';

const CARDS = [
  { role: 'Decision Maker', when: titled('Director', 'VP') },
  { role: 'Practitioner', when: titled('Engineer', 'VP of Engineering') },
  { role: 'Champion' },
];
const TEAM = [person('ann', 'VP Sales'), person('bob', 'Engineer'), person('cy', 'Clerk')];

describe('existence', () => {
  test('BG-10 a group comes into being with its first member', () => {
    const cloud = group({ roles: CARDS });
    expect(assignMembers(cloud, account([TEAM[2]!]), null, NOW)).toEqual({
      record: null,
      changes: [],
      flipAt: NEVER,
    });
    expect(lineUp(assignMembers(cloud, account(TEAM), null, NOW).record)).toEqual([
      'ann: Decision Maker',
      'bob: Practitioner',
    ]);
  });

  test('BG-10 BG-45 with a condition on accounts, members do not matter', () => {
    const cloud = group({ accounts: SOFTWARE, roles: CARDS });
    expect(assignMembers(cloud, account(TEAM), null, NOW).record).toBeNull();
    const software = account([], { attributes: { name: 'Acme', industry: 'Software' } });
    const { record, changes } = assignMembers(cloud, software, null, NOW);
    expect(record).toEqual({ definition: 'cloud', members: [], completeness: 0 });
    expect(changes).toEqual([{ type: 'completeness', group: 'cloud', previous: null, next: 0 }]);
  });

  test('BG-11 a group stays, and goes on being filled', () => {
    const cloud = group({ accounts: SOFTWARE, roles: CARDS });
    const software = account(TEAM, { attributes: { name: 'Acme', industry: 'Software' } });
    const { record } = assignMembers(cloud, software, null, NOW);
    const emptied = assignMembers(cloud, account([]), record, NOW).record;
    expect(lineUp(emptied)).toEqual([]);
    expect(lineUp(assignMembers(cloud, account([TEAM[1]!]), emptied, NOW).record)).toEqual([
      'bob: Practitioner',
    ]);
  });

  test('BG-12 an account without a name gets no group', () => {
    const cloud = group({ accounts: ANY_ACCOUNT, roles: CARDS });
    expect(assignMembers(cloud, account(TEAM, { attributes: {} }), null, NOW).record).toBeNull();
    const { record } = assignMembers(cloud, account(TEAM), null, NOW);
    const nameless = account(TEAM, { attributes: {} });
    expect(assignMembers(cloud, nameless, record, NOW).record).toBe(record);
  });
});

describe('the system rule', () => {
  const cloud = group({ roles: CARDS });
  const { record, changes } = assignMembers(cloud, account(TEAM), null, NOW);

  test('BG-20 the first card that fits, from the top', () => {
    const one = account([person('ann', 'VP of Engineering')]);
    expect(lineUp(assignMembers(cloud, one, null, NOW).record)).toEqual(['ann: Decision Maker']);
    const turned = group({ roles: CARDS.toReversed() });
    expect(lineUp(assignMembers(turned, one, null, NOW).record)).toEqual(['ann: Practitioner']);
  });

  test('BG-21 a card without condition stays empty', () => {
    expect(record!.members.some(({ role }) => role === 'Champion')).toBe(false);
  });

  test('BG-28 BG-45 every change is told once', () => {
    expect(changes).toEqual([
      assigned('ann', 'Decision Maker', null),
      assigned('bob', 'Practitioner', null),
      { type: 'completeness', group: 'cloud', previous: null, next: 200 / 3 },
    ]);
  });

  test('BG-22 BG-28 a member changes the role, or is removed', () => {
    const view = account([person('ann', 'Engineer'), person('bob', 'Clerk'), TEAM[2]!]);
    const next = assignMembers(cloud, view, record, NOW + 1);
    expect(lineUp(next.record)).toEqual(['ann: Practitioner', '(bob: Practitioner)']);
    expect(next.changes).toEqual([
      assigned('ann', 'Practitioner', 'Decision Maker'),
      { type: 'removed', group: 'cloud', person: 'bob', role: 'Practitioner', reason: 'system' },
      { type: 'completeness', group: 'cloud', previous: 200 / 3, next: 100 / 3 },
    ]);
    expect(next.record!.members.map(({ decidedAt }) => decidedAt)).toEqual([NOW + 1, NOW + 1]);
  });

  test('BG-23 a removed member comes back to its place', () => {
    const view = account([person('ann', 'Clerk'), TEAM[1]!]);
    const without = assignMembers(cloud, view, record, NOW).record;
    expect(lineUp(without)).toEqual(['(ann: Decision Maker)', 'bob: Practitioner']);
    const again = assignMembers(cloud, account(TEAM), without, NOW);
    expect(lineUp(again.record)).toEqual(lineUp(record));
    expect(again.changes[0]).toEqual(assigned('ann', 'Decision Maker', null));
  });

  test('BG-25 BG-28 who leaves the account is gone, and starts afresh', () => {
    const view = account(TEAM);
    const manual = { person: 'bob', role: 'Champion', source: 'manual', at: NOW } as const;
    const out = { person: 'cy', role: null, source: 'manual', at: NOW } as const;
    const decided = decide(cloud, view, decide(cloud, view, record!, manual).record, out).record;
    const left = assignMembers(cloud, account([TEAM[0]!]), decided, NOW);
    expect(left.record).toEqual({
      definition: 'cloud',
      members: [record!.members[0]],
      completeness: 100 / 3,
    });
    expect(left.changes).toEqual([
      { type: 'removed', group: 'cloud', person: 'bob', role: 'Champion', reason: 'leftAccount' },
      { type: 'completeness', group: 'cloud', previous: 200 / 3, next: 100 / 3 },
    ]);
    const back = account([TEAM[0]!, TEAM[1]!, person('cy', 'Engineer')]);
    expect(lineUp(assignMembers(cloud, back, left.record, NOW).record)).toEqual([
      'ann: Decision Maker',
      'bob: Practitioner',
      'cy: Practitioner',
    ]);
  });

  test('BG-25 a removed member who leaves is told to nobody', () => {
    const view = account([person('ann', 'Clerk'), TEAM[1]!]);
    const without = assignMembers(cloud, view, record, NOW).record;
    const left = assignMembers(cloud, account([TEAM[1]!]), without, NOW);
    expect(left.changes).toEqual([]);
    expect(lineUp(left.record)).toEqual(['bob: Practitioner']);
  });

  test('BG-26 applied again, it changes nothing', () => {
    const again = assignMembers(cloud, account(TEAM), record, NOW + DAY);
    expect(again.record).toBe(record);
    expect(again.changes).toEqual([]);
  });

  test('BG-44 BG-45 another definition with other roles: members and completeness follow', () => {
    const other = group({ roles: [{ role: 'Decision Maker', when: titled('VP') }] });
    const next = assignMembers(other, account(TEAM), record, NOW);
    expect(lineUp(next.record)).toEqual(['ann: Decision Maker', '(bob: Practitioner)']);
    expect(next.record!.completeness).toBe(100);
  });

  test('BG-11 scores and stages that others keep in the record stay', () => {
    const staged = { ...record!, stage: 'Evaluation', status: 'Qualified', engagement: 42 };
    const next = assignMembers(cloud, account([]), staged, NOW).record;
    expect(next).toEqual({ ...staged, members: [], completeness: 0 });
  });
});

describe('time', () => {
  test('BG-22 BG-27 a member whose condition looks back is removed at the flip instant', () => {
    const cloud = group({ roles: [{ role: 'User', when: visited(3) }, { role: 'Other' }] });
    const view = account([person('ann', null, [NOW])]);
    const first = assignMembers(cloud, view, null, NOW);
    expect(lineUp(first.record)).toEqual(['ann: User']);
    expect(first.flipAt).toBeGreaterThan(NOW);
    expect(first.flipAt).toBeLessThanOrEqual(NOW + 3 * DAY + 1);
    const then = assignMembers(cloud, view, first.record, NOW + 3 * DAY + 1);
    expect(lineUp(then.record)).toEqual(['(ann: User)']);
    expect(then.flipAt).toBe(NEVER);
  });

  test('BG-10 BG-27 an account that time alone gives a group, or would not', () => {
    const idle = { kind: 'event', event: 'webVisit', occurred: false, past: { days: 3 } } as const;
    const view = account([person('ann', 'VP', [NOW])]);
    const cloud = group({ accounts: idle, roles: CARDS });
    const first = assignMembers(cloud, view, null, NOW);
    expect(first.record).toBeNull();
    expect(first.flipAt).toBeLessThanOrEqual(NOW + 3 * DAY + 1);
    const then = assignMembers(cloud, view, null, NOW + 3 * DAY + 1);
    expect(lineUp(then.record)).toEqual(['ann: Decision Maker']);
    expect(assignMembers(group({ roles: CARDS }), view, null, NOW).flipAt).toBe(NEVER);
  });

  test('BG-24 BG-27 nobody waits for a person on whom somebody decided', () => {
    const cloud = group({ roles: [{ role: 'User', when: visited(3) }] });
    const view = account([person('ann', null, [NOW])]);
    const { record } = assignMembers(cloud, view, null, NOW);
    const kept = decide(cloud, view, record!, {
      person: 'ann',
      role: 'User',
      source: 'journey',
      at: NOW,
    });
    const then = assignMembers(cloud, view, kept.record, NOW + 9 * DAY);
    expect(then.record).toBe(kept.record);
    expect(then.flipAt).toBe(NEVER);
  });

  const visits = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 4 });
  const people = fc.array(fc.record({ title: fc.constantFrom('VP', 'Clerk', null), visits }), {
    maxLength: 4,
  });

  test('BG-20 BG-26 BG-27 nothing happens before the flip instant, and every step is the truth', () => {
    fc.assert(
      fc.property(people, (given) => {
        const cloud = group({
          accounts: ANY_ACCOUNT,
          roles: [
            { role: 'A', when: visited(2) },
            { role: 'B', when: { kind: 'all', of: [titled('VP'), visited(7)] } },
            { role: 'C', when: titled('Clerk') },
          ],
        });
        const view = account(
          given.map(({ title, visits: hours }, index) => {
            const instants = [...new Set(hours)].map((hour) => NOW - hour * HOUR);
            return person(
              `p${index}`,
              title,
              instants.sort((left, right) => left - right),
            );
          }),
        );
        let seen = assignMembers(cloud, view, null, NOW);
        for (let count = 0; count < 20 && seen.flipAt !== NEVER; count += 1) {
          const now = seen.flipAt;
          expect(assignMembers(cloud, view, seen.record, now - 1).record).toBe(seen.record);
          seen = assignMembers(cloud, view, seen.record, now);
          expect(seen.flipAt).toBeGreaterThan(now);
          const fresh = assignMembers(cloud, view, null, now).record!;
          const active = seen.record!.members.filter(({ removed }) => !removed);
          expect(active.map(({ person: id, role }) => `${id} ${role}`).sort()).toEqual(
            fresh.members.map(({ person: id, role }) => `${id} ${role}`).sort(),
          );
          expect(seen.record!.completeness).toBe(fresh.completeness);
        }
        const later = assignMembers(cloud, view, seen.record, NOW + 1000 * DAY);
        if (seen.flipAt === NEVER) expect(later.record).toBe(seen.record);
      }),
    );
  });
});

function assigned(who: string, role: string, previous: string | null): unknown {
  return { type: 'assigned', group: 'cloud', person: who, role, previous, source: 'system' };
}
