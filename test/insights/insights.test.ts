import { describe, expect, test } from 'vitest';
import { contactCoverage, contactOverlap, contactsInRole } from '../../src/insights/contacts.ts';
import { countGroups, scoreDistribution } from '../../src/insights/distribution.ts';
import type { GroupFact, GroupFactItem } from '../../src/insights/group-fact.ts';
import { roleAcquisition, roleEngagement, totals } from '../../src/insights/role-insights.ts';
import { filterGroups } from '../../src/insights/snapshot.ts';
import { stageFlow } from '../../src/insights/stage-flow.ts';
import { bucketOf, highlights, surge } from '../../src/insights/surge.ts';
import { highVelocity, stagnant, topEngaged } from '../../src/insights/top-groups.ts';
import { DAY } from '../../src/kernel/duration.ts';
import { LIFE, member, snapshot } from './groups.ts';

const START = Date.UTC(2026, 0, 10);
const PERIOD = { from: START, to: START + 10 * DAY };

function fact(account: string, at: number, item: GroupFactItem): GroupFact {
  return { ...item, account, at };
}

function move(
  account: string,
  day: number,
  previous: string | null,
  next: string | null,
): GroupFact {
  return fact(account, START + day * DAY, {
    type: 'stage',
    group: 'cloud',
    previous,
    next,
    journey: 'j',
  });
}

describe('stages', () => {
  test('BG-100 on the first and on the last local day', () => {
    const groups = ['a', 'b', 'c', 'late'].map((account) =>
      snapshot(account, { created: account === 'late' ? START + 2 * DAY : START - DAY }),
    );
    const facts = [
      move('a', -1, null, 'aware'),
      move('a', 0.9, 'aware', 'interested'),
      move('a', 3, 'interested', 'won'),
      move('b', 9.99, null, 'aware'),
      move('c', 10, null, 'aware'),
      move('late', 4, null, 'aware'),
      move('late', 5, 'aware', null),
    ];
    const options = { model: LIFE, period: PERIOD, zone: 'UTC' };
    const bars = stageFlow(groups, facts, options);
    expect(bars.map(({ name, first, last }) => [name, first, last])).toEqual([
      ['Aware', 0, 1],
      ['interested', 1, 0],
      ['won', 0, 1],
      ['lost', 0, 0],
      ['No stage', 2, 2],
    ]);
    // In New York the period begins the evening before, when that group was aware still.
    const there = stageFlow(groups, facts, { ...options, zone: 'America/New_York' });
    expect(there[0]).toMatchObject({ stage: 'aware', first: 1 });
  });

  test('BG-101 the most engaged, of equal ones the last updated', () => {
    const groups = [
      snapshot('a', { engagement: 50, updated: 1 }),
      snapshot('b', { engagement: 50, updated: 2 }),
      snapshot('c', { engagement: 90 }),
      snapshot('d', { engagement: 0 }),
      snapshot('e', { engagement: null }),
    ];
    expect(topEngaged(groups).map(({ account }) => account)).toEqual(['c', 'b', 'a']);
    expect(topEngaged(groups, 1).map(({ account }) => account)).toEqual(['c']);
  });

  test('BG-102 moves that shorten the way to success, per day', () => {
    const groups = [
      snapshot('a', { stage: 'interested' }),
      snapshot('b', { stage: 'interested' }),
      snapshot('c', { stage: 'aware' }),
      snapshot('d', { stage: 'won' }),
      snapshot('e', { stage: null }),
    ];
    const facts = [
      move('a', 1, null, 'aware'),
      move('a', 2, 'aware', 'interested'),
      move('a', 3, 'interested', 'aware'),
      move('a', 4, 'aware', 'interested'),
      move('b', 4, 'aware', 'interested'),
      move('b', 11, 'aware', 'interested'),
      move('c', 3, 'interested', 'aware'),
      move('d', 3, 'interested', 'won'),
    ];
    const found = highVelocity(groups, facts, { model: LIFE, period: PERIOD });
    expect(
      found.map(({ group, velocity, lastMove }) => [group.account, velocity, lastMove]),
    ).toEqual([
      ['a', 0.2, START + 4 * DAY],
      ['b', 0.1, START + 4 * DAY],
    ]);
    expect(highVelocity(groups, facts, { model: LIFE, period: { from: 1, to: 1 } })).toEqual([]);
  });

  test('BG-103 still, although complete', () => {
    const old = START - 20 * DAY;
    const groups = [
      snapshot('a', { stage: 'aware', completeness: 70, created: old }),
      snapshot('b', { stage: 'aware', completeness: 100, created: old }),
      snapshot('c', { stage: 'aware', completeness: 69.9, created: old }),
      snapshot('d', { stage: 'aware', completeness: null, created: old }),
      snapshot('e', { stage: 'lost', completeness: 100, created: old }),
      snapshot('f', { stage: null, completeness: 100, created: old }),
      snapshot('g', { stage: 'aware', completeness: 100, created: old }),
      snapshot('h', { stage: 'aware', completeness: 100, created: START }),
    ];
    const facts = [
      move('a', -9, null, 'aware'),
      move('b', -3, null, 'aware'),
      move('g', 2, null, 'aware'),
    ];
    const found = stagnant(groups, facts, { model: LIFE, period: PERIOD });
    expect(found.map(({ group, daysInStage }) => [group.account, daysInStage])).toEqual([
      ['a', 19],
      ['b', 13],
    ]);
    const all = stagnant(groups, facts, { model: LIFE, period: PERIOD, threshold: 60 });
    expect(all.map(({ group }) => group.account)).toEqual(['c', 'a', 'b']);
  });
});

