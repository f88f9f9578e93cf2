import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactCoverage, contactsInRole } from '../../src/insights/contacts.ts';
import { engagedTable, engagementOverview } from '../../src/insights/engagement-overview.ts';
import type { GroupFact } from '../../src/insights/group-fact.ts';
import { completionRate, journeysOverview } from '../../src/insights/journeys.ts';
import type { JourneySnapshot } from '../../src/insights/journeys.ts';
import {
  contactRows,
  engagedAccountRows,
  engagedGroupRows,
  engagedPersonRows,
  groupRows,
  journeyRows,
} from '../../src/insights/rows.ts';
import type { AccountSnapshot } from '../../src/insights/snapshot.ts';
import { member, snapshot } from './groups.ts';

function journey(id: string, parts: Partial<JourneySnapshot> = {}): JourneySnapshot {
  return {
    journey: id,
    name: id,
    status: 'live',
    channels: [],
    start: null,
    end: null,
    entered: 0,
    inFlight: 0,
    completed: 0,
    ...parts,
  };
}

describe('journeys', () => {
  const journeys = [
    journey('a', { entered: 8, completed: 2, channels: ['email'], start: 0 }),
    journey('b', { entered: 3, completed: 3, channels: ['email', 'sms'], status: 'finished' }),
    journey('c', { channels: ['sms'] }),
    journey('d', { channels: ['email'] }),
    journey('e', { channels: ['email'], status: 'draft', entered: 1, completed: 1 }),
  ];

  test('BG-130 completed of those that entered, in four bands; drafts do not count', () => {
    expect(journeys.map(completionRate)).toEqual([25, 100, null, null, 100]);
    const { completion } = journeysOverview(journeys);
    expect(completion.bands.map(({ count }) => count)).toEqual([1, 0, 0, 1]);
    expect(completion).toMatchObject({ notConfigured: 2, total: 4 });
  });

  test('BG-131 by channel, once for each', () => {
    expect(journeysOverview(journeys).channels).toEqual([
      { channel: 'email', journeys: 3 },
      { channel: 'sms', journeys: 2 },
    ]);
  });

  test('BG-140 rows of journeys', () => {
    expect(journeyRows(journeys).slice(0, 2)).toEqual([
      {
        journey: 'a',
        status: 'live',
        start: '1970-01-01T00:00:00Z',
        end: null,
        completionRate: 25,
      },
      { journey: 'b', status: 'finished', start: null, end: null, completionRate: 100 },
    ]);
  });
});

