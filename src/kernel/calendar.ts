import { DAY, HOUR, MINUTE, WEEKDAYS } from './duration.ts';
import type { Duration, MustEndOn, Weekday } from './duration.ts';
import { AccompanyError } from './errors.ts';
import { isInstant } from './instant.ts';
import type { Instant } from './instant.ts';
import { findZone, outOfRange, stretchAt } from './zone.ts';
import type { Stretch, Zone } from './zone.ts';

/** A local date and time of day. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second?: number;
  readonly millisecond?: number;
}

/** What clock and calendar on the wall of a zone show. */
export interface LocalParts extends Required<LocalTime> {
  readonly weekday: Weekday;
}

/** How a wait ends: not before a length of time, and then at a local moment. */
export interface DueRule {
  /** Missing or `null`: no time at all. */
  readonly duration?: Duration | null;
  /** Missing or `null`: when the duration is over. */
  readonly mustEndOn?: MustEndOn | null;
}

/** Local time as if it were UTC, in milliseconds. */
type LocalInstant = number;

const SECOND = 1000;
/** No zone was ever further from UTC. */
const FARTHEST: number = 24 * HOUR;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;

/**
 * Local date, time of day and weekday of an instant (TM-3).
 * @throws AccompanyError `INVALID_ZONE`, `INVALID_INSTANT`
 */
export function localParts(at: Instant, zone: string): LocalParts {
  const local = toLocal(at, findZone(zone));
  const date = new Date(local);
  const year = date.getUTCFullYear();
  if (Number.isNaN(year)) throw outOfRange();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    weekday: weekdayOf(Math.floor(local / DAY)),
  };
}

/**
 * The instant at which clock and calendar of a zone show a local time. A time that does not exist moves forward by
 * the gap (TM-4), of a repeated time the first counts (TM-5).
 * @throws AccompanyError `INVALID_ZONE`; `INVALID_INSTANT` for a date such as 30 February
 */
export function instantOf(time: LocalTime, zone: string): Instant {
  const { year, month, day, hour, minute, second = 0, millisecond = 0 } = time;
  const real =
    isWhole(year, -300_000, 300_000) &&
    isWhole(month, 1, 12) &&
    isWhole(day, 1, daysInMonth(year, month)) &&
    isWhole(hour, 0, 23) &&
    isWhole(minute, 0, 59) &&
    isWhole(second, 0, 59) &&
    isWhole(millisecond, 0, 999);
  if (!real) {
    throw new AccompanyError('INVALID_INSTANT', `${JSON.stringify(time)} is not a date and time.`);
  }
  const clock = hour * HOUR + minute * MINUTE + second * SECOND + millisecond;
  return fromLocal((firstOfMonth(year, month) + day - 1) * DAY + clock, findZone(zone));
}

/**
 * Adds a length of time, larger units first: months, weeks and days on the calendar of the zone, keeping the local
 * time of day and ending at the end of a shorter month; hours and minutes on the clock (TM-7 to TM-11, A-39).
 * @throws AccompanyError `INVALID_ZONE`; `INVALID_INSTANT` outside the range of dates
 */
export function addDuration(at: Instant, duration: Duration, zone: string = 'UTC'): Instant {
  const { months = 0, weeks = 0, days = 0, hours = 0, minutes = 0 } = duration;
  const table = findZone(zone);
  let result = at;
  if (months !== 0 || weeks !== 0 || days !== 0) {
    const local = toLocal(at, table);
    const moved = months === 0 ? local : addMonths(local, months);
    result = fromLocal(moved + (weeks * 7 + days) * DAY, table);
  }
  result += hours * HOUR + minutes * MINUTE;
  if (!isInstant(result)) throw outOfRange();
  return result;
}

/**
 * When a wait that begins at `from` is over. The duration is the minimum; with `mustEndOn` it goes on to the first
 * allowed local moment, the boundary included (TM-12 to TM-18, A-10). Calendar units of the duration are those of
 * the zone of `mustEndOn`, without it those of UTC.
 * @throws AccompanyError `INVALID_ZONE`; `INVALID_INSTANT` outside the range of dates; `INVALID_INPUT` for a time
 *   of day that is not `HH:mm`, or when no day is allowed
 */
