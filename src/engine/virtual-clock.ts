import { AccompanyError } from '../kernel/errors.ts';
import { formatInstant, toInstant, type Instant } from '../kernel/instant.ts';
import type { VirtualClock } from '../ports/clock.ts';

/**
 * A clock that stands still until the engine moves it: for simulations, demos and tests.
 * @param start ISO instant, `Date` or milliseconds
 */
export function virtualClock(start: string | Date | Instant): VirtualClock {
  let instant = toInstant(start);
  return {
    virtual: true,
    now: () => instant,
    set(next) {
      if (next < instant) {
        throw new AccompanyError(
          'INVALID_INPUT',
          `The clock shows ${formatInstant(instant)} and cannot go back to ${formatInstant(next)}.`,
        );
      }
      instant = next;
    },
  };
}
