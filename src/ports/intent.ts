import type { IntentInput } from '../model/record.ts';

/**
 * Where intent comes from: a service that watches what people read, or a model of the host's. The engine never asks by
 * itself; a host hands its pages to `ingest` when it likes, `takeIntent` does it for all of them.
 */
export interface IntentSource {
  /**
   * What accounts and people are interested in now, in pages of any size; those that are not named stay as they are.
   * `after` is what the last reading ended with; a source without such a thing gives everything.
   */
  read(request: {
    readonly after: string | null;
    readonly signal: AbortSignal;
  }): AsyncIterable<IntentPage> | Iterable<IntentPage>;
}

/** Some of what a source knows. */
export interface IntentPage {
  readonly intent: readonly IntentInput[];
  /** From where the next reading goes on; `null`: from the start. */
  readonly next: string | null;
}