describe('periods that are over', () => {
  const options = { model: LIFE, period: PERIOD };

  test('BG-102 BG-103 groups are judged by what they were at the end of the period', () => {
    const old = START - 20 * DAY;
    const groups = [
      snapshot('won since', { stage: 'won', completeness: 100, created: old }),
      snapshot('still then', { stage: 'won', completeness: 100, created: old }),
      snapshot('no stage then', { stage: 'aware', completeness: 100, created: old }),
      snapshot('empty then', { stage: 'aware', completeness: 100, created: old }),
      snapshot('empty now', { stage: 'aware', completeness: 0, created: old }),
    ];
    const complete = (account: string, day: number, previous: number | null, next: number) =>
      fact(account, START + day * DAY, { type: 'completeness', group: 'cloud', previous, next });
    const facts = [
      move('won since', -1, null, 'aware'),
      move('won since', 2, 'aware', 'interested'),
      move('won since', 12, 'interested', 'won'),
      move('still then', -1, null, 'interested'),
      move('still then', 11, 'interested', 'won'),
      move('no stage then', 10, null, 'aware'),
      move('empty then', -2, null, 'aware'),
      complete('empty then', -2, null, 0),
      complete('empty then', 10, 0, 100),
      move('empty now', -3, null, 'aware'),
      complete('empty now', 13, 80, 0),
    ];
    const fast = highVelocity(groups, facts, options);
    expect(fast.map(({ group, velocity }) => [group.account, velocity])).toEqual([
      ['won since', 0.1],
    ]);
    const still = stagnant(groups, facts, options);
    expect(still.map(({ group, daysInStage }) => [group.account, daysInStage])).toEqual([
      ['empty now', 13],
      ['still then', 11],
    ]);
  });

  test('BG-100 without older facts a later move, or the present stage, tells', () => {
    const groups = [snapshot('a', { stage: 'aware' }), snapshot('b', { stage: 'won' })];
    const facts = [move('b', 4, 'interested', 'won')];
    const bars = stageFlow(groups, facts, { ...options, zone: 'UTC' });
    expect(bars.map(({ name, first, last }) => [name, first, last])).toEqual([
      ['Aware', 1, 1],
      ['interested', 1, 0],
      ['won', 0, 1],
      ['lost', 0, 0],
      ['No stage', 0, 0],
    ]);
  });
});

