import { DAY } from '../../src/kernel/duration.ts';
import { TENANT_SERVICES } from '../../src/testing/arbitraries/external-growth.ts';
import type { Happening } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { BEGINNING } from '../../src/testing/arbitraries/timeline-units.ts';
import { FIRST, journeyOf } from './by-hand.ts';
import type { Life } from './live.ts';

const BEST = { accessor: 'rank', operator: 'greaterThan', values: ['1'] } as const;
const GOLD = { accessor: 'tier', operator: 'is', values: ['GOLD', 'platinum'] } as const;

const say = (id: string) =>
  ({
    kind: 'action',
    id,
    context: 'people',
    action: { type: 'interestingMoment', moment: 'Web' },
  }) as const;

/** Every kind of node that asks, one behind the other, about whomever it can. */
const asking = journeyOf('nurture', [
  { kind: 'audience', id: 'audience', audience: 'first', next: 'enrich' },
  {
    kind: 'externalAction',
    id: 'enrich',
    service: 'enrichAccount',
    context: 'accounts',
    input: { tag: 'a' },
    next: 'all1',
    failed: { next: 'late' },
  },
  { kind: 'wait', id: 'late', for: { hours: 1 }, next: 'all1' },
  { kind: 'merge', id: 'all1', next: 'all' },
  {
    kind: 'externalAction',
    id: 'all',
    service: 'enrichPeople',
    context: 'people',
    failsOn: 'any',
    next: 'rate1',
    failed: { next: 'again' },
  },
  {
    kind: 'externalAction',
    id: 'again',
    service: 'enrichAll',
    context: 'people',
    next: 'rate1',
    failed: { next: 'rate1' },
  },
  { kind: 'merge', id: 'rate1', next: 'rate' },
  {
    kind: 'externalSplitAccounts',
    id: 'rate',
    service: 'rateAccount',
    paths: [
      { id: 'best', when: [BEST], next: 'each1' },
      { id: 'gold', when: [GOLD], next: 'each1' },
    ],
    failed: { next: 'each1' },
  },
  { kind: 'merge', id: 'each1', next: 'each' },
  {
    kind: 'externalSplitPeople',
    id: 'each',
    service: 'ratePeople',
    paths: [
      { id: 'best', when: [BEST, GOLD], actions: [say('greet')] },
      { id: 'gold', when: [GOLD], actions: [] },
    ],
    other: { actions: [say('ask')] },
    failed: { actions: [say('call')] },
    next: 'together',
  },
  {
    kind: 'externalSplitPeople',
    id: 'together',
    service: 'rateAll',
    paths: [{ id: 'gold', when: [GOLD], actions: [say('thank')] }],
  },
]);

const ACCOUNTS = ['acme', 'beta', 'gama', 'dela', 'epsi', 'zeta', 'etha', 'thet'] as const;

/**
 * A tenant that asks services about accounts and people. They answer in time or not at all, with success or an error, and
 * change what they were asked about; some answers come too late.
 */
export function askingTenant(): Life {
  const arrivals = ACCOUNTS.flatMap((account): Happening[] => [
    { type: 'account', account, attributes: { name: account, industry: 'Software' } },
    ...['ann', 'bob'].flatMap((name): Happening[] => [
      { type: 'person', person: `${name}-${account}`, attributes: { jobTitle: 'Director' } },
      { type: 'relate', account, person: `${name}-${account}`, roles: null },
    ]),
  ]);
  return {
    tenant: {
      journeys: [{ document: asking, status: 'live' }],
      audiences: [FIRST],
      lists: [],
      groups: [],
      stageModels: [],
      services: TENANT_SERVICES,
      actions: [],
    },
    subscription: 'asking',
    timeline: [
      { at: BEGINNING, happenings: arrivals },
      { at: BEGINNING + 3 * DAY, happenings: [] },
    ],
    toTheEnd: false,
  };
}
