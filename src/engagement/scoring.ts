import { DAY, HOUR } from '../kernel/duration.ts';
import { startOfLocalDay } from '../kernel/calendar.ts';
import type { Instant } from '../kernel/instant.ts';
import { dayCounter } from './day.ts';
import type { Day } from './day.ts';
import type { Epoch } from './epoch.ts';
import { activeModel } from './model-lifecycle.ts';
import type { WeightingModels } from './model-lifecycle.ts';
import type { Scale, Strategy } from './strategy.ts';
import { weightsOf } from './weighting-model.ts';
import type { Weights } from './weighting-model.ts';

/** How one tenant scores engagement. */
export interface ScoringDocument {
  readonly id: 'scoring';
  /** IANA zone by whose calendar days are counted (EG-2). */
  readonly zone: string;
  readonly strategy: Strategy;
  /** All models of the tenant; exactly one is active. */
  readonly models: WeightingModels;
  /** Counts up with every change, so that values that were computed before it are known. */
  readonly revision: number;
  /** Missing: no scale and no change of it so far. */
  readonly valueScale?: ValueScale;
}

/** The scale by which stored values are computed where they depend on one, whoever computes them (EG-65). */
export interface ValueScale {
  readonly scale: Scale | null;
  /** Counts up with every other scale, so that a change that was interrupted is known. */
  readonly change: number;
}

/** The last nightly run, as it is kept. */
export interface EpochDocument extends Epoch {
  readonly id: 'epoch';
  readonly at: Instant;
  /** Revision of the scoring by which it was made. */
  readonly revision: number;
  /** Change of the scale by which its values were computed; missing: 0. */
  readonly scaleChange?: number;
}

/** A tenant's scoring, ready for use. */
export interface Scoring {
  readonly revision: number;
  readonly strategy: Strategy;
  readonly valueScale: ValueScale;
  /** Id of the active model. */
  readonly model: string;
  readonly weights: Weights;
  readonly dayOf: (at: Instant) => Day;
  /** When a local day begins. */
  readonly startOf: (day: Day) => Instant;
  /** `null` before the first run. */
  readonly epoch: EpochDocument | null;
}

/** Whether the last run counted everybody as values are computed now. */
export function isCountedBy({ epoch, revision, valueScale }: Scoring): boolean {
  return epoch?.revision === revision && (epoch.scaleChange ?? 0) === valueScale.change;
}

const NO_SCALE: ValueScale = Object.freeze({ scale: null, change: 0 });

/** Makes a scoring of documents that have no errors. @throws AccompanyError `INVALID_ZONE` */
export function compileScoring(
  { zone, strategy, models, revision, valueScale = NO_SCALE }: ScoringDocument,
  epoch: EpochDocument | null,
): Scoring {
  const model = activeModel(models)!;
  const dayOf = dayCounter(zone);
  return {
    revision,
    strategy,
    valueScale,
    model: model.id,
    weights: weightsOf(model),
    dayOf,
    startOf: (day) => {
      // No zone is further from UTC than 14 hours.
      let at = day * DAY + 12 * HOUR;
      while (dayOf(at) > day) at -= 4 * HOUR;
      while (dayOf(at) < day) at += 4 * HOUR;
      return startOfLocalDay(at, zone);
    },
    epoch,
  };
}
