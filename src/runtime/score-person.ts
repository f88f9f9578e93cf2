import { advanceTally, weighAgain } from '../engagement/advance-tally.ts';
import { firstDayOf, type Day } from '../engagement/day.ts';
import type { Scoring } from '../engagement/scoring.ts';
import { addOccurrences, valueOfPerson } from '../engagement/strategy.ts';
import type { DayTally, Occurrences, PersonTally } from '../engagement/tally.ts';
import { invariant } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import type { EventView } from '../model/view.ts';

/** What is kept of a person's engagement. */
export interface PersonScore {
  readonly tally: PersonTally;
  /** Revision of the scoring by whose weights the sums were made. */
  readonly revision: number;
  /** The stored value that the accounts know (EG-22). */
  readonly value: number;
  /** Days of which the accounts have not heard, or not all. */
  readonly untold: readonly Day[];
  /** Midnight at which the nightly run looks at the person; `null` for none. */
  readonly due: Instant | null;
}

/** A score, and what its change adds to the tenant's count of what occurred. */
export interface ScoreChange {
  readonly score: PersonScore;
  readonly occurrences: Occurrences;
}

/** A change that the person's accounts are told (EG-47). */
export interface ScoreNews {
  readonly value: number;
  /** Days with their counts, uncapped. */
  readonly days: readonly DayTally[];
}

/** Counts events as activity of their days (EG-46); `null` when none of them can count any more. */
export function tallyEvents(
  before: PersonScore | undefined,
  events: readonly EventView[],
  now: Instant,
  scoring: Scoring,
): ScoreChange | null {
  const { dayOf, startOf, weights } = scoring;
  const today = dayOf(now);
  const { score, occurrences } = underWeights(before, scoring);
  const through = score?.tally.through ?? today - 1;
  const activity = events
    .map(({ type, at }) => ({ activity: type, day: dayOf(at) }))
    .filter(({ day }) => day >= firstDayOf(through));
  if (activity.length === 0) return null;
  // Events that are dated ahead are kept for their day.
  const last = activity.reduce(
    (latest, { day }) => Math.max(latest, day),
    Math.max(today, through),
  );
  const change = advanced(score?.tally ?? null, { through, today: last, activity, weights });
  const untold = [...new Set([...(score?.untold ?? []), ...activity.map(({ day }) => day)])];
  const isLate = activity.some(({ day }) => day <= through);
  const nights = [score?.due ?? null, nightOf(change.dueThrough, startOf)];
  if (isLate) nights.push(startOf(today + 1));
  return {
    score: {
      tally: change.tally,
      revision: scoring.revision,
      value: score?.value ?? 0,
      untold: untold.sort((left, right) => left - right),
      due: earliest(nights),
    },
    occurrences: addOccurrences(occurrences, change.occurrences),
  };
}

/**
 * The nightly run for one person (EG-48): moves the window, and gives the value and the days of which the accounts do
 * not know. `null` when nothing is to be done. A window that would end before the present one stays where it is.
 */
export function scoreAtNight(
  before: PersonScore | undefined,
  through: Day,
  scoring: Scoring,
): (ScoreChange & { readonly news: ScoreNews | null }) | null {
  if (before === undefined) return null;
  const { startOf, weights, strategy, valueScale } = scoring;
  const { score, occurrences } = underWeights(before, scoring);
  const { tally, untold } = score!;
  const end = Math.max(through, tally.through);
  const last = tally.days.at(-1)?.day ?? end;
  const change = advanced(tally, {
    through: end,
    today: Math.max(end, last),
    activity: [],
    weights,
  });
  const value = valueOfPerson(change.tally, strategy, valueScale.scale);
  const days =
    untold.length === 0
      ? NO_DAYS
      : change.tally.days.filter(({ day }) => day <= end && untold.includes(day));
  const news = value === before.value && days.length === 0 ? null : { value, days };
  const due = nightOf(change.dueThrough, startOf);
  if (news === null && score === before && change.tally === tally && due === before.due)
    return null;
  const next: PersonScore = {
    tally: change.tally,
    revision: scoring.revision,
    value,
    untold: untold.length === 0 ? untold : untold.filter((day) => day > end),
    due,
  };
  return { score: next, occurrences: addOccurrences(occurrences, change.occurrences), news };
}

const NO_DAYS: readonly never[] = Object.freeze([]);

/** What the tenant's count of what occurred loses with a person. */
export function takenBack({ tally, revision }: PersonScore, scoring: Scoring): Occurrences {
  if (revision !== scoring.revision) return {};
  const { occurrences } = weighAgain(tally, scoring.weights);
  return Object.fromEntries(Object.entries(occurrences).map(([type, count]) => [type, -count]));
}

/** The score with sums by the present weights; what occurred counts anew under a new revision (EG-45). */
function underWeights(
  score: PersonScore | undefined,
  { revision, weights }: Scoring,
): { readonly score: PersonScore | undefined; readonly occurrences: Occurrences } {
  if (score === undefined || score.revision === revision) return { score, occurrences: {} };
  const { tally, occurrences } = weighAgain(score.tally, weights);
  return { score: { ...score, tally, revision }, occurrences };
}

function advanced(
  tally: PersonTally | null,
  input: Parameters<typeof advanceTally>[1],
): Extract<ReturnType<typeof advanceTally>, { ok: true }>['value'] {
  const result = advanceTally(tally, input);
  invariant(result.ok, 'A tally was refused.');
  return result.value;
}

/** A window that ends on a day is looked at when the day is over. */
function nightOf(through: Day | null, startOf: (day: Day) => Instant): Instant | null {
  return through === null ? null : startOf(through + 1);
}

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}
