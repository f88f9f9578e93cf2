import type { AudienceIndex } from '../audience/membership.ts';
import type { CompiledGroup } from '../buying-group/compile-group.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Limits } from '../model/limits.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { Scoring } from '../engagement/scoring.ts';
import type { Program } from './program.ts';

/**
 * Everything besides the subject that an advance depends on. Built anew by the engine whenever a journey or a
 * definition changes; never changed in place.
 */
export interface World {
  readonly subscription: string;
  readonly catalogue: Catalogue;
  readonly limits: Limits;
  /** Every plan that a run may still follow, by hash. */
  readonly programs: ReadonlyMap<string, Program>;
  /** Journeys that exist beyond draft, by id. */
  readonly journeys: ReadonlyMap<string, WorldJourney>;
  /** Journeys that accept entries, in order of publication. */
  readonly open: readonly WorldJourney[];
  readonly audiences: AudienceIndex;
  readonly groups: readonly CompiledGroup[];
  /** Live stage models, by id. */
  readonly stageModels: ReadonlyMap<string, StageModel>;
  /** `null` while the tenant scores nothing. */
  readonly scoring: Scoring | null;
  /** Whether an audience, a list or a role's condition reads scores. */
  readonly readsScores: boolean;
  /** Static lists that are live, whose members actions may change. */
  readonly lists: ReadonlySet<string>;
  /** Host actions that somebody carries out. */
  readonly actions: ReadonlySet<string>;
  /** External services that somebody calls. */
  readonly services: ReadonlySet<string>;
  /** Record what decisions saw. */
  readonly evidence: boolean;
  /** Facts are neither kept nor heard; missing: they are. */
  readonly untold?: boolean;
  /** The platform is told what journeys change; missing: nobody is. */
  readonly flowsBack?: boolean;
}

/** What an advance needs to know of a journey. */
export interface WorldJourney {
  readonly id: string;
  readonly program: Program;
  readonly status: 'scheduled' | 'live' | 'closed' | 'aborted' | 'finished';
  /** Order of publication. */
  readonly order: number;
}
