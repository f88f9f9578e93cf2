import type { AccessorValues } from '../model/accessor.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * One pass of one account through one journey version (the reference says *instance*). A stored run is parked at the
 * await that ends its campaign, or before a step of it that nobody can carry out yet; the
 * exit of a campaign counts as a step behind the others.
 */
export interface Run {
  readonly journey: string;
  /** Hash of the plan that the run follows. */
  readonly plan: string;
  /** 1 for the account's first entry into the journey. */
  readonly entry: number;
  readonly enteredAt: Instant;
  /** Index of the campaign in which the run is parked. */
  readonly campaign: number;
  /** When the run was parked. */
  readonly arrivedAt: Instant;
  /** When the timer fires; `null` for never. */
  readonly due: Instant | null;
  /** Matching events heard so far, by matcher and person, where a matcher needs more than one (RT-54). */
  readonly heard: Readonly<Record<string, number>> | null;
  /** Step of the campaign before which the run is parked for want of a host action (RT-31); else `null`. */
  readonly stalledAt: number | null;
  /** At a node that asks an external service: whom it was asked about, and what it has answered so far. */
  readonly asked?: Asked;
}

/** What a run waits for at a node that asks an external service. */
export interface Asked {
  /** `null`: about the account. */
  readonly people: readonly string[] | null;
  /** In the order in which they came. */
  readonly answers: readonly {
    readonly person: string | null;
    readonly ok: boolean;
    readonly values: AccessorValues;
  }[];
}

/** What an account's earlier runs of a journey leave behind for re-entry (reference 5.7). */
export interface Past {
  /** Entries so far. */
  readonly entries: number;
  readonly lastEnteredAt: Instant;
  readonly lastEndedAt: Instant;
}

/** Why a run ended (RT-60, reference 4.5). */
export type ExitReason =
  | 'completed'
  | 'no_path_matched'
  | 'timed_out'
  | 'removed'
  | 'audience_left'
  | 'aborted'
  | 'journey_ended'
  | 'account_deleted'
  | 'account_merged';

const COMPLETED: ReadonlySet<ExitReason> = new Set(['completed', 'no_path_matched', 'timed_out']);

/** How dashboards count an exit (RT-61, reference A-21). */
export function memberStatus(reason: ExitReason): 'completed' | 'aborted' {
  return COMPLETED.has(reason) ? 'completed' : 'aborted';
}

/** What earlier runs of a journey left behind; ids from outside are never looked up on the prototype. */
export function pastOf(
  past: Readonly<Record<string, Past>> | null,
  journey: string,
): Past | undefined {
  return past !== null && Object.hasOwn(past, journey) ? past[journey] : undefined;
}