describe('engagement', () => {
  const contact = (person: string) => ({
    person,
    name: person,
    email: `${person}@x`,
    status: null,
  });
  const account = (id: string, ...people: string[]): AccountSnapshot => ({
    account: id,
    name: id.toUpperCase(),
    industry: null,
    region: null,
    status: 'New',
    people: people.map(contact),
  });
  const accounts = [account('acme', 'ann', 'bob'), account('globex', 'ann'), account('idle', 'cy')];
  const groups = [
    snapshot('acme', { members: [member('ann', 'A'), member('bob', 'B', { removed: true })] }),
    snapshot('acme', { group: 'data', members: [member('bob', 'B')] }),
    snapshot('idle', { members: [member('cy', 'A')] }),
  ];
  const done = (
    of: string,
    person: string,
    day: number,
    counts: Record<string, number>,
  ): GroupFact => ({ type: 'activity', account: of, person, day, counts, at: 0 });
  const facts = [
    done('acme', 'ann', 10, { emailOpened: 2, emailSent: 1 }),
    done('globex', 'ann', 10, { emailOpened: 2, emailSent: 1 }),
    done('acme', 'bob', 11, { pageViewed: 1 }),
    done('idle', 'cy', 11, { emailSent: 1 }),
    done('idle', 'cy', 12, { emailOpened: 1 }),
  ];
  const options = { weights: new Map([['emailOpened', 40]]), span: { first: 10, last: 11 } };

  test('BG-137 engaged is who did something that has a weight', () => {
    const overview = engagementOverview(accounts, groups, facts, options);
    expect(overview).toMatchObject({
      accounts: { engaged: 2, notEngaged: 1 },
      people: { engaged: 1, notEngaged: 2 },
    });
    expect(overview.days).toEqual([
      { day: 10, accounts: 2, groups: 1, people: 1 },
      { day: 11, accounts: 0, groups: 0, people: 0 },
    ]);
  });

  test('BG-137 when nothing has a weight, what people did themselves', () => {
    const { people, accounts: engaged } = engagementOverview(accounts, groups, facts, {
      ...options,
      weights: new Map(),
    });
    expect([people.engaged, engaged.engaged]).toEqual([2, 2]);
    const opens = { ...options, weights: new Map(), activities: ['pageViewed'] };
    expect(engagementOverview(accounts, groups, facts, opens).people.engaged).toBe(1);
  });

  test('BG-138 each day is what a span of that day alone tells', () => {
    const deed = fc.record({
      of: fc.constantFrom('acme', 'globex', 'idle', 'gone'),
      person: fc.constantFrom('ann', 'bob', 'cy', 'dan'),
      day: fc.integer({ min: 8, max: 14 }),
      type: fc.constantFrom('emailOpened', 'pageViewed', 'emailSent'),
    });
    const roles = fc.constantFrom(undefined, ['A'], ['B', 'C']);
    const weights = fc.constantFrom(new Map(), options.weights);
    fc.assert(
      fc.property(fc.array(deed), roles, weights, (deeds, wanted, own) => {
        const told = deeds.map(({ of, person, day, type }) => done(of, person, day, { [type]: 1 }));
        const asked = {
          weights: own,
          span: { first: 9, last: 13 },
          ...(wanted !== undefined && { roles: wanted }),
        };
        for (const { day, ...counts } of engagementOverview(accounts, groups, told, asked).days) {
          const span = { first: day, last: day };
          const alone = engagementOverview(accounts, groups, told, { ...asked, span });
          expect(counts).toEqual({
            accounts: alone.accounts.engaged,
            groups: alone.groups.engaged,
            people: alone.people.engaged,
          });
        }
      }),
    );
  });

  test('BG-138 groups by their active members, and people of two accounts once', () => {
    const all = { ...options, weights: new Map() };
    const table = engagedTable(accounts, groups, facts, all);
    expect(engagementOverview(accounts, groups, facts, all).groups).toEqual({
      engaged: 2,
      notEngaged: 1,
    });
    expect(table.people.get('ann')).toEqual({ activities: 2, lastDay: 10, people: 1 });
    expect(table.accounts.get('acme')).toEqual({ activities: 3, lastDay: 11, people: 2 });
    const role = engagedTable(accounts, groups, facts, { ...all, roles: ['B'] });
    expect(role.accounts.get('acme')).toEqual({ activities: 1, lastDay: 11, people: 1 });
    expect(role.accounts.get('globex')?.activities).toBe(0);
  });

  test('BG-140 rows of accounts, groups, people and contacts', () => {
    const table = engagedTable(accounts, groups, facts, { ...options, weights: new Map() });
    expect(engagedAccountRows(accounts, table)[0]).toEqual({
      account: 'ACME',
      status: 'New',
      peopleEngaged: 2,
      activities: 3,
      lastEngagement: '1970-01-12',
    });
    expect(engagedGroupRows(groups, table)[0]).toEqual({
      group: 'Cloud for acme',
      account: 'acme',
      solutionInterest: 'cloud',
      status: null,
      activities: 2,
    });
    expect(engagedPersonRows(accounts, table).map((row) => [row.person, row.activities])).toEqual([
      ['ann', 2],
      ['bob', 1],
      ['cy', 0],
    ]);
    expect(contactRows(contactsInRole(groups, 'cloud', 'A'), table)[0]).toEqual({
      contact: 'ann',
      account: 'acme',
      jobTitle: null,
      group: 'Cloud for acme',
      score: null,
      lastActivity: '1970-01-11',
    });
    expect(groupRows([snapshot('acme', { engagement: 49.5, stage: 'won' })], 'engagement')).toEqual(
      [
        {
          group: 'Cloud for acme',
          account: 'acme',
          solutionInterest: 'cloud',
          score: 50,
          stage: 'won',
        },
      ],
    );
  });
});

test('BG-139 who became a member in a period', () => {
  const groups = [
    snapshot('acme', {
      members: [member('ann', 'A', { since: 5 }), member('bob', 'A', { since: 10 })],
    }),
  ];
  const templates = [{ id: 'cloud', roles: [{ role: 'A' }] }];
  const joined = { from: 5, to: 10 };
  expect(contactCoverage(groups, templates, { joined }).rows[0]!.counts).toEqual([1]);
  expect(
    contactsInRole(groups, 'cloud', 'A', { joined }).map(({ member: one }) => one.person),
  ).toEqual(['ann']);
});
