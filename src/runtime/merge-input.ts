import type { BuyingGroupRecord } from '../buying-group/record.ts';
import type { EventView } from '../model/view.ts';
import type { FedInput, FeedRules } from './feeds.ts';
import type { Said } from './merged.ts';
import type { Past } from './run.ts';
import type { PersonCopy } from './state.ts';

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
