import { addDuration } from '../kernel/calendar.ts';
import { DAY, HOUR, MINUTE } from '../kernel/duration.ts';
import type { Duration } from '../kernel/duration.ts';
import { NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';

/** A length of time before now, in UTC, where weeks, days, hours and minutes have one length always. */
export interface Past {
  readonly months: number;
  /** Milliseconds that are taken off after the months. */
  readonly rest: number;
}

/** No month moves the end of a day by more than three days, and the month after begins on the next. */
const DAYS_AROUND_MONTH_END = 4;

/** What a duration takes off. */
export function pastOf(duration: Duration): Past {
  const { months = 0, weeks = 0, days = 0, hours = 0, minutes = 0 } = duration;
  return { months, rest: (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE };
}

/** `at` minus the length of time. */
export function startOfPast({ months, rest }: Past, at: Instant): Instant {
  return (months === 0 ? at : addDuration(at, { months: -months })) - rest;
}

/**
 * The first instant after `now` at which `at` comes to be older than the length of time, or no longer is; `at` is not
 * after `now`. The latter happens: a month before 28 and 29 March is 28 February both times, so that something of
 * 28 February, noon, is too old on the evening of 28 March and not too old on the next morning.
 */
export function crossingOf(past: Past, at: Instant, now: Instant): Instant {
  if (past.months === 0) {
    const crossing = at + past.rest + 1;
    return crossing > now ? crossing : NEVER;
  }
  const isInside = at >= startOfPast(past, now);
  const end = at + past.rest;
  const time = end - Math.floor(end / DAY) * DAY;
  const first = Math.floor(addDuration(end, { months: past.months }) / DAY) * DAY;
  for (let day = first; day <= first + DAYS_AROUND_MONTH_END * DAY; day += DAY) {
    for (const candidate of [day, day + time + 1]) {
      if (candidate > now && at >= startOfPast(past, candidate) !== isInside) return candidate;
    }
  }
  return NEVER;
}
