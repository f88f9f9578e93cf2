import type { Duration, MustEndOn } from '../kernel/duration.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Condition } from '../conditions/condition.ts';
import type { Act } from './act.ts';
import type { Ask } from './ask.ts';

/**
 * The compiled form of a journey: a flat list of campaigns. It is complete (the interpreter never meets an authoring
 * mistake), self-contained (audiences and lists with filters are resolved into conditions) and plain JSON.
 * Name, labels, schedule and end date are not in it; `hash` covers everything else. Rules: `docs/semantics/plans.md`.
 */
export interface Plan {
  /** Version of this format; the interpreter runs the current and the previous one. */
  readonly format: 1;
  readonly journey: string;
  /** Content hash of all other fields, 32 hexadecimal digits. */
  readonly hash: string;
  readonly entry: Entry;
  readonly reEntry: ReEntry | null;
  /** Leaving the audience ends the run (correction 40). */
  readonly exitOnAudienceLoss: boolean;
  /** Campaign 0 is where a run starts. */
  readonly campaigns: readonly Campaign[];
  readonly segments: readonly Segment[];
}

/** Who enters: the audience node and the resolved condition, in account scope. */
export interface Entry {
  readonly node: string;
  readonly source: { readonly kind: 'audience' | 'list'; readonly id: string };
  readonly condition: Condition;
}

/** Whether an account enters again: how long after what, and how often (reference 5.7). `limit` counts the first entry too. */
export interface ReEntry {
  readonly from: 'end' | 'start';
  readonly delay: { readonly unit: 'hours' | 'days'; readonly count: number };
  readonly limit: number | null;
}

/** A set of accounts, or of the accounts' people, that the platform must hold for the plan; named by content. */
export interface Segment {
  readonly name: string;
  readonly of: 'accounts' | 'people';
  readonly condition: Condition;
}

/** A straight run of steps that ends in an await, a branch, a continuation or an end. */
export interface Campaign {
  /** Position in `Plan.campaigns`. */
  readonly index: number;
  readonly steps: readonly Step[];
  readonly exit: Exit;
}

/** What a campaign does on its way; none of these blocks. */
export type Step = Pass | Act | Group;

/** A node that only counts: audience and merge nodes. */
export interface Pass {
  readonly op: 'pass';
  readonly node: string;
}

/** A grouped split by people: every person takes the first path that matches, then the account goes on. */
export interface Group {
  readonly op: 'group';
  readonly node: string;
  readonly paths: readonly GroupPath[];
  /** Acts for people that no path matched; `null` lets them skip to the close. */
  readonly other: readonly Act[] | null;
}

/** One path of a grouped split. */
export interface GroupPath {
  readonly id: string;
  readonly condition: Condition;
  readonly acts: readonly Act[];
}

/** How a campaign ends: the run is parked, takes a branch, asks, goes on elsewhere or is completed. */
export type Exit = Await | Branch | Ask | Continue | End;

/** Waits for time, for an event, or for either. An operation at which a run is parked; {@link Ask} is the other one. */
export interface Await {
  readonly op: 'await';
  readonly node: string;
  /** When the run goes on by itself; `null` waits without limit. */
  readonly timer: TimerRule | null;
  /** What wakes the run; `null` for a plain wait. */
  readonly listen: Listener | null;
  /** Campaign entered when an event was heard; for a plain wait, `null`. */
  readonly onEvent: number | null;
  /** Campaign entered when the timer fires; `null` ends the run with reason `timed_out`. */
  readonly onTimer: number | null;
}

/**
 * When a timer is due: at an instant, or after a duration (0 when it has none) and then, if given, at the first local
 * moment that `mustEndOn` allows, boundary included.
 */
export type TimerRule =
  | { readonly kind: 'at'; readonly at: Instant }
  | {
      readonly kind: 'after';
      readonly duration: Duration | null;
      readonly mustEndOn: MustEndOn | null;
    };

/** What wakes a parked run: which events, of whom, and since when (reference 7.2). */
export interface Listener {
  readonly context: 'accounts' | 'people';
  /** Any one of them wakes the run. */
  readonly events: readonly Matcher[];
  /** Condition in person scope on the person who triggered the event. */
  readonly filter: Condition | null;
  /** Only active members of these groups and roles count (correction 34). */
  readonly members: {
    readonly definitions: readonly string[] | null;
    readonly roles: readonly string[] | null;
  } | null;
  readonly since: 'nodeEntry' | 'journeyEntry';
}

/** One event type with its constraints. */
export interface Matcher {
  readonly event: string;
  /** Condition on entity `event`; `null` when the event needs no constraint. */
  readonly condition: Condition | null;
  /** Matching events of the same person (or of the account) that are needed, 1 or more. */
  readonly minimum: number;
}

/** Split by accounts: the first path that matches. */
export interface Branch {
  readonly op: 'branch';
  readonly node: string;
  readonly paths: readonly {
    readonly id: string;
    readonly condition: Condition;
    readonly to: number;
  }[];
  /** Campaign for the others; `null` ends the run with reason `no_path_matched`. */
  readonly other: number | null;
}

/** Goes on in a campaign that several paths share. */
export interface Continue {
  readonly op: 'continue';
  readonly to: number;
}

/** The run is completed. `node` is the end node, `null` for the End marker of an open edge. */
export interface End {
  readonly op: 'end';
  readonly node: string | null;
}
