import type { AccountListDocument, AudienceDocument } from '../../audience/definition.ts';
import type { CreationJob } from '../../buying-group/creation-job.ts';
import type { BuyingGroupDocument } from '../../buying-group/definition.ts';
import type { CustomRole } from '../../buying-group/role-list.ts';
import type { RolesTemplate } from '../../buying-group/roles-template.ts';
import type { SolutionInterest } from '../../buying-group/solution-interest.ts';
import type { IntentCategory } from '../../intent/taxonomy.ts';
import { deepFreeze } from '../../kernel/json.ts';
import type { Persona } from '../../persona/persona.ts';
import { groupDocuments } from '../../records/group-documents.ts';
import type { StageModel } from '../../stage/stage-model.ts';
import { documentsOf } from './check-parts.ts';
import type { Core } from '../core.ts';
import { refresh } from '../refresh.ts';
import { tenantOf } from './tenant.ts';

/** Everything that `define` has kept, as documents: frozen, in order of id, lists in their own order (BG-128). */
export interface Definitions {
  readonly audiences: readonly AudienceDocument[];
  readonly lists: readonly AccountListDocument[];
  /** Those of the first form, that is `BuyingGroup` values. */
  readonly groups: readonly BuyingGroupDocument[];
  readonly templates: readonly RolesTemplate[];
  readonly interests: readonly SolutionInterest[];
  readonly jobs: readonly CreationJob[];
  readonly stages: readonly StageModel[];
  readonly personas: readonly Persona[];
  /** The custom ones. */
  readonly roles: readonly CustomRole[];
  readonly taxonomy: readonly IntentCategory[];
  /** `groups`, and `interests` with the cards of their templates: what accounts have buying groups for. */
  readonly allGroups: readonly BuyingGroupDocument[];
}

/** What is kept, by type. Scoring has verbs of its own. */
export async function keptDefinitions(core: Core): Promise<Definitions> {
  await refresh(core);
  const definitions = tenantOf(core).definitions.toSorted((left, right) =>
    left.document.id < right.document.id ? -1 : 1,
  );
  return deepFreeze({
    audiences: documentsOf({ definitions }, 'audience'),
    lists: documentsOf({ definitions }, 'list'),
    groups: documentsOf({ definitions }, 'group'),
    templates: documentsOf({ definitions }, 'template'),
    interests: documentsOf({ definitions }, 'interest'),
    jobs: documentsOf({ definitions }, 'job'),
    stages: documentsOf({ definitions }, 'stages'),
    personas: documentsOf({ definitions }, 'personas').flatMap(({ items }) => items),
    roles: documentsOf({ definitions }, 'roles').flatMap(({ items }) => items),
    taxonomy: documentsOf({ definitions }, 'taxonomy').flatMap(({ items }) => items),
    allGroups: groupDocuments(definitions),
  });
}
