import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDuration,
  dueAt,
  endOfLocalDay,
  instantOf,
  localParts,
  startOfLocalDay,
} from '../../src/kernel/calendar.ts';
import { checkDuration, WEEKDAYS } from '../../src/kernel/duration.ts';
import type { Duration } from '../../src/kernel/duration.ts';
import { beginnings, changesOf, due, localOf, plus, resolve } from './calendar-oracle.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe.each([
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'America/Nuuk',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'UTC',
])('%s', (zone) => {
  const changes = changesOf(zone, 1974, 2096);
  const anywhere = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2095, 0, 1) });
  const minutesAround = fc.oneof(
    fc.integer({ min: -4320, max: 4320 }),
    fc.integer({ min: -90, max: 90 }),
  );
  const nearChange = fc
    .tuple(fc.constantFrom(...changes, Date.UTC(2026, 0, 1)), minutesAround)
    .map(([change, minutes]) => change + minutes * MINUTE);
  const instants = fc.oneof({ weight: 4, arbitrary: nearChange }, anywhere);

  const clock = fc
    .tuple(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.nat(23)), fc.nat(59))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const mustEndOn = fc.record(
    {
      days: fc.subarray([...WEEKDAYS]),
      time: fc.oneof(clock, fc.constantFrom('00:00', '02:00', '02:15', '02:30', '23:59')),
      zone: fc.constant(zone),
    },
    { requiredKeys: ['zone'] },
  );
  const durations: fc.Arbitrary<Duration> = fc.record(
    {
      months: fc.nat(14),
      weeks: fc.nat(6),
      days: fc.nat(40),
      hours: fc.nat(50),
      minutes: fc.nat(200),
    },
    { requiredKeys: [] },
  );
  // Lengths that lead from a little before a change into the hours around it.
  const shortDurations = fc.record({ days: fc.nat(3) }, { requiredKeys: [] });

  test('TM-3 local date, time and weekday are those of an independent library', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const local = localOf(at, zone);
        const { year, month, day, hour, minute, second, millisecond } = local;
        const weekday = WEEKDAYS[local.weekday % 7];
        expect(localParts(at, zone)).toEqual({
          year,
          month,
          day,
          hour,
          minute,
          second,
          millisecond,
          weekday,
        });
      }),
    );
  });

  test('TM-4 TM-5 local times lead to the instants of the oracle', () => {
    fc.assert(
      fc.property(instants, (written) => {
        const { year, month, day, hour, minute, second, millisecond } = localParts(written, 'UTC');
        const time = { year, month, day, hour, minute, second, millisecond };
        expect(instantOf(time, zone)).toBe(resolve(localOf(written, 'UTC'), zone));
      }),
    );
  });

  test('TM-7 TM-8 TM-9 TM-10 TM-11 durations are added as the oracle adds them', () => {
    fc.assert(
      fc.property(instants, fc.oneof(durations, shortDurations), (at, duration) => {
        expect(addDuration(at, duration, zone)).toBe(plus(at, duration, zone));
        expect(addDuration(at, duration)).toBe(plus(at, duration, 'UTC'));
      }),
    );
  });

  test('TM-13 TM-14 TM-15 TM-16 TM-17 TM-18 waits end when the oracle says', () => {
    fc.assert(
      fc.property(
        instants,
        fc.option(fc.oneof(durations, shortDurations)),
        mustEndOn,
        (from, duration, rule) => {
          const result = dueAt(from, { duration, mustEndOn: rule });
          expect(result).toBe(due(from, duration ?? {}, rule));
          // Inclusive: what is due is due at once.
          expect(dueAt(result, { mustEndOn: rule })).toBe(result);
        },
      ),
    );
  });

  test('TM-19 TM-20 local days begin and end as the oracle says', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const day = localOf(at, zone).startOf('day');
        const start = startOfLocalDay(at, zone);
        const end = endOfLocalDay(at, zone);
        expect(start).toBe(beginnings(day, zone, changes)[0]);
        expect(end).toBe(beginnings(day.plus({ days: 1 }), zone, changes).at(-1));
        expect(start).toBeLessThanOrEqual(at);
        expect(end).toBeGreaterThan(at);
      }),
    );
  });

  test('TM-14 a wait without duration ends within nine days', () => {
    fc.assert(
      fc.property(instants, mustEndOn, (from, rule) => {
        const result = dueAt(from, { duration: null, mustEndOn: rule });
        expect(result).toBeGreaterThanOrEqual(from);
        expect(result - from).toBeLessThan(9 * DAY);
      }),
    );
  });

  test('TM-6 sound durations are those with some length', () => {
    fc.assert(
      fc.property(durations, (duration) => {
        const length = Object.values(duration).reduce((sum, count) => sum + count, 0);
        expect(checkDuration(duration) === undefined).toBe(length > 0);
      }),
    );
  });
});
