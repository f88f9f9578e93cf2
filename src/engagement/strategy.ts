import type { Occurrences, PersonTally } from './tally.ts';
import type { Weights } from './weighting-model.ts';

/**
 * How activity becomes a score. `normalized`: weights by the greatest that occurred. `strictMinMax`: weights between
 * the least and the greatest that occurred, so that the lightest counts nothing. `rawCountV1`: counts alone, by role
 * weight, neither rooted nor normalised (reference 12.4).
 */
export type Strategy = 'normalized' | 'strictMinMax' | 'rawCountV1';

/** The least and the greatest weight among the weighted activities that occurred in the tenant's window (EG-20). */
export interface Scale {
  readonly least: number;
  readonly greatest: number;
}

/** Adds what changed to the tenant's count of what occurred; activities that occur no more are dropped (EG-21). */
export function addOccurrences(
  known: Occurrences,
  ...changes: readonly Occurrences[]
): Occurrences {
  const sum: Record<string, number> = { ...known };
  for (const change of changes) {
    for (const activity of Object.keys(change)) {
      sum[activity] = (Object.hasOwn(sum, activity) ? sum[activity]! : 0) + change[activity]!;
      if (sum[activity] === 0) delete sum[activity];
    }
  }
  return sum;
}

/** The scale of what occurred; `null` when no weighted activity did. */
export function scaleOf(occurrences: Occurrences, weights: Weights): Scale | null {
  let [least, greatest] = [Number.POSITIVE_INFINITY, 0];
  for (const [activity, weight] of weights) {
    if (!Object.hasOwn(occurrences, activity) || occurrences[activity]! <= 0) continue;
    least = Math.min(least, weight);
    greatest = Math.max(greatest, weight);
  }
  return greatest === 0 ? null : { least, greatest };
}

/**
 * The stored value of a person: a whole number from which the common divisor of the tenant is left out, so that it
 * changes with the person's activity only (EG-22). With `strictMinMax` it depends on the least weight, too.
 */
export function valueOfPerson(tally: PersonTally, strategy: Strategy, scale: Scale | null): number {
  if (strategy === 'rawCountV1') return tally.total;
  if (strategy === 'normalized' || scale === null) return tally.points;
  return scale.least === scale.greatest
    ? tally.weighted
    : tally.points - scale.least * tally.weighted;
}

/** The raw value as the steps of the calculation define it: the stored value over the divisor of the scale (EG-22). */
export function rawOfPerson(value: number, strategy: Strategy, scale: Scale | null): number {
  if (strategy === 'rawCountV1') return value;
  if (scale === null) return 0;
  if (strategy === 'normalized') return value / scale.greatest;
  return scale.least === scale.greatest ? value : value / (scale.greatest - scale.least);
}
