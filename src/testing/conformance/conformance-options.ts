import { AccompanyError } from '../../kernel/errors.ts';
import type { StorageCase } from './storage-case.ts';
import { STORAGE_CASES } from './storage-cases/all.ts';

/** Which cases are run, and how. */
export interface ConformanceOptions {
  /** The cases to choose from; the published ones unless given. */
  readonly cases?: readonly StorageCase[];
  /** Only the cases of these rules, such as `['ST-16', 'ST-26']`. */
  readonly rules?: readonly string[];
  /** Milliseconds that a case may take, and its cleaning up again; 10,000 unless given. */
  readonly timeLimit?: number;
  /** Where chance begins in the cases that use it: a whole number, 1 unless given. */
  readonly seed?: number;
}

/** The options of one run, complete. */
export interface ConformanceSettings {
  readonly cases: readonly StorageCase[];
  readonly timeLimit: number;
  readonly seed: number;
}

/**
 * Completes the options of a run. Throws `INVALID_INPUT` when a rule has no case, so that a misspelt one does not pass for
 * a rule that holds, and when a number cannot be what it stands for.
 */
export function conformanceSettings({
  cases = STORAGE_CASES,
  rules,
  timeLimit = 10_000,
  seed = 1,
}: ConformanceOptions): ConformanceSettings {
  if (!Number.isSafeInteger(timeLimit) || timeLimit < 1) {
    throw invalid(`timeLimit must be a whole number of milliseconds from 1, not ${timeLimit}`);
  }
  if (!Number.isSafeInteger(seed)) throw invalid(`seed must be a whole number, not ${seed}`);
  if (rules === undefined) return { cases, timeLimit, seed };
  const unknown = rules.filter((rule) => !cases.some((one) => one.rule === rule));
  if (unknown.length > 0) throw invalid(`there is no case for ${unknown.join(', ')}`);
  return { cases: cases.filter(({ rule }) => rules.includes(rule)), timeLimit, seed };
}

function invalid(what: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', `In the options of a conformance run, ${what}.`);
}