export function dueAt(from: Instant, rule: DueRule): Instant {
  const { duration, mustEndOn } = rule;
  const earliest = addDuration(from, duration ?? {}, mustEndOn?.zone);
  if (!mustEndOn) return earliest;

  const { days = WEEKDAYS, time } = mustEndOn;
  const zone = findZone(mustEndOn.zone);
  const clock = time === undefined ? 0 : readClock(time);
  const today = Math.floor(toLocal(earliest, zone) / DAY);
  // A time that does not exist yesterday may have moved into today.
  for (let day = today - 1; day <= today + 8; day++) {
    if (days.length > 0 && !days.includes(weekdayOf(day))) continue;
    const candidate = fromLocal(day * DAY + clock, zone);
    if (candidate >= earliest) return candidate;
  }
  throw new AccompanyError('INVALID_INPUT', `No weekday is among ${JSON.stringify(days)}.`);
}

/**
 * The instant at which the local day of `at` begins (TM-19).
 * @throws AccompanyError `INVALID_ZONE`, `INVALID_INSTANT`
 */
export function startOfLocalDay(at: Instant, zone: string): Instant {
  const table = findZone(zone);
  return firstOfDay(Math.floor(toLocal(at, table) / DAY), table);
}

/**
 * The instant at which the local day of `at` is over: every instant of the day is before it, `at` included (TM-20).
 * Usually the start of the next day.
 * @throws AccompanyError `INVALID_ZONE`, `INVALID_INSTANT`
 */
export function endOfLocalDay(at: Instant, zone: string): Instant {
  const table = findZone(zone);
  const tomorrow = Math.floor(toLocal(at, table) / DAY) + 1;
  const first = firstOfDay(tomorrow, table);
  // Clocks that go back right after midnight, say from 00:01 to 23:01, show the old day once more.
  const { end } = stretchAt(table, first);
  if (end - first > FARTHEST) return first;
  const { offset } = stretchAt(table, end);
  return end + offset < tomorrow * DAY ? tomorrow * DAY - offset : first;
}

function toLocal(at: Instant, zone: Zone): LocalInstant {
  return at + stretchAt(zone, at).offset;
}

function fromLocal(local: LocalInstant, zone: Zone): Instant {
  const stretch = findStretch(local, zone);
  const at = local - stretch.offset;
  const result = at >= stretch.start ? at : local - stretchAt(zone, stretch.start - 1).offset;
  if (!isInstant(result)) throw outOfRange();
  return result;
}

/** 00:00, or where the clock jumps over it, the jump. */
function firstOfDay(day: number, zone: Zone): Instant {
  const stretch = findStretch(day * DAY, zone);
  const result = Math.max(stretch.start, day * DAY - stretch.offset);
  if (!isInstant(result)) throw outOfRange();
  return result;
}

/** The first stretch that shows a local time or, if none does, the one behind the gap that the local time is in. */
function findStretch(local: LocalInstant, zone: Zone): Stretch {
  let stretch = stretchAt(zone, local - FARTHEST);
  while (local - stretch.offset >= stretch.end) stretch = stretchAt(zone, stretch.end);
  return stretch;
}

function addMonths(local: LocalInstant, months: number): LocalInstant {
  const date = new Date(local);
  const count = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  const day = Math.min(date.getUTCDate(), daysInMonth(year, month));
  const clock = local - Math.floor(local / DAY) * DAY;
  return (firstOfMonth(year, month) + day - 1) * DAY + clock;
}

/** Days from 1970-01-01 to the first day of a month. */
function firstOfMonth(year: number, month: number): number {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999; the calendar repeats itself every 400 years.
  if (year >= 0 && year < 100) return Date.UTC(year + 400, month - 1) / DAY - 146_097;
  return Date.UTC(year, month - 1) / DAY;
}

function daysInMonth(year: number, month: number): number {
  return firstOfMonth(year, month + 1) - firstOfMonth(year, month);
}

function weekdayOf(day: number): Weekday {
  return WEEKDAYS[(((day + FIRST_WEEKDAY) % 7) + 7) % 7]!;
}

function readClock(time: string): number {
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw new AccompanyError(
      'INVALID_INPUT',
      `${JSON.stringify(time)} is not a time of day, HH:mm.`,
    );
  }
  return Number(time.slice(0, 2)) * HOUR + Number(time.slice(3)) * MINUTE;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
