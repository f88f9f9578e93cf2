import { needArguments } from '../kernel/needed-arguments.ts';
import type { Day } from '../engagement/day.ts';
import type { Weights } from '../engagement/weighting-model.ts';
import type { GroupFact } from './group-fact.ts';
import { OUTBOUND_EVENTS } from './outbound-events.ts';
import { keyOf } from './snapshot.ts';
import type { AccountSnapshot, GroupSnapshot } from './snapshot.ts';
import type { DaySpan } from './surge.ts';

/** What counts as engagement, and whose. */
export interface EngagementOptions {
  readonly span: DaySpan;
  /** Of the active model; with none above 0 everything counts that people did themselves. */
  readonly weights: Weights;
  /** Event types; missing: all. */
  readonly activities?: readonly string[];
  /** Roles that members must have, in one of the groups given; missing: everybody counts. */
  readonly roles?: readonly string[];
}

/** How many are engaged, and how many are not. */
export interface EngagedCount {
  readonly engaged: number;
  readonly notEngaged: number;
}

/** Who is engaged (reference 16.4). */
export interface EngagementOverview {
  readonly accounts: EngagedCount;
  readonly groups: EngagedCount;
  readonly people: EngagedCount;
  /** How many were engaged on each day of the span. */
  readonly days: readonly {
    readonly day: Day;
    readonly accounts: number;
    readonly groups: number;
    readonly people: number;
  }[];
}

/** What an account, group or person did in the span. */
export interface Engaged {
  readonly activities: number;
  readonly lastDay: Day | null;
  /** Accounts and groups: people who did something. */
  readonly people: number;
}

/** {@link Engaged} of everybody who is known: by account, by account and group (`keyOf`), by person. */
export interface EngagedTable {
  readonly accounts: ReadonlyMap<string, Engaged>;
  readonly groups: ReadonlyMap<string, Engaged>;
  readonly people: ReadonlyMap<string, Engaged>;
}

/**
 * Counts who did at least one thing that counts (A-44, BG-137, BG-138), in all and day by day.
 * @throws AccompanyError `INVALID_INPUT` for a span that ends before it begins, or is none of whole days (BG-148)
 */
export function engagementOverview(
  accounts: readonly AccountSnapshot[],
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
  options: EngagementOptions,
): EngagementOverview {
  needEngaged('engagementOverview', accounts, groups, facts, options);
  const table = engagedTable(accounts, groups, facts, options);
  return {
    accounts: count(table.accounts),
    groups: count(table.groups),
    people: count(table.people),
    days: engagedByDay(accounts, groups, facts, options),
  };
}

/**
 * What each known account, group and person did; a person of two accounts did everything once.
 * @throws AccompanyError `INVALID_INPUT` for a span that ends before it begins, or is none of whole days (BG-148)
 */
export function engagedTable(
  accounts: readonly AccountSnapshot[],
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
  options: EngagementOptions,
): EngagedTable {
  needEngaged('engagedTable', accounts, groups, facts, options);
  const done = activityByPerson(facts, options);
  const wanted = withRole(groups, options.roles);
  const of = (account: string, person: string): Done | undefined => {
    const key = JSON.stringify([account, person]);
    return wanted === null || wanted.has(key) ? done.get(key) : undefined;
  };
  const people = new Map<string, Engaged>();
  const byAccount = new Map<string, Engaged>();
  for (const { account, people: contacts } of accounts) {
    const all = contacts.map(({ person }) => of(account, person));
    byAccount.set(account, together(all));
    contacts.forEach(({ person }, index) => {
      const known = people.get(person);
      const own = together([all[index]]);
      if (known === undefined || known.activities < own.activities) people.set(person, own);
    });
  }
  const byGroup = new Map(
    groups.map((group) => {
      const active = group.members.filter(({ removed }) => !removed);
      return [keyOf(group), together(active.map(({ person }) => of(group.account, person)))];
    }),
  );
  return { accounts: byAccount, groups: byGroup, people };
}

interface Done {
  readonly activities: number;
  readonly lastDay: Day;
}

