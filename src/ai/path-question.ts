import type { Facts } from '../ports/ai.ts';

/** A path that may be chosen. */
export interface PathOption {
  readonly id: string;
  /** Missing: the id. */
  readonly label?: string;
  /** For whom the path is, in plain words, at most 4,000 characters. */
  readonly description: string;
  /**
   * What the facts have to say for the path to be taken when no model decides: texts are compared without regard to case,
   * a list needs to hold the value. Missing: without a model the path is never taken.
   */
  readonly when?: Readonly<Record<string, string | number | boolean>>;
}

/** For whom one of which paths is to be chosen. */
export interface PathQuestion {
  /** Whom it is about, such as `person ann`; is kept in the decision and not given to the model. */
  readonly subject?: string;
  /** 1 to 25, in order of preference. */
  readonly paths: readonly PathOption[];
  /** Id of the path for all others; it may be one of the given. */
  readonly otherwise: string;
  /** What is known: plain JSON, at most 64,000 characters. */
  readonly facts: Facts;
}
