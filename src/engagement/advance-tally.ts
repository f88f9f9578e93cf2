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
  const issues = [...checkDays(tally, input), ...checkActivity(input)];
  if (issues.length > 0) return { ok: false, issues };
  const before: PersonTally = tally ?? { ...NOTHING, through };
  const sums = { points: before.points, weighted: before.weighted, total: before.total };
  const occurrences: Record<string, number> = {};
  const kept = moveWindow(before, through, weights, sums, occurrences);
  const days = activity.length === 0 ? kept : [...kept];
  for (const { activity: type, day, count = 1 } of activity) {
    const at = placeOf(days as DayTally[], day);
    const { counts } = days[at]!;
    const known = Object.hasOwn(counts, type) ? counts[type]! : 0;
    (days as DayTally[])[at] = { day, counts: { ...counts, [type]: known + count } };
    if (day > through) continue;
    const more = Math.min(known + count, DAILY_CAP) - Math.min(known, DAILY_CAP);
    if (more > 0) addCount(sums, type, more, weights, occurrences);
  }
  for (const type of Object.keys(occurrences)) {
    if (occurrences[type] === 0) delete occurrences[type];
  }
  const changed =
    sums.points !== before.points ||
    sums.weighted !== before.weighted ||
    sums.total !== before.total;
  const same = tally !== null && tally.through === through && days === before.days;
  const next = same ? tally : { through, days, ...sums };
  const dueThrough = nextDue(next.days, through);
  return { ok: true, value: { tally: next, occurrences, changed, dueThrough }, issues: [] };
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
  for (const day of days) {
    if (day.day < first) {
      gone += 1;
      if (day.day <= before) addDay(sums, day, weights, occurrences, -1);
    } else if (day.day > before && day.day <= through) {
      addDay(sums, day, weights, occurrences, 1);
    }
  }
  return gone === 0 ? days : days.slice(gone);
}

/** Where the day stands among days in order; it is put in when it is missing. */
function placeOf(days: DayTally[], day: Day): number {
  let at = days.length;
  while (at > 0 && days[at - 1]!.day > day) at -= 1;
  if (at > 0 && days[at - 1]!.day === day) return at - 1;
  days.splice(at, 0, { day, counts: {} });
  return at;
}

function nextDue(days: readonly DayTally[], through: Day): Day | null {
  const [oldest] = days;
  if (oldest === undefined) return null;
  const leaves = oldest.day + WINDOW_DAYS;
  const entering = days.find(({ day }) => day > through);
  return entering === undefined ? leaves : Math.min(leaves, entering.day);
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
    if (!Number.isInteger(count) || count < 1 || count > 1e9) {
      const message = `${count} is no count.`;
      const fix = 'Give a whole number of at least 1.';
      issues.push(problem('INVALID_COUNT', [...path, 'count'], message, fix));
    }
  }
  return issues;
}
