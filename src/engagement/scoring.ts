import { DAY, HOUR } from '../kernel/duration.ts';
import { startOfLocalDay } from '../kernel/calendar.ts';
import type { Instant } from '../kernel/instant.ts';
import { dayCounter } from './day.ts';
import type { Day } from './day.ts';
import type { Epoch } from './epoch.ts';
import { activeModel } from './model-lifecycle.ts';
import type { WeightingModels } from './model-lifecycle.ts';
import type { Strategy } from './strategy.ts';
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
}

/** The last nightly run, as it is kept. */
export interface EpochDocument extends Epoch {
  readonly id: 'epoch';
  readonly at: Instant;
  /** Revision of the scoring by which it was made; 0 while values are computed by another scale (EG-65). */
  readonly revision: number;
}

/** A tenant's scoring, ready for use. */
export interface Scoring {
  readonly revision: number;
  readonly strategy: Strategy;
  /** Id of the active model. */
  readonly model: string;
  readonly weights: Weights;
  readonly dayOf: (at: Instant) => Day;
  /** When a local day begins. */
  readonly startOf: (day: Day) => Instant;
  /** `null` before the first run. */
  readonly epoch: EpochDocument | null;
}

/** Makes a scoring of documents that have no errors. @throws AccompanyError `INVALID_ZONE` */
export function compileScoring(
  { zone, strategy, models, revision }: ScoringDocument,
  epoch: EpochDocument | null,
): Scoring {
  const model = activeModel(models)!;
  const dayOf = dayCounter(zone);
  return {
    revision,
    strategy,
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
