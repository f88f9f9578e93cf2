import type { Day } from './day.ts';
import { rawOfPerson } from './strategy.ts';
import type { Scale, Strategy } from './strategy.ts';

/** What a nightly run keeps for the whole tenant: stored values become scores by it whenever they are read (EG-40). */
export interface Epoch {
  /** Counts up with every nightly run. */
  readonly number: number;
  /** The last day of the window, the latest by which anybody was counted. */
  readonly through: Day;
  /** Id of the weighting model that was active. */
  readonly model: string;
  readonly strategy: Strategy;
  readonly scale: Scale | null;
  /** The greatest stored value of a person; 0 when nobody has one. */
  readonly personMax: number;
  /** The greatest stored value of a group; 0 when none has one. */
  readonly groupMax: number;
}

/** A score, and whether it was computed before a nightly run could know the greatest value. */
export interface Score {
  /** 0 to 100, unrounded, but for `rawCountV1`, which has no upper bound; `null` when it cannot be told yet. */
  readonly score: number | null;
  readonly provisional: boolean;
}

/** Score of a person out of the stored value, unrounded (EG-23). */
export function scoreOfPerson(value: number, { strategy, personMax }: Epoch): number {
  return strategy === 'rawCountV1' ? value : rooted(value, personMax);
}

/** Score of a group out of the stored value, unrounded (EG-34). */
export function scoreOfGroup(value: number, { strategy, groupMax }: Epoch): number {
  return strategy === 'rawCountV1' ? value : rooted(value, groupMax);
}

/**
 * Score of a group that came into being, or changed, after the epoch was made (EG-41): by the maxima that are known,
 * never above 100, and marked. It cannot be told without an epoch, nor by one in which no group had a value.
 */
export function provisionalScore(value: number, epoch: Epoch | null): Score {
  if (epoch === null) return { score: null, provisional: true };
  const { strategy, groupMax } = epoch;
  const isTold = strategy === 'rawCountV1' || groupMax > 0 || value <= 0;
  return { score: isTold ? scoreOfGroup(value, epoch) : null, provisional: true };
}

/** The raw value of a person as the calculation defines it, for showing next to the score. */
export function rawPerson(value: number, { strategy, scale }: Epoch): number {
  return rawOfPerson(value, strategy, scale);
}

/** The raw value of a group: the weighted sum of its members' scores before the root (EG-32). */
export function rawGroup(value: number, { strategy, personMax }: Epoch): number {
  if (strategy === 'rawCountV1') return value;
  return personMax === 0 ? 0 : 100 * (value / Math.sqrt(personMax));
}

/** The score that people see: the nearest whole number, halves up (EG-42). */
export function displayed(score: number): number {
  return Math.floor(score + 0.5);
}

/** What listeners for *Change in Engagement Score* hear. */
export interface EngagementChanged {
  readonly type: 'engagement';
  readonly group: string;
  /** Unrounded scores; `null` when there was none. */
  readonly previous: number | null;
  readonly next: number;
}

/**
 * The change to tell of a group whose stored value changed: only when the displayed score differs (EG-43); a group
 * that had none so far counts as one with 0. A new epoch alone is told to nobody: do not ask for groups whose value stayed.
 */
export function engagementChange(
  group: string,
  previous: number | null,
  next: number,
): EngagementChanged | null {
  if (displayed(previous ?? 0) === displayed(next)) return null;
  return { type: 'engagement', group, previous, next };
}

function rooted(value: number, greatest: number): number {
  if (greatest <= 0 || value <= 0) return 0;
  // The quotient first: the greatest has exactly 100.
  return 100 * Math.min(1, Math.sqrt(value) / Math.sqrt(greatest));
}
