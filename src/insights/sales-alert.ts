import type { Instant } from '../kernel/instant.ts';

/** What a sales alert says of a group, as it is when the action is taken (reference 8.5). */
export interface SalesAlert {
  /** Name of the group. */
  readonly name: string;
  /** Name of the account; its id when it has none. */
  readonly accountName: string;
  /** What is being sold. */
  readonly interest: string;
  /** 0 to 100, exact; `null` when no role counts. */
  readonly completeness: number | null;
  /** Engagement score of the group over 30 days, 0 to 100, unrounded; `null` while there is none. */
  readonly engagement: number | null;
  /** Name of the stage; `null` while the group has none. */
  readonly stage: string | null;
  readonly status: string | null;
  /** Roles that count and have no member, and those that have too few (BG-47). */
  readonly missing: { readonly empty: readonly string[]; readonly short: readonly string[] };
  /** What account and members are interested in, strongest first, at most five. */
  readonly topics: readonly string[];
  /** The four active members with the highest scores; of equal ones by role, then in the order in which they came. */
  readonly members: readonly AlertMember[];
  /** What the active members did of late; missing: nothing, or the alert is older than this field. */
  readonly recent?: RecentActivity;
}

/** What active members did themselves in the 30 days before an alert (BG-158). */
export interface RecentActivity {
  /** 30 days before the action was taken. */
  readonly since: Instant;
  /** Members who did something. */
  readonly people: number;
  /** By type, interesting moments left out, most frequent first. */
  readonly activities: readonly { readonly type: string; readonly count: number }[];
  /** The five latest interesting moments, latest first. */
  readonly moments: readonly RecentMoment[];
}

/** An interesting moment of a member. */
export interface RecentMoment {
  readonly at: Instant;
  readonly person: string;
  readonly name: string | null;
  readonly type: string;
  readonly description: string;
}

/** One member as an alert shows it; `null` for what is not known. */
export interface AlertMember {
  readonly person: string;
  readonly role: string;
  readonly name: string | null;
  readonly jobTitle: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** Engagement score, 0 to 100, unrounded. */
  readonly engagement: number | null;
  readonly moment: {
    readonly at: Instant;
    readonly type: string;
    readonly description: string;
  } | null;
  /** The two latest activities, latest first. */
  readonly activities: readonly { readonly at: Instant; readonly type: string }[];
}
