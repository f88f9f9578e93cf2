import type { IntentSignal } from '../model/intent.ts';
import type { Attributes } from '../model/value.ts';
import type { RelatedRecord } from '../model/view.ts';

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
