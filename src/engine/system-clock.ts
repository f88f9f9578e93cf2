import type { Clock } from '../ports/clock.ts';

/** The clock of the machine. The only place in the library that reads the real time. */
export function systemClock(): Clock {
  return { now: () => Date.now() };
}
