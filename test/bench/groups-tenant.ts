// The tenants of the bench of groups: accounts of ten people with activity of thirty days.
import { BuyingGroup, catalogue, conditions, text } from './ours.ts';
import { pick, random, whole, type Random } from './random.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const NOON: number = Date.parse('2026-03-02T12:00:00Z');
export const TODAY: number = Math.floor(NOON / DAY);
export const PEOPLE = 10;
export const NIGHTS = 5;

const WINDOW = 30;
const CHANGED = 0.01;
const TYPES = ['emailOpened', 'emailClicked', 'pageViewed', 'formFilledOut'] as const;
const TITLES = ['Owner', 'Purchasing Manager', 'Purchasing Agent', 'Sales Manager', 'Clerk'];

export const b2b = catalogue({
  account: { name: text() },
  person: { jobTitle: text() },
  events: Object.fromEntries(TYPES.map((type) => [type, { of: 'person' as const, fields: {} }])),
});
const { person } = conditions(b2b);

export const committee = BuyingGroup.define('committee', {
  roles: [
    { role: 'Decision Maker', weighting: 'vital', when: person('jobTitle').is('Owner') },
    { role: 'Influencer', weighting: 'important', when: person('jobTitle').contains('Manager') },
    { role: 'Practitioner', when: person('jobTitle').contains('Agent') },
  ],
});

/** One activity of a person on a day. */
export interface Happened {
  readonly type: string;
  readonly day: number;
}

/** People by position, those of one account next to each other. */
export interface Tenant {
  readonly titles: readonly string[];
  /** What people did in the window that ends yesterday. */
  readonly history: readonly (readonly Happened[])[];
  /** Who does something on a day from now on, in order, and what. */
  readonly on: (day: number) => ReadonlyMap<number, readonly Happened[]>;
}

/** What one way to compute came to. */
export interface Outcome {
  /** Seconds. */
  readonly full: number;
  readonly nights: readonly number[];
  /** After the whole computation and after each night. */
  readonly maxima: readonly (readonly [person: number, group: number])[];
  /** People a night. */
  readonly touched: number;
}

/** How the activity of a tenant is spread. */
export type Habit = keyof typeof HABITS;

const HABITS = {
  /** On every day one in a hundred does something, in the past as tonight: as many leave the window as come. */
  steady,
  /** Much activity in the past, spread evenly; then one in a hundred a day, so that far more leave the window than come. */
  receding,
};

/** A tenant of so many accounts. */
export function tenant(habit: Habit, accounts: number): Tenant {
  return HABITS[habit](accounts * PEOPLE);
}

function steady(size: number): Tenant {
  const next = random(1);
  const titles = Array.from({ length: size }, () => pick(next, TITLES));
  const history: Happened[][] = Array.from({ length: size }, () => []);
  for (let day = TODAY - WINDOW; day < TODAY; day += 1)
    for (const [at, events] of sessions(day, size)) history[at]!.push(...events);
  return { titles, history, on: (day) => sessions(day, size) };
}

function receding(size: number): Tenant {
  const next = random(1);
  const titles: string[] = [];
  const history: Happened[][] = [];
  for (let at = 0; at < size; at += 1) {
    titles.push(pick(next, TITLES));
    history.push(anyDays(next));
  }
  return { titles, history, on: (day) => everyHundredth(day, size) };
}

/** What one in a hundred does on a day: one to four things in one session. */
function sessions(day: number, size: number): ReadonlyMap<number, readonly Happened[]> {
  const next = random(day);
  const found = new Map<number, readonly Happened[]>();
  for (let at = 0; at < size; at += 1) {
    if (next() >= CHANGED) continue;
    const length = whole(next, 1, 4);
    found.set(
      at,
      Array.from({ length }, () => ({ type: pick(next, TYPES, 2), day })),
    );
  }
  return found;
}

/** Most did nothing, some a lot, on any days of the window. */
function anyDays(next: Random): Happened[] {
  return Array.from({ length: pick(next, [0, 0, 0, 1, 1, 2, 3, 5, 9]) }, () => ({
    type: pick(next, TYPES, 2),
    day: TODAY - whole(next, 1, WINDOW),
  }));
}

function everyHundredth(day: number, size: number): ReadonlyMap<number, readonly Happened[]> {
  const found = new Map<number, readonly Happened[]>();
  const apart = 1 / CHANGED;
  for (let at = (7 * (day - TODAY)) % apart; at < size; at += apart)
    found.set(at, [{ type: TYPES[0], day }]);
  return found;
}
