import type { Instant } from '../kernel/instant.ts';

/** Where an engine takes the time from. The only other source of time is an event's own timestamp. */
export interface Clock {
  now(): Instant;
}

/** A clock that stands still until it is set. Engines on it offer `advanceTo`. */
export interface VirtualClock extends Clock {
  readonly virtual: true;
  /** Moves to an instant that is not earlier than now. */
  set(instant: Instant): void;
}
