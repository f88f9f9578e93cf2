import { describe, expect, test } from 'vitest';
import {
  addDuration,
  dueAt,
  endOfLocalDay,
  instantOf,
  localParts,
  startOfLocalDay,
} from '../../src/kernel/calendar.ts';
import { checkDuration, formatDuration } from '../../src/kernel/duration.ts';
import type { Duration, MustEndOn } from '../../src/kernel/duration.ts';
import { formatInstant, NEVER, toInstant } from '../../src/kernel/instant.ts';
import { isZone } from '../../src/kernel/zone.ts';

const BERLIN = 'Europe/Berlin';
const at = toInstant;

function local(text: string, zone: string): string {
  const [year, month, day, hour, minute] = text.split(/\D/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return formatInstant(instantOf({ year, month, day, hour, minute }, zone));
}

const add = (from: string, duration: Duration, zone?: string): string =>
  formatInstant(addDuration(at(from), duration, zone));

const due = (from: string, duration: Duration | null, mustEndOn: MustEndOn | null): string =>
  formatInstant(dueAt(at(from), { duration, mustEndOn }));

describe('zones', () => {
  test.each(['UTC', BERLIN, 'America/Argentina/Buenos_Aires', 'Etc/GMT+2', 'EST5EDT'])(
    'TM-1 %s is a time zone',
    (zone) => {
      expect(isZone(zone)).toBe(true);
      expect(isZone(zone)).toBe(true);
    },
  );

  test.each([
    '',
    '+02:00',
    '-0500',
    '02:00',
    'UTC+2',
    'Mars/Base',
    'Europe/Berlin ',
    '__proto__',
    'constructor',
    'toString',
    'x'.repeat(1000),
  ])('TM-1 TM-2 %j is none', (zone) => {
    expect(isZone(zone)).toBe(false);
    const refused = expect.objectContaining({ code: 'INVALID_ZONE' }) as Error;
    expect(() => localParts(0, zone)).toThrow(refused);
    expect(() => addDuration(0, { days: 1 }, zone)).toThrow(refused);
    expect(() => addDuration(0, { minutes: 1 }, zone)).toThrow(refused);
    expect(() => dueAt(0, { mustEndOn: { zone } })).toThrow(refused);
    expect(() => startOfLocalDay(0, zone)).toThrow(refused);
    expect(() => endOfLocalDay(0, zone)).toThrow(refused);
  });

  test('TM-3 local parts', () => {
    expect(localParts(at('2026-01-04T23:30:05.007Z'), BERLIN)).toEqual({
      year: 2026,
      month: 1,
      day: 5,
      hour: 0,
      minute: 30,
      second: 5,
      millisecond: 7,
      weekday: 'monday',
    });
    expect(localParts(-1, 'UTC')).toMatchObject({ year: 1969, day: 31, weekday: 'wednesday' });
  });

  test.each([
    [BERLIN, '2026-03-29 01:59', '2026-03-29T00:59:00Z'],
    [BERLIN, '2026-03-29 02:00', '2026-03-29T01:00:00Z'],
    [BERLIN, '2026-03-29 02:30', '2026-03-29T01:30:00Z'],
    [BERLIN, '2026-03-29 03:00', '2026-03-29T01:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-03T15:45:00Z'],
    ['America/Santiago', '2026-09-06 00:00', '2026-09-06T04:00:00Z'],
    ['Asia/Beirut', '2026-03-29 00:30', '2026-03-28T22:30:00Z'],
    ['Pacific/Apia', '2011-12-30 09:00', '2011-12-30T19:00:00Z'],
  ])('TM-4 %s %s is %s', (zone, text, instant) => {
    expect(local(text, zone)).toBe(instant);
  });

  test.each([
    [BERLIN, '2026-10-25 01:59', '2026-10-24T23:59:00Z'],
    [BERLIN, '2026-10-25 02:30', '2026-10-25T00:30:00Z'],
    [BERLIN, '2026-10-25 03:00', '2026-10-25T02:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-05 01:45', '2026-04-04T14:45:00Z'],
    ['America/Santiago', '2026-04-04 23:30', '2026-04-05T02:30:00Z'],
  ])('TM-5 %s %s is %s', (zone, text, instant) => {
    expect(local(text, zone)).toBe(instant);
  });
});

describe('durations', () => {
  test.each([
    [{ days: 5 }, undefined],
    [{ months: 1200 }, undefined],
    [{ hours: 0, minutes: 1 }, undefined],
    [{}, 'The duration has no length.'],
    [{ days: 0, hours: 0 }, 'The duration has no length.'],
    [{ days: 1.5 }, 'days is not a whole number from 0 up.'],
    [{ days: -1, hours: 48 }, 'days is not a whole number from 0 up.'],
    [{ minutes: Number.NaN }, 'minutes is not a whole number from 0 up.'],
    [{ months: 1200, days: 1 }, 'The duration is longer than 100 years.'],
    [{ minutes: Number.MAX_VALUE }, 'The duration is longer than 100 years.'],
    [{ years: 1 }, 'years is not a unit of time.'],
    [{ toString: 1 }, 'toString is not a unit of time.'],
  ])('TM-6 %j: %s', (duration, fault) => {
    expect(checkDuration(duration as Duration)).toBe(fault);
  });

  test('TM-7 hours are the same length across a change of the clocks', () => {
    expect(add('2026-03-28T11:00:00Z', { hours: 24 }, BERLIN)).toBe('2026-03-29T11:00:00Z');
    expect(add('2026-10-25T00:30:00Z', { minutes: 60 }, BERLIN)).toBe('2026-10-25T01:30:00Z');
    expect(add('2026-10-25T01:30:00Z', { days: 0, minutes: 0 }, BERLIN)).toBe(
      '2026-10-25T01:30:00Z',
    );
  });

  test('TM-8 TM-11 days keep the local time of the zone', () => {
    expect(add('2026-03-28T11:00:00Z', { days: 1 }, BERLIN)).toBe('2026-03-29T10:00:00Z');
    expect(add('2026-03-28T11:00:00Z', { days: 1 })).toBe('2026-03-29T11:00:00Z');
    expect(add('2026-10-24T10:00:00Z', { weeks: 1 }, BERLIN)).toBe('2026-10-31T11:00:00Z');
  });

  test('TM-8 what they arrive at may not exist, or twice', () => {
    expect(add('2026-03-28T01:30:00Z', { days: 1 }, BERLIN)).toBe('2026-03-29T01:30:00Z');
    expect(add('2026-10-24T00:30:00Z', { days: 1 }, BERLIN)).toBe('2026-10-25T00:30:00Z');
    expect(add('2011-12-29T19:00:00Z', { days: 1 }, 'Pacific/Apia')).toBe('2011-12-30T19:00:00Z');
  });

  test('TM-9 a month ends on its last day', () => {
    expect(add('2026-01-31T10:00:00Z', { months: 1 })).toBe('2026-02-28T10:00:00Z');
    expect(add('2027-12-31T10:00:00Z', { months: 2 })).toBe('2028-02-29T10:00:00Z');
    expect(add('2026-01-31T23:30:00Z', { months: 1 }, BERLIN)).toBe('2026-02-28T23:30:00Z');
    expect(add('2026-08-31T10:00:00Z', { months: 18 })).toBe('2028-02-29T10:00:00Z');
  });

  test('TM-10 larger units come first', () => {
    expect(add('2026-01-30T00:00:00Z', { days: 1, months: 1 })).toBe('2026-03-01T00:00:00Z');
    expect(add('2026-03-28T00:30:00Z', { hours: 1, days: 1 }, BERLIN)).toBe('2026-03-29T01:30:00Z');
  });
});

describe('waits', () => {
  const NINE: MustEndOn = { time: '09:00', zone: BERLIN };

  test('TM-12 without a local moment', () => {
    expect(due('2026-01-05T09:00:00Z', { days: 3 }, null)).toBe('2026-01-08T09:00:00Z');
    expect(dueAt(5, {})).toBe(5);
    expect(due('2026-03-28T11:00:00Z', { days: 1 }, null)).toBe('2026-03-29T11:00:00Z');
  });

  test('TM-13 the duration is the minimum', () => {
    expect(due('2026-01-05T09:00:00Z', { days: 3 }, NINE)).toBe('2026-01-09T08:00:00Z');
    expect(due('2026-01-05T07:00:00Z', { days: 3 }, NINE)).toBe('2026-01-08T08:00:00Z');
    expect(due('2026-01-05T09:00:00Z', null, NINE)).toBe('2026-01-06T08:00:00Z');
    expect(due('2026-03-28T08:00:00Z', { days: 1 }, NINE)).toBe('2026-03-29T07:00:00Z');
  });

  test('TM-14 the first allowed day at the time of day', () => {
    const rule: MustEndOn = { ...NINE, days: ['tuesday', 'thursday'] };
    expect(due('2026-01-05T12:00:00Z', null, rule)).toBe('2026-01-06T08:00:00Z');
    expect(due('2026-01-06T08:00:00.001Z', null, rule)).toBe('2026-01-08T08:00:00Z');
    expect(due('2026-01-08T12:00:00Z', null, rule)).toBe('2026-01-13T08:00:00Z');
  });

  test('TM-14 the weekday is the local one', () => {
    const rule: MustEndOn = { days: ['monday'], time: '06:00', zone: 'Pacific/Auckland' };
    expect(due('2026-01-03T00:00:00Z', null, rule)).toBe('2026-01-04T17:00:00Z');
  });

  test('TM-15 the minimum itself counts', () => {
    expect(due('2026-01-05T08:00:00Z', null, NINE)).toBe('2026-01-05T08:00:00Z');
    const monday: MustEndOn = { ...NINE, days: ['monday'] };
    expect(due('2026-01-05T08:00:00Z', { weeks: 1 }, monday)).toBe('2026-01-12T08:00:00Z');
  });

  test('TM-16 days and time may be left out', () => {
    expect(due('2026-01-05T12:00:00Z', null, { zone: BERLIN })).toBe('2026-01-05T23:00:00Z');
    expect(due('2026-01-05T12:00:00Z', null, { zone: BERLIN, days: ['monday'] })).toBe(
      '2026-01-11T23:00:00Z',
    );
    expect(due('2026-01-05T12:00:00Z', null, { ...NINE, days: [] })).toBe('2026-01-06T08:00:00Z');
  });

  test('TM-17 a time that a day does not have moves forward', () => {
    const rule: MustEndOn = { days: ['sunday'], time: '02:30', zone: BERLIN };
    expect(due('2026-03-28T12:00:00Z', null, rule)).toBe('2026-03-29T01:30:00Z');
    expect(due('2026-03-29T01:15:00Z', null, rule)).toBe('2026-03-29T01:30:00Z');
    const midnight: MustEndOn = { days: ['sunday'], zone: 'Asia/Beirut' };
    expect(due('2026-03-28T12:00:00Z', null, midnight)).toBe('2026-03-28T22:00:00Z');
  });

  test('TM-17 the moment of a day that a zone left out comes the day after', () => {
    const rule: MustEndOn = { days: ['friday'], time: '09:00', zone: 'Pacific/Apia' };
    expect(due('2011-12-29T12:00:00Z', null, rule)).toBe('2011-12-30T19:00:00Z');
    // Saturday has begun, and Friday's moment is still to come.
    expect(due('2011-12-30T12:00:00Z', null, rule)).toBe('2011-12-30T19:00:00Z');
    expect(due('2011-12-30T19:00:00.001Z', null, rule)).toBe('2012-01-05T19:00:00Z');
  });

  test('TM-18 of a repeated time the first occurrence counts', () => {
    const rule: MustEndOn = { time: '02:30', zone: BERLIN };
    expect(due('2026-10-25T00:00:00Z', null, rule)).toBe('2026-10-25T00:30:00Z');
    expect(due('2026-10-25T00:45:00Z', null, rule)).toBe('2026-10-26T01:30:00Z');
  });

  test('TM-22 an impossible time or weekday is refused', () => {
    const refused = expect.objectContaining({ code: 'INVALID_INPUT' }) as Error;
    for (const time of ['9:00', '24:00', '09:60', '09:00:00', '']) {
      expect(() => dueAt(0, { mustEndOn: { zone: BERLIN, time } })).toThrow(refused);
    }
    const days = ['Monday'] as unknown as MustEndOn['days'] & {};
    expect(() => dueAt(0, { mustEndOn: { zone: BERLIN, days } })).toThrow(refused);
  });
});

describe('local days', () => {
  const day = (text: string, zone: string): [string, string] => [
    formatInstant(startOfLocalDay(at(text), zone)),
    formatInstant(endOfLocalDay(at(text), zone)),
  ];

  test.each([
    ['2026-01-05T12:00:00Z', BERLIN, '2026-01-04T23:00:00Z', '2026-01-05T23:00:00Z'],
    ['2026-01-05T23:00:00Z', BERLIN, '2026-01-05T23:00:00Z', '2026-01-06T23:00:00Z'],
    ['2026-03-29T12:00:00Z', BERLIN, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['2026-03-29T12:00:00Z', 'Asia/Beirut', '2026-03-28T22:00:00Z', '2026-03-29T21:00:00Z'],
    ['2011-12-30T09:59:59Z', 'Pacific/Apia', '2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31T10:00:00Z'],
    // Clocks went back from 00:01 to 23:01.
    ['2010-11-07T02:31:00Z', 'America/St_Johns', '2010-11-06T02:30:00Z', '2010-11-07T03:30:00Z'],
    ['2010-11-07T02:30:00Z', 'America/St_Johns', '2010-11-07T02:30:00Z', '2010-11-08T03:30:00Z'],
  ])('TM-19 TM-20 %s in %s', (text, zone, start, end) => {
    expect(day(text, zone)).toEqual([start, end]);
  });
});

describe('TM-21 the range of dates', () => {
  const refused = expect.objectContaining({ code: 'INVALID_INSTANT' }) as Error;
  const LAST = 8.64e15;

  test('TM-21 is not left', () => {
    expect(() => addDuration(LAST, { minutes: 1 })).toThrow(refused);
    expect(() => addDuration(LAST, { days: 1 }, BERLIN)).toThrow(refused);
    expect(() => addDuration(0, { months: 1e9 }, BERLIN)).toThrow(refused);
    expect(() => addDuration(0, { days: Number.MAX_VALUE })).toThrow(refused);
    expect(() => dueAt(LAST, { mustEndOn: { zone: BERLIN, time: '23:00' } })).toThrow(refused);
    expect(() => dueAt(NEVER, {})).toThrow(refused);
    expect(() => localParts(Number.NaN, BERLIN)).toThrow(refused);
    expect(() => localParts(LAST, BERLIN)).toThrow(refused);
    expect(() => endOfLocalDay(LAST, 'America/New_York')).toThrow(refused);
    expect(addDuration(LAST - 60_000, { minutes: 1 }, BERLIN)).toBe(LAST);
  });

  test.each([
    { year: 2026, month: 2, day: 30, hour: 0, minute: 0 },
    { year: 2026, month: 13, day: 1, hour: 0, minute: 0 },
    { year: 2026, month: 1, day: 1, hour: 24, minute: 0 },
    { year: 2026, month: 1, day: 1, hour: 0, minute: 60 },
    { year: 2026.5, month: 1, day: 1, hour: 0, minute: 0 },
    { year: 299_999, month: 1, day: 1, hour: 0, minute: 0 },
  ])('TM-21 %j is no local time', (time) => {
    expect(() => instantOf(time, BERLIN)).toThrow(refused);
  });

  test('TM-3 TM-9 the first centuries have their own years', () => {
    const time = { year: 4, month: 2, day: 29, hour: 12, minute: 0, second: 1, millisecond: 2 };
    const instant = instantOf(time, 'UTC');
    expect(new Date(instant).toISOString()).toBe('0004-02-29T12:00:01.002Z');
    expect(localParts(addDuration(instant, { months: 12 }), 'UTC')).toMatchObject({
      year: 5,
      month: 2,
      day: 28,
    });
  });
});

test.each([
  [{ days: 3 }, '3 days'],
  [{ hours: 2, months: 1 }, '1 month, 2 hours'],
  [
    { months: 2, weeks: 1, days: 1, hours: 1, minutes: 1 },
    '2 months, 1 week, 1 day, 1 hour, 1 minute',
  ],
  [{ weeks: 0, minutes: 90 }, '90 minutes'],
  [{ days: 0 }, '0 minutes'],
  [{}, '0 minutes'],
] satisfies [Duration, string][])('TM-6 a duration in words: %j', (duration, words) => {
  expect(formatDuration(duration)).toBe(words);
});
