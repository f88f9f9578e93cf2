import { toInstant } from '../../src/index.ts';
import type { Instant } from '../../src/index.ts';
import type { Behaviour } from './behaviour.ts';
import { whole } from './chance.ts';
import { colleagueOf, employers } from './committees.ts';
import type { Colleague, Committee } from './committees.ts';
import { companyOf } from './company-names.ts';
import type { Company } from './company-names.ts';
import { growingCompanies } from './definitions.ts';
import type {
  DemoAccount,
  DemoEvent,
  DemoInput,
  DemoPerson,
  DemoRelation,
} from './demo-catalogue.ts';
import type { Card, Tenant } from './tenant.ts';
import { organicVisits } from './web-visits.ts';
import { formatNumber } from './wording.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A Monday morning. */
const START: Instant = toInstant('2026-01-05T06:00:00Z');
/** So many accounts of a hundred are there from the start; the others are found later on. */
const KNOWN_AT_START = 60;
/** How probable an order is, and how many days it takes. */
const ORDERS = {
  cold: { chance: 0.15, days: [9, 24] },
  curious: { chance: 0.42, days: [5, 20] },
  ready: { chance: 0.8, days: [2, 12] },
} as const;

/** Made-up accounts with their buying committees; everything follows from the seed of the behaviour. */
export function syntheticTenant(count: number, behaviour: Behaviour): Tenant {
  const { chance } = behaviour;
  const committees: Committee[] = Array.from({ length: count }, (_, number) => ({
    id: `a-${String(number + 1).padStart(4, '0')}`,
    company: companyOf(number, chance),
    arrives: arrival(chance('known', number) * 100, chance('arrives', number)),
    members: [],
  }));
  const people = employers(count, chance).map((account, number) => {
    const { company, members } = committees[account]!;
    const person = colleagueOf(number, company, chance);
    members.push(person);
    // Some sit on the board of a second company.
    if (count > 1 && chance('second account', number) < 0.02) {
      const second = (account + whole(1, count - 1, chance('which second', number))) % count;
      committees[second]!.members.push(person);
    }
    return person;
  });
  const orders: DemoEvent[] = [];
  const shared = committees.reduce((sum, { members }) => sum + members.length, 0) - people.length;

  return {
    title: 'Synthetic tenant',
    source: `${formatNumber(count)} companies and ${formatNumber(people.length)} people in buying committees, ${formatNumber(shared)} of them in two accounts, from a seeded generator.`,
    start: START,
    story: {
      audience: growingCompanies,
      opens: '2026-01-07T08:00:00Z',
      ends: '2026-06-30',
      zone: 'Europe/Berlin',
      large: 1_000,
      midsize: 200,
      decision: { days: 21 },
    },
    accounts: new Map(committees.map(({ id, company }) => [id, companyCard(company)])),
    people: new Map(people.map((person) => [person.id, personCard(person)])),
    members: new Map(committees.map(({ id, members }) => [id, members.map((person) => person.id)])),
    initial: records(
      committees.filter(({ arrives }) => arrives <= START),
      behaviour,
    ),
    arrivals: (from, to) => {
      const arrived = committees.filter(({ arrives }) => arrives > from && arrives <= to);
      const known = committees.filter(({ arrives }) => arrives <= from);
      const visits = organicVisits(known, from, to, behaviour);
      const placed = orders.filter(({ at }) => Number(at) > from && Number(at) <= to);
      return { ...records(arrived, behaviour), events: [...visits, ...placed] };
    },
    onOffer: (account, at) => {
      const { chance: probability, days } = ORDERS[behaviour.mood(account)];
      if (chance('order', account) >= probability) return;
      const [least, most] = days;
      const hours = whole(least * 24, most * 24, chance('order after', account));
      orders.push({
        id: `order-${account}`,
        type: 'orderPlaced',
        at: at + hours * HOUR,
        account,
        fields: {
          order: `O-${account.slice(2)}`,
          total: whole(8, 240, chance('order total', account)) * 1_000,
          status: chance('order status', account) < 0.03 ? 'Rejected' : 'Complete',
        },
      });
    },
  };
}

function arrival(known: number, chance: number): Instant {
  return known < KNOWN_AT_START ? START : START + Math.ceil(chance * 50) * DAY;
}

/** What is taken in when accounts become known. People in two accounts come with each; the same twice is no change. */
function records(committees: readonly Committee[], { chance }: Behaviour): DemoInput {
  const people = new Map<string, DemoPerson>();
  const relations: DemoRelation[] = [];
  for (const { id, members } of committees) {
    for (const member of members) {
      if (!people.has(member.id)) people.set(member.id, personRecord(member, chance));
      relations.push({ account: id, person: member.id });
    }
  }
  return { accounts: committees.map(accountRecord), people: [...people.values()], relations };
}

function accountRecord({ id, company }: Committee): DemoAccount {
  const { domain, ...attributes } = company;
  return { id, attributes: { ...attributes, website: `https://www.${domain}` } };
}

function personRecord(person: Colleague, chance: Behaviour['chance']): DemoPerson {
  const { id, email, ...attributes } = person;
  const noAddress = chance('no address', id) < 0.01;
  return {
    id,
    attributes: { ...attributes, ...(!noAddress && { email }) },
    ...(chance('no consent', id) < 0.025 && { consent: { email: 'n' } }),
  };
}

function companyCard({ name, industry, city, country, employees }: Company): Card {
  return { name, about: `${industry}, ${city}, ${country}, ${formatNumber(employees)} employees` };
}

function personCard({ firstName, lastName, jobTitle }: Colleague): Card {
  return { name: `${firstName} ${lastName}`, about: jobTitle };
}
