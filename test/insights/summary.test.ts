import { expect, test } from 'vitest';
import { summarizeAccount, summarizeGroup, summarizePerson } from '../../src/insights/summary.ts';
import { member, snapshot } from './groups.ts';

test('BG-112 of an account', () => {
  expect(
    summarizeAccount({
      name: 'Acme',
      industry: 'Software',
      people: 12,
      openOpportunities: 1,
      groups: [
        snapshot('a', { engagement: 20.4 }),
        snapshot('b', { engagement: 80 }),
        snapshot('c', { engagement: 0 }),
      ],
      intent: [
        { signal: 'keyword', name: 'disk', level: 'low' },
        { signal: 'solution', name: 'Cloud', level: 'high' },
      ],
      journeys: ['Nurture', 'Welcome', 'Renewal', 'Old'],
    }),
  ).toBe(
    'Acme has 12 people and is in Software. There is 1 open opportunity. It has 3 buying groups. ' +
      'The most engaged: Cloud for b (80) and Cloud for a (20). ' +
      'Intent was seen for Cloud (high) and disk (low). ' +
      'Its latest journeys: Nurture, Welcome, Renewal and 1 more.',
  );
  const bare = {
    name: 'Acme',
    industry: null,
    people: 1,
    openOpportunities: 0,
    groups: [],
    intent: [],
    journeys: [],
  };
  expect(summarizeAccount(bare)).toBe('Acme has 1 person.');
});

test('BG-112 of a group', () => {
  const cards = [{ role: 'A' }, { role: 'B', membersRequired: 2 }, { role: 'C' }];
  const group = snapshot('acme', {
    members: [
      member('Ann', 'B', { engagement: 61.5 }),
      member('Bob', 'C', { engagement: 0 }),
      member('Cy', 'A', { removed: true, engagement: 99 }),
    ],
    completeness: 50,
    engagement: 33.3,
    stage: 'aware',
    status: 'Qualified',
  });
  expect(summarizeGroup(group, cards)).toBe(
    'Cloud for acme has 2 members. It is 50 % complete and its engagement score is 33. ' +
      'It is in the stage aware. Its status is Qualified. The most engaged: Ann (B, 62). ' +
      'Nobody is A. Too few people are B.',
  );
  expect(summarizeGroup({ ...snapshot('acme'), engagement: 7 }, [])).toBe(
    'Cloud for acme has 0 members. Its engagement score is 7.',
  );
});

test('BG-112 of a person', () => {
  const bare = {
    name: 'Ann',
    jobTitle: null,
    accountName: null,
    engagement: null,
    intent: [],
    groups: [],
    lastActivity: null,
  };
  expect(summarizePerson(bare)).toBe('Of Ann neither title nor account is known.');
  expect(summarizePerson({ ...bare, accountName: 'Acme' })).toBe('Ann is at Acme.');
  expect(
    summarizePerson({
      ...bare,
      jobTitle: 'VP Sales',
      accountName: 'Acme',
      engagement: 99.5,
      groups: [{ name: 'Cloud for Acme', role: 'Champion' }],
      lastActivity: { label: 'Email Opened', at: Date.UTC(2026, 0, 5) },
    }),
  ).toBe(
    'Ann is VP Sales at Acme. The engagement score is 100. ' +
      'Roles in buying groups: Champion of Cloud for Acme. ' +
      'The last activity was Email Opened on 2026-01-05.',
  );
});
