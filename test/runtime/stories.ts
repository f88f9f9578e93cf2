import type { Condition } from '../../src/conditions/condition.ts';
import type { JourneyDocument, JourneyNode } from '../../src/journey/document.ts';
import { HOUR } from '../../src/kernel/duration.ts';
import { attributeTest } from '../../src/testing/arbitraries/condition-growth.ts';
import type { Tenant } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import type { Happening, Moment } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { BEGINNING } from '../../src/testing/arbitraries/timeline-units.ts';
import { liveThrough } from './side-by-side.ts';

export const SOFTWARE: Condition = attributeTest('account', 'industry', 'is', 'Software');
export const LEADERS: Condition = attributeTest('person', 'jobTitle', 'is', 'Director');
export const PRICING: Condition = attributeTest('event', 'page', 'is', 'pricing');

export function tenant(
  journeys: readonly Partial<JourneyDocument>[],
  parts: Partial<Tenant> = {},
): Tenant {
  return {
    journeys: journeys.map(({ id = 'nurture', nodes = [], ...settings }) => ({
      document: {
        format: 1,
        type: 'account',
        id,
        name: id,
        ...settings,
        nodes: nodes[0]?.kind === 'audience' ? nodes : [start(nodes[0]), ...nodes],
      },
      status: 'live',
    })),
    audiences: [
      { id: 'first', of: 'accounts', condition: SOFTWARE },
      { id: 'leaders', of: 'people', condition: LEADERS },
    ],
    lists: [{ id: 'named', type: 'static', status: 'live' }],
    stageModels: [],
    groups: [],
    actions: [],
    ...parts,
  };
}

function start(next: JourneyNode | undefined): JourneyNode {
  const audience = { kind: 'audience', id: 'audience', audience: 'first' } as const;
  return next === undefined ? audience : { ...audience, next: next.id };
}

export function at(hours: number, ...happenings: readonly Happening[]): Moment {
  return { at: BEGINNING + hours * HOUR, happenings };
}

/** `acme` with the person `ann`. */
export const ACME: readonly Happening[] = [
  { type: 'account', account: 'acme', attributes: { name: 'acme', industry: 'Software' } },
  { type: 'person', person: 'ann', attributes: { jobTitle: 'Director' } },
  { type: 'relate', account: 'acme', person: 'ann', roles: null },
];

export function visit(id: string, hours: number, page: string = 'pricing'): Happening {
  const event = { id, at: BEGINNING + hours * HOUR, type: 'webVisit', fields: { page } };
  return { type: 'personEvent', person: 'ann', event };
}

export function order(id: string, hours: number, total: number): Happening {
  const event = { id, at: BEGINNING + hours * HOUR, type: 'order', fields: { total } };
  return { type: 'accountEvent', account: 'acme', event };
}

/** The story of `acme` without counts. */
export function storyOf(world: Tenant, ...timeline: readonly Moment[]): readonly string[] {
  return liveThrough(world, timeline)['acme']!.filter((line) =>
    / (entered|left|effect|refused) /.test(line),
  );
}

export const mail: JourneyNode = {
  kind: 'action',
  id: 'mail',
  context: 'people',
  action: { type: 'sendEmail', email: 'hello' },
};
export const gift: JourneyNode = {
  kind: 'action',
  id: 'gift',
  context: 'people',
  action: { type: 'custom', name: 'sendGift', input: {} },
};
