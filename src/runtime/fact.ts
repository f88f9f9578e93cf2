import type { GroupFactItem } from '../insights/group-fact.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Value } from '../model/value.ts';
import type { ExitReason } from './run.ts';

/** One row per advance: what happened to one subject at one instant (architecture decision 9). Record kind `fact`. */
export interface Fact {
  readonly shard: number;
  /** Position in the shard's feed, 1 for the first. */
  readonly sequence: number;
  readonly at: Instant;
  /** Account id. */
  readonly account: string;
  readonly items: readonly FactItem[];
}

/** The kinds of things that facts report. */
export type FactItem =
  | RunFact
  | {
      readonly type: 'audience';
      readonly entered: readonly string[];
      readonly left: readonly string[];
    }
  | { readonly type: 'refused'; readonly journey: string; readonly reason: EntryRefusal }
  | { readonly type: 'queued'; readonly journey: string; readonly waiting: boolean }
  | {
      readonly type: 'changed';
      /** `null` for the account itself. */
      readonly person: string | null;
      readonly attribute: string;
      readonly previous: Value | null;
      readonly next: Value | null;
      readonly journey: string;
    }
  | { readonly type: 'list'; readonly list: string; readonly member: boolean }
  | {
      readonly type: 'moment';
      readonly moment: string;
      readonly description: string;
      readonly journey: string;
    }
  | WriteBackFact
  | GroupFactItem
  | { readonly type: 'late'; readonly event: string; readonly eventType: string }
  | AnsweredFact
  | SettledFact
  | ReopenedFact
  /** The account is another one now (AM-1). */
  | { readonly type: 'merged'; readonly into: string }
  /** Another account is this one now; `people`: how many came with it who did not belong to this one. */
  | { readonly type: 'absorbed'; readonly from: string; readonly people: number }
  | { readonly type: 'quarantined'; readonly reason: string }
  | { readonly type: 'released' };

/**
 * A change of a journey that the platform did not take: it held something newer (`overridden`, and `theirs` is what the
 * attribute has now), or refused it for good (ours stays until the platform says otherwise). Rules: DI-14, DI-24.
 */
export interface WriteBackFact {
  readonly type: 'writeBack';
  readonly outcome: 'overridden' | 'refused';
  /** `null` for the account itself. */
  readonly person: string | null;
  readonly attribute: string;
  readonly ours: Value | null;
  readonly theirs: Value | null;
  /** Why, when the platform said so. */
  readonly reason: string | null;
  readonly journey: string;
}

/** One run's way through one advance. */
export interface RunFact {
  readonly type: 'run';
  readonly journey: string;
  readonly plan: string;
  readonly entry: number;
  /** Node at which the run was parked before; `null` when it entered now. */
  readonly from: string | null;
  /** What moved it. */
  readonly cause: 'entry' | 'event' | 'timer' | 'action' | 'answer' | 'left';
  /** Event that moved it, when there was one. */
  readonly event: string | null;
  /** Nodes visited and the edge taken out of each, alternating; an empty edge is the only one. */
  readonly trail: readonly string[];
  /** People per path of the grouped splits on the trail; `null` when there were none. */
  readonly groups: readonly GroupCount[] | null;
  /** Node at which the run is parked now; `null` when it ended. */
  readonly parked: string | null;
  readonly due: Instant | null;
  readonly exit: ExitReason | null;
}

/** An external service answered, or could not be reached. */
export interface AnsweredFact {
  readonly type: 'answered';
  readonly journey: string;
  readonly entry: number;
  readonly node: string;
  /** For how many it succeeded and failed, as far as that was new. */
  readonly ok: number;
  readonly failed: number;
  readonly reason: string | null;
  /** False for an answer that came too late, or again: it changed nothing. */
  readonly taken: boolean;
}

/** How many people took a path of a grouped split; path `''` is the hidden skip path. */
export interface GroupCount {
  readonly node: string;
  readonly path: string;
  readonly people: number;
}

/** What became of an effect. */
export interface SettledFact {
  readonly type: 'settled';
  readonly journey: string;
  readonly plan: string;
  readonly entry: number;
  readonly node: string;
  readonly action: string;
  readonly ordinal: number;
  /** When the effect was asked for. */
  readonly asked: Instant;
  /** Nothing of the effect is open any more; false while some of its people are tried again. */
  readonly closed: boolean;
  readonly outcomes: readonly Settlement[];
}

/** A dead letter that somebody sends again, or drops: `outcomes` is what it was dead with (EN-58, EN-59). */
export interface ReopenedFact extends Omit<SettledFact, 'type' | 'closed'> {
  readonly type: 'reopened' | 'dropped';
}

/** One outcome and the people it stands for; `null` for an effect of the account. */
export interface Settlement {
  readonly outcome: Outcome;
  /** Why, for every outcome but `sent`. */
  readonly reason: string | null;
  readonly people: readonly string[] | null;
}

/** What may become of an effect (architecture decision 7). `failed` here means: given up. */
export type Outcome = 'sent' | 'refused' | 'failed' | 'unknown';

/** Why an account did not enter a journey. */
export type EntryRefusal =
  | 'not_accepting'
  | 'no_name'
  | 'already_inside'
  | 'entry_limit'
  | 'too_early';
