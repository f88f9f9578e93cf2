import { NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Own } from './own-attributes.ts';
import type { ConditionScope } from './scope.ts';

/** Whether a condition, or a part of one, holds. */
export type Test = (scope: ConditionScope) => boolean;

/** A bound for when time alone may next change a {@link Test}: later than now, and never later than the change. */
export type FlipAt = (scope: ConditionScope) => Instant;

/** A compiled part. `flipAt` is `null` when it does not depend on time. */
export interface Compiled {
  readonly test: Test;
  readonly flipAt: FlipAt | null;
  /** Present when the part reads attributes of one record and nothing else: the same test, of that record alone. */
  readonly own?: Own;
}

/**
 * When "at least `needed` of these hold" may change, from the flip instants of those that hold now and of those that
 * do not: before it can change, as many of one side must change as are missing to the other answer. Sorts the lists.
 */
export function flipOfCount(needed: number, holding: Instant[], lacking: Instant[]): Instant {
  const holds = holding.length >= needed;
  const side = holds ? holding : lacking;
  const changes = holds ? holding.length - needed + 1 : needed - holding.length;
  if (changes > side.length) return NEVER;
  side.sort(byTime);
  return side[changes - 1] ?? NEVER;
}

function byTime(left: Instant, right: Instant): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
