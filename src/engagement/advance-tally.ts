import { problem } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { firstDayOf, formatDay, isDay, WINDOW_DAYS } from './day.ts';
import type { Day } from './day.ts';
import { addCount, addDay, DAILY_CAP, sumDays } from './tally.ts';
import type { ActivityCount, DayTally, Occurrences, PersonTally, Sums } from './tally.ts';
import type { Weights } from './weighting-model.ts';

/** What a tally is brought forward by. */
export interface TallyInput {
  /** The last day of the new window; not before that of the tally. */
  readonly through: Day;
  /** The present day: activity of later days is refused. At least `through`. */
  readonly today: Day;
  /** New since the tally was made, in any order. */
  readonly activity: readonly ActivityCount[];
  readonly weights: Weights;
}

/** What became of a tally. */
export interface TallyChange {
  /** The very tally that was given when nothing changed. */
  readonly tally: PersonTally;
  /** Differences of the capped counts of weighted activities, for the tenant's count of what occurred (EG-21). */
  readonly occurrences: Occurrences;
  /** Whether the sums differ: whether scores may. */
  readonly changed: boolean;
  /** The next `through` at which the sums change without new activity; `null` when there is none (EG-8). */
  readonly dueThrough: Day | null;
}

const NONE: readonly never[] = Object.freeze([]);

const NOTHING: Omit<PersonTally, 'through'> = Object.freeze({
  days: Object.freeze([]),
  points: 0,
  weighted: 0,
  total: 0,
});

/**
 * Brings a person's tally forward: takes days that leave the window away, counts days that enter it, and adds new
 * activity; work in proportion to what changed. Equal to a recomputation from all activity (EG-6). Refused as a whole,
 * with `CLOCK_WENT_BACK`, `ACTIVITY_IN_FUTURE`, `ACTIVITY_BEFORE_WINDOW`, `INVALID_COUNT` or `INVALID_DAY` (EG-7).
 */
export function advanceTally(tally: PersonTally | null, input: TallyInput): Result<TallyChange> {
  const { through, activity, weights } = input;
  const issues = checkInput(tally, input);
  if (issues !== NONE) return { ok: false, issues };
  const before: PersonTally = tally ?? { ...NOTHING, through };
  const sums = { points: before.points, weighted: before.weighted, total: before.total };
  const occurrences: Record<string, number> = {};
  let days = moveWindow(before, through, weights, sums, occurrences);
  if (activity.length > 0) days = addActivity(days, input, sums, occurrences);
  for (const type in occurrences) {
    if (occurrences[type] === 0) delete occurrences[type];
  }
  const changed =
    sums.points !== before.points ||
    sums.weighted !== before.weighted ||
    sums.total !== before.total;
  const { points, weighted, total } = sums;
  const next =
    tally !== null && tally.through === through && days === before.days
      ? tally
      : { through, days, points, weighted, total };
  const dueThrough = nextDue(days, through);
  return { ok: true, value: { tally: next, occurrences, changed, dueThrough }, issues: NONE };
}

/** The sums of a tally under other weights, for a run after another model became active. */
export function weighAgain(
  { days, through }: PersonTally,
  weights: Weights,
): { readonly tally: PersonTally; readonly occurrences: Occurrences } {
  const occurrences: Record<string, number> = {};
  const sums: Sums = sumDays(days, through, weights, occurrences);
  return { tally: { through, days, ...sums }, occurrences };
}

/** Looks at the days that leave and at those that enter, not at those in between. */
function moveWindow(
  { through: before, days }: PersonTally,
  through: Day,
  weights: Weights,
  sums: { points: number; weighted: number; total: number },
  occurrences: Record<string, number>,
): readonly DayTally[] {
  if (through === before) return days;
  const first = firstDayOf(through);
  let gone = 0;
  for (; gone < days.length && days[gone]!.day < first; gone += 1) {
    if (days[gone]!.day <= before) addDay(sums, days[gone]!, weights, occurrences, -1);
  }
  for (let at = days.length - 1; at >= gone && days[at]!.day > before; at -= 1) {
    if (days[at]!.day <= through) addDay(sums, days[at]!, weights, occurrences, 1);
  }
  return gone === 0 ? days : days.slice(gone);
}

