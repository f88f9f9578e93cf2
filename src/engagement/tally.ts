import type { Day } from './day.ts';
import { firstDayOf } from './day.ts';
import type { Weights } from './weighting-model.ts';

/** At most so many of one person's activities of one type count on one day (EG-3). */
export const DAILY_CAP = 20;

/** What a person did on one day: how often each activity, uncapped. */
export interface DayTally {
  readonly day: Day;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * A person's activity in the window and what it comes to. Whole numbers only, so that adding and taking away is exact.
 * Kept in the storage and brought forward by `advanceTally`.
 */
export interface PersonTally {
  /** The last day of the window. */
  readonly through: Day;
  /** In order; days of the window and later ones, none before it, none without activity. */
  readonly days: readonly DayTally[];
  /** Capped counts times weights. */
  readonly points: number;
  /** Capped counts of activities that have a weight. */
  readonly weighted: number;
  /** Capped counts of all activities. */
  readonly total: number;
}

/** Some activity of one person. */
export interface ActivityCount {
  /** Event type. */
  readonly activity: string;
  readonly day: Day;
  /** Missing: 1. */
  readonly count?: number;
}

/** Capped counts by activity, in the window; differences of them where a change is told. */
export type Occurrences = Readonly<Record<string, number>>;

/** The sums of a tally. */
export type Sums = Pick<PersonTally, 'points' | 'weighted' | 'total'>;

/** Adds the days of the window up, from nothing (EG-3, EG-4). */
export function sumDays(
  days: readonly DayTally[],
  through: Day,
  weights: Weights,
  occurrences: Record<string, number> = {},
): Sums {
  const sums = { points: 0, weighted: 0, total: 0 };
  const first = firstDayOf(through);
  for (const day of days) {
    if (day.day >= first && day.day <= through) addDay(sums, day, weights, occurrences, 1);
  }
  return sums;
}

/** Adds one whole day to the sums, or takes it away. */
export function addDay(
  sums: { points: number; weighted: number; total: number },
  { counts }: DayTally,
  weights: Weights,
  occurrences: Record<string, number>,
  sign: 1 | -1,
): void {
  for (const activity in counts) {
    addCount(sums, activity, sign * Math.min(counts[activity]!, DAILY_CAP), weights, occurrences);
  }
}

/** Adds a capped count, or the difference of two. */
export function addCount(
  sums: { points: number; weighted: number; total: number },
  activity: string,
  count: number,
  weights: Weights,
  occurrences: Record<string, number>,
): void {
  const weight = weights.get(activity);
  sums.total += count;
  if (weight === undefined) return;
  sums.points += count * weight;
  sums.weighted += count;
  occurrences[activity] =
    (Object.hasOwn(occurrences, activity) ? occurrences[activity]! : 0) + count;
}
