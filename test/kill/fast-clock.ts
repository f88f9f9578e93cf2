import type { Clock } from '../../src/ports/clock.ts';
import type { Instant } from '../../src/kernel/instant.ts';

/** How a clock runs that all processes of a run share. */
export interface Pace {
  /** `Date.now()` at which the clock showed {@link Pace.start}. */
  readonly epoch: number;
  readonly start: Instant;
  /** Milliseconds of the clock in one real one. */
  readonly speed: number;
}

/** A clock that runs faster than real time and shows the same in every process. */
export function fastClock(pace: Pace): Clock {
  return { now: () => instantOf(pace, Date.now()) };
}

/** What the clock shows at a real instant. */
export function instantOf({ epoch, start, speed }: Pace, real: number): Instant {
  return Math.floor(start + (real - epoch) * speed);
}
