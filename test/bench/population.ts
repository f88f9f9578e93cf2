import { random, pick, whole, type Random } from './random.ts';

/** Attributes of the accounts that conditions are tested on. A record without a value lacks the key. */
export interface Firm {
  readonly country: string;
  readonly industry: string;
  readonly tier: string;
  readonly annualRevenue: number;
  readonly employees: number;
  readonly created: number;
  readonly renewal?: number;
  readonly website?: string;
}

/** Attributes of their people. */
export interface Contact {
  readonly jobTitle: string;
  readonly score: number;
  readonly optIn: boolean;
}

/** An account view with typed attributes, so that code written by hand may read them. */
export interface Account {
  readonly id: string;
  readonly attributes: Firm;
  readonly people: readonly Person[];
  readonly opportunities: readonly never[];
  readonly objects: Readonly<Record<string, never>>;
  readonly events: readonly never[];
  readonly lists: readonly string[];
  readonly groups: readonly never[];
}

export interface Person {
  readonly id: string;
  readonly attributes: Contact;
  readonly roles: readonly string[];
  readonly since: number;
  readonly events: readonly never[];
  readonly objects: Readonly<Record<string, never>>;
}

/** The present of every bench: 5 January 2026, 09:00 UTC. */
export const NOW: number = Date.UTC(2026, 0, 5, 9);
const DAY = 86_400_000;

const COUNTRIES = ['US', 'DE', 'GB', 'FR', 'CA', 'NL', 'JP', 'BR', 'IN', 'SE'];
const INDUSTRIES = [
  'Software',
  'Financial Services',
  'Manufacturing',
  'Healthcare',
  'Retail',
  'Government',
  'Energy',
  'Education',
  'Media',
  'Logistics',
];
const TIERS = ['A', 'B', 'C', 'D'];
const LEVELS = [
  'VP',
  'Director',
  'Manager',
  'Head of',
  'Engineer',
  'Analyst',
  'Specialist',
  'Chief',
];
const FIELDS = ['Sales', 'Marketing', 'Engineering', 'Finance', 'Operations', 'Security', 'Data'];

const NONE: readonly never[] = Object.freeze([]);
const NOTHING: Readonly<Record<string, never>> = Object.freeze({});

/** Accounts with ten people each. Texts go through JSON, as texts from outside do: equal ones are not one object. */
export function population(accounts: number, seed = 1): Account[] {
  const next = random(seed);
  return Array.from({ length: accounts }, (_, index) => account(next, index));
}

function account(next: Random, index: number): Account {
  const people = Array.from({ length: 10 }, (_, at) => person(next, index * 10 + at));
  const lacks = next();
  const attributes: Firm = {
    country: pick(next, COUNTRIES, 2),
    industry: pick(next, INDUSTRIES, 1.5),
    tier: pick(next, TIERS),
    annualRevenue: Math.round(10 ** (5 + 4 * next())),
    employees: Math.round(10 ** (1 + 4 * next())),
    created: NOW - whole(next, 1, 3_000) * DAY,
    ...(lacks > 0.1 && { renewal: NOW + whole(next, -200, 500) * DAY }),
    ...(lacks > 0.05 && { website: `https://firm-${index}.example` }),
  };
  return {
    id: `a${index}`,
    attributes: throughJson(attributes),
    people,
    opportunities: NONE,
    objects: NOTHING,
    events: NONE,
    lists: NONE,
    groups: NONE,
  };
}

function person(next: Random, index: number): Person {
  const attributes: Contact = {
    jobTitle: `${pick(next, LEVELS)} ${pick(next, FIELDS)}`,
    score: whole(next, 0, 100),
    optIn: next() < 0.7,
  };
  return {
    id: `p${index}`,
    attributes: throughJson(attributes),
    roles: NONE,
    since: NOW,
    events: NONE,
    objects: NOTHING,
  };
}

function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
