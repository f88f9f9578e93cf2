import { localParts, startOfLocalDay, endOfLocalDay } from '../kernel/calendar.ts';
import { DAY } from '../kernel/duration.ts';
import { needArguments } from '../kernel/needed-arguments.ts';
import { findZone } from '../kernel/zone.ts';
import type { Instant } from '../kernel/instant.ts';

/** A calendar day: whole days since 1970-01-01, on the calendar of the tenant's zone. */
export type Day = number;

/** The days of the look-back window (EG-1). */
export const WINDOW_DAYS = 30;

/**
 * Tells the calendar day of instants in a zone (EG-2). Quick while the instants stay near each other.
 * @throws AccompanyError `INVALID_ZONE`, and `INVALID_INSTANT` from the function that it gives
 */
export function dayCounter(zone: string): (at: Instant) => Day {
  needArguments('dayCounter', { zone: [zone, 'text'] });
  findZone(zone);
  let [start, end, day] = [0, 0, 0];
  return (at) => {
    if (at >= start && at < end) return day;
    const { year, month, day: date } = localParts(at, zone);
    [start, end] = [startOfLocalDay(at, zone), endOfLocalDay(at, zone)];
    day = Date.UTC(year, month - 1, date) / DAY;
    return day;
  };
}

/** The first day of the window that ends on a day, that day included (EG-1). */
export function firstDayOf(through: Day): Day {
  return through - WINDOW_DAYS + 1;
}

/** `2026-01-05` @throws AccompanyError `INVALID_INPUT` for what is no day */
export function formatDay(day: Day): string {
  needArguments('formatDay', { day: [day, 'day'] });
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Whether a value can be a day. */
export function isDay(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 100_000_000;
}