function addActivity(
  before: readonly DayTally[],
  { activity, through, weights }: TallyInput,
  sums: { points: number; weighted: number; total: number },
  occurrences: Record<string, number>,
): readonly DayTally[] {
  const days: { day: Day; counts: Record<string, number> }[] = [...before];
  // Days of the former tally are shared with it; those made here may be written to.
  const own = new Set<Day>();
  for (const { activity: type, day, count = 1 } of activity) {
    const at = placeOf(days, day);
    if (!own.has(day)) days[at] = { day, counts: { ...days[at]!.counts } };
    own.add(day);
    const { counts } = days[at]!;
    const known = Object.hasOwn(counts, type) ? counts[type]! : 0;
    counts[type] = known + count;
    if (day > through) continue;
    const more = Math.min(known + count, DAILY_CAP) - Math.min(known, DAILY_CAP);
    if (more > 0) addCount(sums, type, more, weights, occurrences);
  }
  return days;
}

/** Where the day stands among days in order; it is put in when it is missing. */
function placeOf(days: { day: Day; counts: Record<string, number> }[], day: Day): number {
  let at = days.length;
  while (at > 0 && days[at - 1]!.day > day) at -= 1;
  if (at > 0 && days[at - 1]!.day === day) return at - 1;
  days.splice(at, 0, { day, counts: {} });
  return at;
}

function nextDue(days: readonly DayTally[], through: Day): Day | null {
  const [oldest] = days;
  if (oldest === undefined) return null;
  let due = oldest.day + WINDOW_DAYS;
  for (let at = days.length - 1; at >= 0 && days[at]!.day > through; at -= 1) {
    due = Math.min(due, days[at]!.day);
  }
  return due;
}

/** Most inputs have no fault, and there are many of them. */
function checkInput(tally: PersonTally | null, input: TallyInput): readonly Issue[] {
  const { activity, through, today } = input;
  const isSound =
    isDay(through) &&
    isDay(today) &&
    through <= today &&
    (tally === null || through >= tally.through) &&
    activity.every(
      ({ day, count = 1 }) =>
        isDay(day) && day <= today && day >= firstDayOf(through) && isCount(count),
    );
  return isSound ? NONE : [...checkDays(tally, input), ...checkActivity(input)];
}

function checkDays(tally: PersonTally | null, { through, today }: TallyInput): Issue[] {
  const fix = 'Give a whole number of days since 1970-01-01.';
  if (!isDay(through) || !isDay(today)) {
    return [problem('INVALID_DAY', [], 'The window does not end on a day.', fix)];
  }
  if (through > today) {
    const message = `The window would end on ${formatDay(through)}, which is in the future.`;
    return [problem('INVALID_DAY', ['through'], message, 'End it today or before.')];
  }
  if (tally === null || through >= tally.through) return [];
  const message = `The window ended on ${formatDay(tally.through)} and would now end on ${formatDay(through)}.`;
  const wait = 'Correct the clock; scores stay as they are until it has caught up.';
  return [problem('CLOCK_WENT_BACK', ['through'], message, wait)];
}

function checkActivity({ activity, through, today }: TallyInput): Issue[] {
  const first = firstDayOf(through);
  const issues: Issue[] = [];
  for (const [index, { day, count = 1 }] of activity.entries()) {
    const path = ['activity', index];
    if (!isDay(day)) {
      const fix = 'Give a whole number of days since 1970-01-01.';
      issues.push(problem('INVALID_DAY', [...path, 'day'], `${day} is no day.`, fix));
    } else if (day > today) {
      const message = `${formatDay(day)} is in the future.`;
      const fix = 'Correct the clock of the source, or hand it in when the day has come.';
      issues.push(problem('ACTIVITY_IN_FUTURE', [...path, 'day'], message, fix));
    } else if (day < first) {
      const message = `${formatDay(day)} is before the window, which begins on ${formatDay(first)}.`;
      issues.push(problem('ACTIVITY_BEFORE_WINDOW', [...path, 'day'], message, 'Leave it out.'));
    }
    if (!isCount(count)) {
      const message = `${count} is no count.`;
      const fix = 'Give a whole number of at least 1.';
      issues.push(problem('INVALID_COUNT', [...path, 'count'], message, fix));
    }
  }
  return issues;
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= 1e9;
}
