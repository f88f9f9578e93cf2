import { needArguments } from '../kernel/needed-arguments.ts';
import type { Instant } from '../kernel/instant.ts';

/** A buying group as it is now, with what insights show of it; scores are read by the present epoch. */
export interface GroupSnapshot {
  readonly account: string;
  readonly accountName: string;
  readonly industry: string | null;
  readonly region: string | null;
  /** The definition's id: the solution interest. */
  readonly group: string;
  readonly name: string;
  readonly members: readonly MemberSnapshot[];
  /** 0 to 100, exact; `null` when not configured. */
  readonly completeness: number | null;
  /** 0 to 100, unrounded; `null` when it cannot be told yet. */
  readonly engagement: number | null;
  readonly stage: string | null;
  readonly status: string | null;
  readonly created: Instant;
  readonly updated: Instant;
}

/** A member of such a group. */
export interface MemberSnapshot {
  readonly person: string;
  readonly role: string;
  readonly removed: boolean;
  readonly name: string;
  readonly jobTitle: string | null;
  /** Engagement score of the person, unrounded. */
  readonly engagement: number | null;
  /**
   * When the person became a member last, as far as facts tell (BG-139); `snapshotsOf` alone, which has none, gives the last
   * decision on the person.
   */
  readonly since: Instant;
}

/** An account as it is now, with its people. */
export interface AccountSnapshot {
  readonly account: string;
  readonly name: string;
  readonly industry: string | null;
  readonly region: string | null;
  readonly status: string | null;
  readonly people: readonly ContactSnapshot[];
}

/** A person of an account. */
export interface ContactSnapshot {
  readonly person: string;
  readonly name: string;
  readonly email: string | null;
  readonly status: string | null;
}

/** A stretch of time: `from` <= t < `to`. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** What narrows insights down; missing parts match everything. */
export interface InsightFilter {
  readonly groups?: readonly string[];
  readonly accounts?: readonly string[];
  readonly stages?: readonly string[];
  readonly industries?: readonly string[];
  readonly regions?: readonly string[];
}

const FILTERS: readonly string[] = ['groups', 'accounts', 'stages', 'industries', 'regions'];

/** The groups that a filter lets through. */
export function filterGroups(
  groups: readonly GroupSnapshot[],
  filter: InsightFilter,
): readonly GroupSnapshot[] {
  needArguments('filterGroups', { groups: [groups, 'list'], filter: [filter, 'object'] });
  for (const [name, wanted] of Object.entries(filter)) {
    needArguments('filterGroups', { [`filter of ${name}`]: [name, FILTERS] });
    if (wanted !== undefined) needArguments('filterGroups', { [name]: [wanted, 'texts'] });
  }
  const tests: readonly (readonly [
    readonly string[] | undefined,
    (one: GroupSnapshot) => string | null,
  ])[] = [
    [filter.groups, ({ group }) => group],
    [filter.accounts, ({ account }) => account],
    [filter.stages, ({ stage }) => stage],
    [filter.industries, ({ industry }) => industry],
    [filter.regions, ({ region }) => region],
  ];
  return groups.filter((group) =>
    tests.every(([wanted, read]) => {
      const value = read(group);
      return wanted === undefined || (value !== null && wanted.includes(value));
    }),
  );
}

/** One text for the group of an account. */
export function keyOf({
  account,
  group,
}: {
  readonly account: string;
  readonly group: string;
}): string {
  return JSON.stringify([account, group]);
}
