import type { Engine } from '../engine/engine.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Storage } from '../ports/storage.ts';
import type { RefusedCommand } from './result.ts';
import type { Scenario } from './scenario.ts';

/** A scenario that was played to its end. */
export interface PlayedScenario {
  readonly scenario: Scenario;
  readonly catalogue: Catalogue;
  /** Open as long as it is looked at. */
  readonly engine: Engine;
  readonly storage: Storage;
  readonly subscription: string;
  readonly refusedCommands: readonly RefusedCommand[];
}
