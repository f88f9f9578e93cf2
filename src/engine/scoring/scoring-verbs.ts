import type { Epoch } from '../../engagement/epoch.ts';
import type { WeightingModels } from '../../engagement/model-lifecycle.ts';
import { copyGiven } from '../../kernel/copy-given.ts';
import { needOptions } from '../argument-checks.ts';
import { unlessAborted, type Core } from '../core.ts';
import type { CallOptions } from '../rounds.ts';
import type { Schedule } from '../schedule.ts';
import { defineScoring, epochOf, modelsOf, type ScoringOptions } from './scoring.ts';

/** How an engine scores the engagement of people and buying groups. Rules: `docs/semantics/engagement.md`. */
export interface ScoringVerbs {
  /**
   * Begins to score, or changes how; resolves when every value was computed again (EG-54). What is given is copied
   * (EG-61), and the zone is fixed once there is activity (EG-62).
   * @throws AccompanyError `INVALID_DOCUMENT` with all issues in `details`; nothing was changed
   */
  readonly define: (scoring?: ScoringOptions, options?: CallOptions) => Promise<void>;
  /** All weighting models, frozen; none while nothing is scored. */
  readonly models: () => Promise<WeightingModels>;
  /** What the last nightly run left (EG-40); `undefined` before the first. */
  readonly epoch: () => Promise<Epoch | undefined>;
}

/** The verbs of one engine. */
export function scoringVerbs(core: Core, schedule: Schedule): ScoringVerbs {
  return {
    define: async (scoring = {}, options = {}) => {
      needOptions(options);
      const given = copyGiven(scoring);
      return schedule.live(unlessAborted(() => defineScoring(core, given, options), options));
    },
    models: () => schedule.read(async () => modelsOf(core)),
    epoch: () => schedule.read(async () => epochOf(core)),
  };
}
