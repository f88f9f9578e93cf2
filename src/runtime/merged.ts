import type { BuyingGroupRecord } from '../buying-group/record.ts';
import type { IntentSignal } from '../model/intent.ts';
import type { Attributes } from '../model/value.ts';
import type { EventView, RelatedRecord } from '../model/view.ts';
import type { FedInput, FeedRules } from './feeds.ts';
import type { Past } from './run.ts';
import type { PersonCopy } from './state.ts';

/** What is said of an account, apart from its people, its lists and its history. */
export interface Said {
  readonly attributes: Attributes;
  readonly opportunities: readonly RelatedRecord[];
  readonly objects: Readonly<Record<string, readonly RelatedRecord[]>>;
  readonly intent?: readonly IntentSignal[];
}

/**
 * An account that is another one now. Its record stays behind: it takes in what is still said of it, and passes that on
 * (AM-10, AM-11).
 */
export interface MergedInto {
  /** The account that it was merged into; `null` when that one was erased. */
  readonly into: string | null;
  /** Number of the last message to it. */
  readonly told: number;
  readonly said: Said;
}

/** What an account knows of those that were merged into it. */
export interface Absorbed {
  /** Of which fields the account has a word of its own, which counts before theirs (AM-12). */
  readonly own: readonly string[];
  /** By account. */
  readonly said: Readonly<Record<string, Said>>;
}

/** An account becomes another one. Whoever asks has seen to it that no circle comes about (AM-31). */
export interface MergeInput {
  readonly kind: 'merge';
  readonly into: string;
  readonly rules: FeedRules;
}

/** What an account that was merged tells the one that it is now. */
export interface AbsorbInput {
  readonly kind: 'absorb';
  readonly from: string;
  readonly said: Said;
  /** What it hands over for good, once; `null`: only what is said of it has changed. */
  readonly news: Handover | null;
}

/** What goes from an account to the one that it was merged into. */
export interface Handover {
  readonly people: readonly PersonCopy[];
  readonly groups: readonly BuyingGroupRecord[];
  readonly events: readonly EventView[];
  /** Static lists that hold it, without those that follow from an audience of a source. */
  readonly lists: readonly string[];
  /** Statements of sources on the audiences that hold it. */
  readonly audiences: readonly FedInput[];
  readonly past: Readonly<Record<string, Past>> | null;
}
