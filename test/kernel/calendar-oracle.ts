import { DateTime, IANAZone } from 'luxon';
import { WEEKDAYS } from '../../src/kernel/duration.ts';
import type { Duration, MustEndOn } from '../../src/kernel/duration.ts';

// The rules of docs/semantics/time.md said once more, with luxon's zones and dates. Local dates and times are luxon
// dates in UTC, since luxon has conventions of its own for local times that do not exist or occur twice.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The local time of an instant, written as a date in UTC. */
export function localOf(at: number, zone: string): DateTime {
  return DateTime.fromMillis(at, { zone }).setZone('UTC', { keepLocalTime: true });
}

/** TM-4 and TM-5: the first instant that shows the local time; for a time in a gap, the offset before the gap counts. */
export function resolve(local: DateTime, zone: string): number {
  const { offsetBefore, offsetAfter } = around(local, zone);
  const shown = [offsetBefore, offsetAfter]
    .map((offset) => local.toMillis() - offset)
    .filter((at) => localOf(at, zone).toMillis() === local.toMillis());
  return shown.length > 0 ? Math.min(...shown) : local.toMillis() - offsetBefore;
}

/** TM-7 to TM-11. */
export function plus(at: number, duration: Duration, zone: string): number {
  const { months = 0, weeks = 0, days = 0, hours = 0, minutes = 0 } = duration;
  const local = localOf(at, zone);
  const calendar = months > 0 || weeks > 0 || days > 0;
  const moved = calendar ? resolve(local.plus({ months }).plus({ weeks, days }), zone) : at;
  return moved + hours * HOUR + minutes * 60_000;
}

/** TM-13 to TM-18: the earliest of the moments of the days around, each day having one. */
export function due(from: number, duration: Duration, rule: MustEndOn): number {
  const earliest = plus(from, duration, rule.zone);
  const [hour, minute] = (rule.time ?? '00:00').split(':').map(Number);
  const first = localOf(earliest, rule.zone).startOf('day').minus({ days: 3 });
  const moments: number[] = [];
  for (let days = 0; days < 16; days++) {
    const day = first.plus({ days });
    const allowed = rule.days === undefined || rule.days.length === 0 ? WEEKDAYS : rule.days;
    if (!allowed.includes(WEEKDAYS[day.weekday % 7]!)) continue;
    moments.push(resolve(day.set({ hour: hour!, minute: minute! }), rule.zone));
  }
  return Math.min(...moments.filter((moment) => moment >= earliest));
}

/**
 * TM-19 and TM-20: the instants at which a zone begins to show a day or one after it, in order. There is more than one
 * where the clocks go back right after midnight: the day begins at the first, the day before ends at the last.
 */
export function beginnings(day: DateTime, zone: string, changes: readonly number[]): number[] {
  const shows = (at: number): boolean => localOf(at, zone).toMillis() >= day.toMillis();
  const { offsetBefore, offsetAfter } = around(day, zone);
  const candidates = [day.toMillis() - offsetBefore, day.toMillis() - offsetAfter, ...changes];
  return [...new Set(candidates)]
    .filter((at) => Math.abs(at - day.toMillis()) < 2 * DAY && shows(at) && !shows(at - 1))
    .toSorted((a, b) => a - b);
}

/** Every change of a zone's offset in a range of years, as the first instant with the new offset. */
export function changesOf(zone: string, firstYear: number, lastYear: number): number[] {
  const table = IANAZone.create(zone);
  const changes: number[] = [];
  for (let at = Date.UTC(firstYear, 0, 1); at < Date.UTC(lastYear, 11, 31); at += DAY) {
    if (table.offset(at) === table.offset(at + DAY)) continue;
    let [before, after] = [at, at + DAY];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (table.offset(middle) === table.offset(before)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}

/** Offsets well before and well after a local time; zones do not change twice in so short a time. */
function around(local: DateTime, zone: string): { offsetBefore: number; offsetAfter: number } {
  const table = IANAZone.create(zone);
  const offset = (at: number): number => table.offset(at) * 60_000;
  return {
    offsetBefore: offset(local.toMillis() - 28 * HOUR),
    offsetAfter: offset(local.toMillis() + 28 * HOUR),
  };
}
