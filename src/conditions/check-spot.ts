import { checkDuration } from '../kernel/duration.ts';
import type { Duration } from '../kernel/duration.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { Limits } from '../model/limits.ts';
import type { ConditionContext } from './compile-tree.ts';
import type { Measurer } from './measure.ts';
import type { Place } from './place.ts';

/** What a condition is checked against. */
export interface CheckContext extends ConditionContext {
  /** Missing: the default limits. */
  readonly limits?: Limits;
  /** Levels that are allowed instead of `limits.conditionDepth`, for a condition that stands inside of another. */
  readonly depth?: number;
}

/** A part of a condition and where it stands, for whoever checks it. */
export interface Spot {
  readonly context: CheckContext;
  readonly limits: Limits;
  readonly place: Place;
  readonly path: Path;
  /** 1 for the whole condition. */
  readonly level: number;
  readonly measurer: Measurer;
  /** Where faults go. */
  readonly issues: Issue[];
}

/** Adds an error. */
export function report(spot: Spot, code: string, at: Path, message: string, fix: string): void {
  spot.issues.push(problem(code, [...spot.path, ...at], message, fix));
}

/** Reports a part that means nothing where it stands. */
export function unexpected(spot: Spot, name: string, reason: string, at: Path = []): void {
  report(spot, 'UNEXPECTED_PART', [...at, name], reason, `Take ${name} out.`);
}

/** Reports a count that is none. */
export function checkCount(count: number, spot: Spot, at: Path): void {
  if (Number.isInteger(count) && count >= 1) return;
  const message = Number.isNaN(count) ? 'The count is missing.' : `${count} is no count.`;
  report(spot, 'INVALID_COUNT', at, message, 'Give a whole number of at least 1.');
}

/** Reports a length of time that is none. */
export function checkPast(past: Duration, spot: Spot, at: Path): void {
  const fault = checkDuration(past);
  if (fault !== undefined) {
    report(spot, 'INVALID_DURATION', at, fault, 'Give whole units, such as { "days": 30 }.');
  }
}