describe('surging accounts', () => {
  const weights = new Map([['open', 30]]);
  const done = (account: string, day: number, counts: Record<string, number>, person = 'p') =>
    fact(account, 0, { type: 'activity', person, day, counts });

  test('BG-104 the change from the period before, capped and weighted', () => {
    const facts = [
      done('a', 5, { open: 4 }),
      done('a', 10, { open: 2, visit: 9 }),
      done('a', 11, { open: 3 }, 'q'),
      done('a', 11, { open: 1 }, 'p'),
      done('b', 10, { open: 15 }),
      done('b', 10, { open: 15 }),
      done('c', 14, { open: 1 }),
      done('c', 4, { open: 9 }),
      done('d', 5, { open: 1 }),
    ];
    const found = surge(['a', 'b', 'c', 'd', 'e'], facts, {
      weights,
      span: { first: 10, last: 14 },
    });
    expect(found).toEqual([
      { account: 'a', current: 180, previous: 120, change: 50, bucket: 'positive' },
      { account: 'b', current: 600, previous: 0, change: null, bucket: 'surgingMost' },
      { account: 'c', current: 30, previous: 0, change: null, bucket: 'surgingMost' },
      { account: 'd', current: 0, previous: 30, change: -100, bucket: 'negative' },
      { account: 'e', current: 0, previous: 0, change: 0, bucket: 'neutral' },
    ]);
    const { surging, atRisk } = highlights(found);
    expect(surging.map(({ account }) => account)).toEqual(['b', 'c']);
    expect(atRisk.map(({ account }) => account)).toEqual(['d']);
  });

  test('BG-105 buckets and their edges', () => {
    expect([-10.01, -10, 0, 10, 10.01, 50, 50.01, 75, 75.01, null].map(bucketOf)).toEqual([
      'negative',
      'neutral',
      'neutral',
      'neutral',
      'positive',
      'positive',
      'surging',
      'surging',
      'surgingMost',
      'surgingMost',
    ]);
  });

  test('BG-106 the strongest and the weakest first', () => {
    const momentum = (account: string, change: number) =>
      ({ account, current: 1, previous: 1, change, bucket: bucketOf(change) }) as const;
    const all = [60, -20, 80, -50, 20].map((change) => momentum(String(change), change));
    expect(highlights(all).surging.map(({ change }) => change)).toEqual([80, 60]);
    expect(highlights(all).atRisk.map(({ change }) => change)).toEqual([-50, -20]);
    expect(highlights(all, 1).atRisk).toHaveLength(1);
  });
});

describe('contacts', () => {
  const groups = [
    snapshot('acme', {
      members: [member('ann', 'A', { engagement: 1 }), member('bob', 'A', { engagement: 9 })],
    }),
    snapshot('globex', {
      members: [member('ann', 'A', { engagement: 5 }), member('cy', 'A', { removed: true })],
    }),
    snapshot('acme', {
      group: 'data',
      members: [member('ann', 'B'), member('bob', 'B', { removed: true })],
    }),
  ];
  const templates = [
    { id: 'cloud', roles: [{ role: 'A' }, { role: 'C' }] },
    { id: 'data', name: 'Data', roles: [{ role: 'B' }] },
  ];

  test('BG-107 counts, zeros, and roles that are not there', () => {
    expect(contactCoverage(groups, templates)).toEqual({
      roles: ['A', 'C', 'B'],
      rows: [
        { group: 'cloud', name: 'cloud', counts: [3, 0, null] },
        { group: 'data', name: 'Data', counts: [null, null, 1] },
      ],
    });
    expect(
      contactsInRole(groups, 'cloud', 'A').map((one) => [one.group.account, one.member.person]),
    ).toEqual([
      ['acme', 'bob'],
      ['globex', 'ann'],
      ['acme', 'ann'],
    ]);
  });

  test('BG-108 active in groups of several interests of one account', () => {
    expect(contactOverlap(groups)).toEqual([
      {
        account: 'acme',
        person: 'ann',
        name: 'ann',
        jobTitle: null,
        groups: [
          { group: 'cloud', name: 'Cloud for acme', role: 'A' },
          { group: 'data', name: 'Cloud for acme', role: 'B' },
        ],
      },
    ]);
  });
});

