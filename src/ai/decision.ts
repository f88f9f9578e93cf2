import type { Instant } from '../kernel/instant.ts';
import type { Issue } from '../kernel/issue.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { Clock } from '../ports/clock.ts';
import { sha256 } from './ask.ts';
import type { AskOptions } from './ask.ts';

/**
 * What was decided and why, as plain JSON to be kept. It holds no facts: what was asked stands in it as a hash only. The
 * reasons are the model's own words, and may repeat what it was told (AI-5).
 */
export interface Decided {
  readonly at: Instant;
  /** Who decided: the model, or the library by its own rules. */
  readonly by: 'ai' | 'builtIn';
  /** From 0 to 1. The library says 1 when a rule of the host held, and 0 when nothing spoke for its answer. */
  readonly confidence: number;
  readonly reasons: readonly string[];
  /** Why the model's answer is not used, or not as it was; `null` when nothing went wrong. */
  readonly notice: Issue | null;
  /** The answer was remembered from the same question, asked before. */
  readonly cached: boolean;
  /** SHA-256 of the question, in hexadecimal digits. */
  readonly question: string;
}

/** How a decision is come to, and who hears of it. */
export interface DecideOptions<D extends Decided> extends AskOptions {
  /** Gives the instant of the decision; missing: the system's clock. */
  readonly clock?: Clock;
  /**
   * Called with every decision before it is returned, and waited for. When it throws, so does the call: a decision that
   * could not be kept is not used.
   */
  readonly onDecision?: (decision: D) => void | Promise<void>;
}

/** Completes a decision and tells it. */
export async function decided<D extends Decided>(
  about: object,
  decision: Omit<D, 'at' | 'question'>,
  { clock, onDecision }: DecideOptions<D>,
): Promise<D> {
  const at = clock?.now() ?? Date.now();
  const complete = { ...decision, at, question: await sha256(canonicalJson(about)) } as D;
  await onDecision?.(complete);
  return complete;
}
