import type { AccountListDocument, AudienceDocument } from '../../audience/definition.ts';
import type { CreationJob } from '../../buying-group/creation-job.ts';
import type { BuyingGroupDocument } from '../../buying-group/definition.ts';
import type { References } from '../../conditions/references.ts';
import type { JourneyDocument, JourneyNode } from '../../journey/document.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { ExternalService } from '../../model/external-service.ts';
import type { StageModel } from '../../stage/stage-model.ts';

/** Everything besides the account that the reference interpreter looks at: documents as people wrote them. */
export interface ReferenceWorld {
  readonly catalogue: Catalogue;
  /** In any order. */
  readonly journeys: readonly ReferenceJourney[];
  readonly audiences: readonly AudienceDocument[];
  readonly lists: readonly AccountListDocument[];
  readonly groups: readonly BuyingGroupDocument[];
  /** Creation jobs; missing: none. */
  readonly jobs?: readonly CreationJob[];
  /** Live ones; missing: none. */
  readonly stageModels?: readonly StageModel[];
  /** Host actions that somebody carries out. */
  readonly actions: readonly string[];
  /** External services; missing: none. */
  readonly services?: readonly ExternalService[];
  /** Ids of those that somebody calls; missing: none. */
  readonly carried?: readonly string[];
}

/** A published journey. */
export interface ReferenceJourney {
  readonly document: JourneyDocument;
  readonly status: 'scheduled' | 'live' | 'closed' | 'aborted' | 'finished';
  /** Order of publication. */
  readonly order: number;
}

/** The journey of an id; `undefined` for one that does not exist. */
export function findJourney(world: ReferenceWorld, id: string): ReferenceJourney | undefined {
  return world.journeys.find((journey) => journey.document.id === id);
}

/** All journeys, the earliest published first. */
export function inOrderOfPublication(world: ReferenceWorld): readonly ReferenceJourney[] {
  return [...world.journeys].sort((left, right) => left.order - right.order);
}

/** The node of an id; `undefined` for an edge that leads nowhere. */
export function findNode(
  journey: ReferenceJourney,
  id: string | undefined,
): JourneyNode | undefined {
  return journey.document.nodes.find((node) => node.id === id);
}

/** What names in conditions stand for. */
export function referencesOf(world: ReferenceWorld): References {
  return {
    audience: (id) => world.audiences.find((audience) => audience.id === id),
    list: (id) => {
      const list = world.lists.find((one) => one.id === id);
      if (list === undefined) return undefined;
      return { condition: list.condition ?? null, live: list.status === 'live' };
    },
    group: (id) => {
      const group = world.groups.find((one) => one.id === id);
      if (group === undefined) return undefined;
      const { roles, stageModel } = group;
      return {
        roles: roles.map((card) => card.role),
        ...(stageModel === undefined ? {} : { stageModel }),
      };
    },
    service: (id) => world.services?.find((one) => one.id === id),
    stages: (id) =>
      world.stageModels?.find((one) => one.id === id)?.stages.map((stage) => stage.id),
  };
}