describe('distributions', () => {
  test('BG-109 bands of the displayed score', () => {
    const values = [0, 25.49, 25.5, 50.4, 75.5, 100, null];
    const groups = values.map((completeness, at) => snapshot(`a${at}`, { completeness }));
    expect(scoreDistribution(groups, 'completeness')).toEqual({
      bands: [
        { least: 0, most: 25, count: 2 },
        { least: 26, most: 50, count: 2 },
        { least: 51, most: 75, count: 0 },
        { least: 76, most: 100, count: 2 },
      ],
      notConfigured: 1,
      total: 7,
    });
    const beyond = snapshot('x', { engagement: 250 });
    expect(scoreDistribution([beyond], 'engagement').bands[3]!.count).toBe(1);
  });

  test('BG-109 groups by interest, and what filters leave', () => {
    const groups = [
      snapshot('a', { stage: 'won', industry: 'Software' }),
      snapshot('b', { group: 'data' }),
      snapshot('c', { group: 'data', region: 'EU' }),
    ];
    expect(countGroups(groups, 'group')).toEqual([
      { value: 'data', count: 2 },
      { value: 'cloud', count: 1 },
    ]);
    expect(countGroups(groups, 'stage')).toEqual([
      { value: null, count: 2 },
      { value: 'won', count: 1 },
    ]);
    const names = (filter: Parameters<typeof filterGroups>[1]) =>
      filterGroups(groups, filter).map(({ account }) => account);
    expect(names({})).toEqual(['a', 'b', 'c']);
    expect(names({ groups: ['data'], regions: ['EU'] })).toEqual(['c']);
    expect(names({ industries: ['Software'], stages: ['won'], accounts: ['a'] })).toEqual(['a']);
    expect(names({ stages: [] })).toEqual([]);
  });
});

describe('roles', () => {
  const period = { from: Date.UTC(2025, 11, 15), to: Date.UTC(2026, 2, 1) };
  const options = { period, zone: 'UTC' };
  const got = (at: number, role: string | null, previous: string | null, group = 'cloud') =>
    fact('acme', at, {
      type: 'member',
      group,
      person: 'p',
      role,
      previous,
      source: 'system',
      by: null,
    });

  test('BG-110 who got a role, by month', () => {
    const facts = [
      got(Date.UTC(2025, 11, 14), 'A', null),
      got(Date.UTC(2025, 11, 15), 'A', null),
      got(Date.UTC(2026, 1, 1), 'B', 'A'),
      got(Date.UTC(2026, 1, 2), null, 'B'),
      got(Date.UTC(2026, 1, 3), 'B', 'B'),
      got(Date.UTC(2026, 1, 3), 'A', null, 'data'),
      got(Date.UTC(2026, 2, 1), 'A', null),
    ];
    expect(roleAcquisition(facts, options)).toEqual({
      months: ['2025-12', '2026-01', '2026-02'],
      roles: [
        { role: 'A', counts: [1, 0, 1] },
        { role: 'B', counts: [0, 0, 1] },
      ],
    });
    expect(roleAcquisition(facts, { ...options, groups: ['cloud'], roles: ['B'] }).roles).toEqual([
      { role: 'B', counts: [0, 0, 1] },
    ]);
    expect(roleAcquisition([], options).months).toHaveLength(3);
  });

  test('BG-111 weighted activity by the roles of now', () => {
    const day = Date.UTC(2026, 0, 7) / DAY;
    const groups = [
      snapshot('acme', { members: [member('p', 'A'), member('q', 'B', { removed: true })] }),
      snapshot('acme', { group: 'data', members: [member('p', 'A')] }),
    ];
    const done = (person: string, at: number, counts: Record<string, number>) =>
      fact('acme', 0, { type: 'activity', person, day: at, counts });
    const facts = [
      done('p', day, { open: 3, call: 8 }),
      done('p', day + 30, { open: 1 }),
      done('q', day, { open: 5 }),
      done('p', day - 60, { open: 7 }),
      done('p', day, { call: 1 }),
    ];
    const series = roleEngagement(groups, facts, { ...options, weights: new Map([['open', 30]]) });
    expect(series.roles).toEqual([{ role: 'A', counts: [0, 3, 1] }]);
    expect(Object.fromEntries(totals(series))).toEqual({ A: 4 });
  });
});