function activityByPerson(
  facts: readonly GroupFact[],
  options: EngagementOptions,
): ReadonlyMap<string, Done> {
  const done = new Map<string, Done>();
  for (const { key, day, times } of whatCounts(facts, options)) {
    const known = done.get(key);
    done.set(key, {
      activities: times + (known?.activities ?? 0),
      lastDay: Math.max(day, known?.lastDay ?? day),
    });
  }
  return done;
}

/** What one person did on one day as one account was told it; `key` names the two. */
interface Deed {
  readonly account: string;
  readonly person: string;
  readonly key: string;
  readonly day: Day;
  readonly times: number;
}

function* whatCounts(
  facts: readonly GroupFact[],
  { span, weights, activities }: EngagementOptions,
): Generator<Deed, void, void> {
  const counts = (type: string): boolean =>
    (activities === undefined || activities.includes(type)) &&
    (weights.size === 0 ? !OUTBOUND_EVENTS.has(type) : weights.has(type));
  for (const fact of facts) {
    if (fact.type !== 'activity' || fact.day < span.first || fact.day > span.last) continue;
    let times = 0;
    for (const [type, number] of Object.entries(fact.counts)) if (counts(type)) times += number;
    if (times === 0) continue;
    const { account, person, day } = fact;
    yield { account, person, key: JSON.stringify([account, person]), day, times };
  }
}

/** How many were engaged on each day of the span, in one pass over the facts. */
function engagedByDay(
  accounts: readonly AccountSnapshot[],
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
  options: EngagementOptions,
): EngagementOverview['days'] {
  const { first, last } = options.span;
  const wanted = withRole(groups, options.roles);
  const contacts = new Set(
    accounts.flatMap(({ account, people }) =>
      people.map(({ person }) => JSON.stringify([account, person])),
    ),
  );
  const memberships = new Map<string, string[]>();
  for (const group of groups) {
    for (const { person, removed } of group.members) {
      if (removed) continue;
      const key = JSON.stringify([group.account, person]);
      const known = memberships.get(key);
      if (known === undefined) memberships.set(key, [keyOf(group)]);
      else known.push(keyOf(group));
    }
  }
  const days = Array.from({ length: last - first + 1 }, () => ({
    accounts: new Set<string>(),
    groups: new Set<string>(),
    people: new Set<string>(),
  }));
  for (const { account, person, key, day } of whatCounts(facts, options)) {
    if (wanted !== null && !wanted.has(key)) continue;
    const engaged = days[day - first]!;
    if (contacts.has(key)) {
      engaged.accounts.add(account);
      engaged.people.add(person);
    }
    for (const group of memberships.get(key) ?? []) engaged.groups.add(group);
  }
  return days.map((engaged, index) => ({
    day: first + index,
    accounts: engaged.accounts.size,
    groups: engaged.groups.size,
    people: engaged.people.size,
  }));
}

/** The accounts' people who have one of the roles; `null` when nobody asks for roles. */
function withRole(
  groups: readonly GroupSnapshot[],
  roles: readonly string[] | undefined,
): ReadonlySet<string> | null {
  if (roles === undefined) return null;
  return new Set(
    groups.flatMap(({ account, members }) =>
      members
        .filter(({ removed, role }) => !removed && roles.includes(role))
        .map(({ person }) => JSON.stringify([account, person])),
    ),
  );
}

function together(all: readonly (Done | undefined)[]): Engaged {
  const done = all.filter((one) => one !== undefined);
  return {
    activities: done.reduce((sum, { activities }) => sum + activities, 0),
    lastDay: done.length === 0 ? null : Math.max(...done.map(({ lastDay }) => lastDay)),
    people: done.length,
  };
}

function count(table: ReadonlyMap<string, Engaged>): EngagedCount {
  const engaged = [...table.values()].filter(({ activities }) => activities > 0).length;
  return { engaged, notEngaged: table.size - engaged };
}

function needEngaged(
  call: string,
  accounts: readonly AccountSnapshot[],
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
  options: EngagementOptions,
): void {
  needArguments(call, {
    accounts: [accounts, 'list'],
    groups: [groups, 'list'],
    facts: [facts, 'list'],
    options: [options, 'object'],
  });
  needArguments(call, { weights: [options.weights, 'map'], span: [options.span, 'span'] });
}
