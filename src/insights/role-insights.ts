import { localParts } from '../kernel/calendar.ts';
import type { Instant } from '../kernel/instant.ts';
import { needArguments } from '../kernel/needed-arguments.ts';
import { formatDay } from '../engagement/day.ts';
import type { Weights } from '../engagement/weighting-model.ts';
import type { GroupFact } from './group-fact.ts';
import { compareText } from '../kernel/text-order.ts';
import type { GroupSnapshot, Period } from './snapshot.ts';

/** A number for each role and month. */
export interface RoleSeries {
  /** `2026-01`, oldest first, without gaps. */
  readonly months: readonly string[];
  readonly roles: readonly { readonly role: string; readonly counts: readonly number[] }[];
}

/** What role insights are made for. */
export interface RoleOptions {
  readonly period: Period;
  readonly zone: string;
  /** Definitions; missing: all. */
  readonly groups?: readonly string[];
  /** Missing: all. */
  readonly roles?: readonly string[];
}

/** How many people got each role, by month: as new members and by a change of role (BG-110). */
export function roleAcquisition(facts: readonly GroupFact[], options: RoleOptions): RoleSeries {
  needArguments('roleAcquisition', { facts: [facts, 'list'], options: [options, 'object'] });
  needMonths('roleAcquisition', options);
  const found: [role: string, month: string, count: number][] = [];
  for (const fact of facts) {
    if (fact.type !== 'member' || fact.role === null || fact.role === fact.previous) continue;
    if (!isWanted(options, fact.group, fact.role, fact.at)) continue;
    found.push([fact.role, monthOf(fact.at, options.zone), 1]);
  }
  return seriesOf(found, options);
}

/**
 * Activity with a weight by the role that the person has now, by month; a person with one role in several groups counts
 * once for it (BG-111).
 */
export function roleEngagement(
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
  options: RoleOptions & { readonly weights: Weights },
): RoleSeries {
  needArguments('roleEngagement', {
    groups: [groups, 'list'],
    facts: [facts, 'list'],
    options: [options, 'object'],
  });
  needMonths('roleEngagement', options);
  needArguments('roleEngagement', { weights: [options.weights, 'map'] });
  const roles = rolesByPerson(groups, options);
  const first = dateOf(options.period.from, options.zone);
  const last = dateOf(Math.max(options.period.from, options.period.to - 1), options.zone);
  const found: [role: string, month: string, count: number][] = [];
  for (const fact of facts) {
    if (fact.type !== 'activity') continue;
    const date = formatDay(fact.day);
    if (date < first || date > last) continue;
    let count = 0;
    for (const [activity, times] of Object.entries(fact.counts)) {
      if (options.weights.has(activity)) count += times;
    }
    if (count === 0) continue;
    const own = roles.get(JSON.stringify([fact.account, fact.person])) ?? [];
    for (const role of own) found.push([role, date.slice(0, 7), count]);
  }
  return seriesOf(found, options);
}

function needMonths(call: string, { period, zone }: RoleOptions): void {
  needArguments(call, { period: [period, 'period'], zone: [zone, 'text'] });
}

/** The sums of a series over all months. */
export function totals({ roles }: RoleSeries): ReadonlyMap<string, number> {
  return new Map(
    roles.map(({ role, counts }) => [role, counts.reduce((sum, count) => sum + count, 0)]),
  );
}

function rolesByPerson(
  groups: readonly GroupSnapshot[],
  { groups: definitions, roles }: RoleOptions,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { account, group, members } of groups) {
    if (definitions !== undefined && !definitions.includes(group)) continue;
    for (const { person, role, removed } of members) {
      if (removed || (roles !== undefined && !roles.includes(role))) continue;
      const key = JSON.stringify([account, person]);
      found.set(key, (found.get(key) ?? new Set<string>()).add(role));
    }
  }
  return found;
}

function isWanted(
  { period, groups, roles }: RoleOptions,
  group: string,
  role: string,
  at: Instant,
): boolean {
  return (
    at >= period.from &&
    at < period.to &&
    (groups === undefined || groups.includes(group)) &&
    (roles === undefined || roles.includes(role))
  );
}

function seriesOf(
  found: readonly (readonly [role: string, month: string, count: number])[],
  { period, zone }: RoleOptions,
): RoleSeries {
  const months = monthsOf(period, zone);
  const counts = new Map<string, number[]>();
  for (const [role, month, count] of found) {
    const known = counts.get(role) ?? months.map(() => 0);
    known[months.indexOf(month)]! += count;
    counts.set(role, known);
  }
  const roles = [...counts]
    .map(([role, list]) => ({ role, counts: list }))
    .toSorted((left, right) => compareText(left.role, right.role));
  return { months, roles };
}

function monthsOf({ from, to }: Period, zone: string): readonly string[] {
  const last = monthOf(Math.max(from, to - 1), zone);
  const { year, month } = localParts(from, zone);
  const months: string[] = [];
  for (let count = 0; months.at(-1) !== last; count += 1) {
    months.push(new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 7));
  }
  return months;
}

function monthOf(at: Instant, zone: string): string {
  return dateOf(at, zone).slice(0, 7);
}

function dateOf(at: Instant, zone: string): string {
  const { year, month, day } = localParts(at, zone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
