import * as z from 'zod/mini';
import { Audience } from '../../src/audience/audience.ts';
import { AccountList } from '../../src/audience/account-list.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Journey } from '../../src/journey/journey.ts';
import { boolean, date, number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { MINUTE } from '../../src/kernel/duration.ts';
import { world, type World, type WorldOptions } from '../../src/testing/harness/world.ts';

/** The tenant of most engine tests. */
export const b2b = catalogue({
  account: { name: text(), industry: text(), employees: number(), phase: text(), renewal: date() },
  person: { email: text(), jobTitle: text(), score: number(), unsubscribed: boolean() },
  opportunity: { amount: number(), won: boolean() },
  events: {
    webVisit: { of: 'person', fields: { page: text() } },
    emailOpened: { of: 'person', fields: { journey: text(), node: text() } },
    emailClicked: { of: 'person', fields: { link: text() } },
    order: { of: 'account', fields: { total: number() } },
  },
  actions: {
    createTask: { of: 'accounts', input: z.object({ subject: z.string() }) },
    sendGift: { of: 'people', input: z.object({}) },
  },
});

/** Constructors of conditions over {@link b2b}. */
export const {
  account,
  person,
  opportunity,
  event,
  some,
  none,
  all,
  any,
  not,
  occurred,
  notOccurred,
  inList,
  inAudience,
  memberOf,
} = conditions(b2b);

/** The shape of {@link b2b}. */
export type B2b = NonNullable<(typeof b2b)['shape']>;

/** Start of the clock in most tests, a Monday. */
export const START = Date.parse('2026-01-05T09:00:00Z');
/** End date of most journeys. */
export const ENDS = '2027-12-31';
export const DAY = 24 * 60 * MINUTE;

export const large = Audience.accounts('large', account('employees').atLeast(1_000));
export const software = Audience.accounts('software', account('industry').is('Software'));
export const named = AccountList.static('named').publish();
export const cloud = BuyingGroup.define('cloud', {
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').startsWith('VP', 'Director') },
    { role: 'Practitioner', when: person('jobTitle').is('Engineer') },
  ],
});

/** A journey of large accounts. */
export function journey(
  id: string,
  settings: Partial<Parameters<typeof Journey.forAccounts<B2b>>[1]> = {},
): Journey<B2b> {
  return Journey.forAccounts<B2b>(id, { audience: large, ends: ENDS, catalogue: b2b, ...settings });
}

/** One e-mail and a wait, so that runs stay. */
export function nurture(
  id = 'nurture',
  settings: Parameters<typeof journey>[1] = {},
): Journey<B2b> {
  return journey(id, settings).sendEmail('intro').wait({ days: 3 }).sendEmail('reminder');
}

/** A world over {@link b2b}. */
export function b2bWorld(options: Partial<WorldOptions<B2b>> = {}): Promise<World<B2b>> {
  return world<B2b>({ catalogue: b2b, ...options });
}

/** Attributes of a person that gets e-mails. */
export function reachable(
  id: string,
  attributes: Readonly<Record<string, unknown>> = {},
): { email: string } {
  return { email: `${id}@example.com`, ...attributes };
}

/** Ann and Bob. */
export const COLLEAGUES = { ann: reachable('ann'), bob: reachable('bob') };

/** A large account with Ann and Bob. */
export async function givenAcme(
  tenant: World<B2b>,
  id = 'acme',
  people: Readonly<Record<string, object>> = COLLEAGUES,
): Promise<void> {
  await tenant.given.account(id, { name: id, employees: 5_000 }, people as never);
}

/** All facts of a world. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
