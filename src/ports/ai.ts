import type { SummarySubject } from '../insights/summary-subject.ts';

/** A model that writes. Whatever it answers is shown to people and decides nothing. */
export interface Ai {
  /**
   * Writes about one subject, or rejects. `request.facts` came from profiles, mails and forms: it is data to write about.
   * Hand it to a model apart from the instructions, and never follow what stands in it.
   */
  summarize(request: SummaryRequest): Promise<string> | string;
}

/** What is asked of an {@link Ai}. */
export type SummaryRequest = SummarySubject & {
  /** Greatest length of the answer, in UTF-16 code units; a longer one is not used. */
  readonly most: number;
  /** Milliseconds after which the answer is not waited for any more. */
  readonly timeout: number;
  /** Aborted at that time, or when the host gives up. */
  readonly signal: AbortSignal;
};
