import { describe, expect, test } from 'vitest';
import { advanceTally, weighAgain } from '../../src/engagement/advance-tally.ts';
import { dayCounter, firstDayOf, formatDay } from '../../src/engagement/day.ts';
import { addOccurrences } from '../../src/engagement/strategy.ts';
import { forward, TODAY, YESTERDAY } from './scoring.ts';

const WEIGHTS = new Map([
  ['open', 30],
  ['visit', 40],
]);

function codes(
  input: Partial<Parameters<typeof advanceTally>[1]>,
  tally = null as never,
): string[] {
  const result = advanceTally(tally, {
    through: YESTERDAY,
    today: TODAY,
    activity: [],
    weights: WEIGHTS,
    ...input,
  });
  return result.ok ? [] : result.issues.map(({ code }) => code);
}

describe('the window', () => {
  test('EG-1 thirty days, both ends included', () => {
    expect(formatDay(YESTERDAY)).toBe('2026-02-28');
    expect(formatDay(firstDayOf(YESTERDAY))).toBe('2026-01-30');
    const first = firstDayOf(YESTERDAY);
    const { tally } = forward(null, [{ activity: 'open', day: first }], WEIGHTS);
    expect(tally.points).toBe(30);
    expect(forward(tally, [], WEIGHTS, { through: TODAY }).tally).toEqual({
      through: TODAY,
      days: [],
      points: 0,
      weighted: 0,
      total: 0,
    });
  });

  test('EG-2 days of a zone, also where they have 23 or 25 hours', () => {
    const dayOf = dayCounter('America/New_York');
    const at = (text: string): string => formatDay(dayOf(Date.parse(text)));
    expect(at('2026-03-08T04:59:59Z')).toBe('2026-03-07');
    expect(at('2026-03-08T05:00:00Z')).toBe('2026-03-08');
    expect(at('2026-03-09T03:59:59Z')).toBe('2026-03-08');
    expect(at('2026-03-09T04:00:00Z')).toBe('2026-03-09');
    expect(at('2026-11-02T04:59:59Z')).toBe('2026-11-01');
    expect(at('2026-03-08T04:59:59Z')).toBe('2026-03-07');
  });

  test('EG-3 EG-4 at most twenty of a type on a day, types without a weight none', () => {
    const { tally } = forward(
      null,
      [
        { activity: 'open', day: YESTERDAY, count: 19 },
        { activity: 'open', day: YESTERDAY, count: 19 },
        { activity: 'open', day: YESTERDAY - 1 },
        { activity: 'visit', day: YESTERDAY, count: 2 },
        { activity: 'call', day: YESTERDAY, count: 25 },
      ],
      WEIGHTS,
    );
    expect(tally).toMatchObject({ points: 21 * 30 + 2 * 40, weighted: 23, total: 43 });
  });

  test('EG-5 EG-8 today is kept and counts tomorrow; the next change is known', () => {
    const { tally, changed, dueThrough } = forward(
      null,
      [{ activity: 'open', day: TODAY }],
      WEIGHTS,
    );
    expect([tally.points, changed, dueThrough]).toEqual([0, false, TODAY]);
    const next = forward(tally, [], WEIGHTS, { through: TODAY });
    expect([next.tally.points, next.changed, next.dueThrough]).toEqual([30, true, TODAY + 30]);
    expect(next.occurrences).toEqual({ open: 1 });
    const gone = forward(next.tally, [], WEIGHTS, { through: TODAY + 30 });
    expect([gone.tally.points, gone.changed, gone.dueThrough]).toEqual([0, true, null]);
    expect(gone.occurrences).toEqual({ open: -1 });
  });

  test('EG-6 without a change it is the very same tally', () => {
    const { tally } = forward(null, [{ activity: 'open', day: YESTERDAY }], WEIGHTS);
    expect(forward(tally, [], WEIGHTS).tally).toBe(tally);
    expect(Object.keys(forward(tally, [], WEIGHTS).occurrences)).toEqual([]);
  });

  test('EG-6 a type may be called as anything that objects have', () => {
    const { tally, occurrences } = forward(
      null,
      [
        { activity: 'constructor', day: YESTERDAY },
        { activity: 'toString', day: YESTERDAY, count: 2 },
      ],
      new Map([['toString', 10]]),
    );
    expect(tally).toMatchObject({ points: 20, weighted: 2, total: 3 });
    expect(addOccurrences({}, occurrences)).toEqual({ toString: 2 });
  });
});

describe('refused', () => {
  test('EG-7 the future, what is before the window, counts and days that are none', () => {
    const activity = (day: number, count = 1) =>
      codes({ activity: [{ activity: 'open', day, count }] });
    expect(activity(TODAY)).toEqual([]);
    expect(activity(TODAY + 1)).toEqual(['ACTIVITY_IN_FUTURE']);
    expect(activity(firstDayOf(YESTERDAY) - 1)).toEqual(['ACTIVITY_BEFORE_WINDOW']);
    expect(activity(0.5)).toEqual(['INVALID_DAY']);
    for (const count of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(activity(YESTERDAY, count)).toEqual(['INVALID_COUNT']);
    }
    expect(codes({ through: TODAY + 1 })).toEqual(['INVALID_DAY']);
    expect(codes({ through: Number.NaN })).toEqual(['INVALID_DAY']);
  });

  test('EG-7 a clock that goes back, and nothing of the rest', () => {
    const { tally } = forward(null, [{ activity: 'open', day: YESTERDAY }], WEIGHTS);
    const before = structuredClone(tally);
    const result = advanceTally(tally, {
      through: YESTERDAY - 1,
      today: TODAY,
      activity: [{ activity: 'open', day: YESTERDAY }],
      weights: WEIGHTS,
    });
    expect(result.ok ? [] : result.issues.map(({ code }) => code)).toEqual(['CLOCK_WENT_BACK']);
    expect(tally).toEqual(before);
  });
});

test('EG-45 other weights are taken up from the tallies', () => {
  const activity = [
    { activity: 'open', day: YESTERDAY, count: 3 },
    { activity: 'call', day: YESTERDAY - 2, count: 30 },
  ];
  const { tally } = forward(null, activity, WEIGHTS);
  const others = new Map([['call', 60]]);
  expect(weighAgain(tally, others)).toEqual({
    tally: forward(null, activity, others).tally,
    occurrences: { call: 20 },
  });
});
