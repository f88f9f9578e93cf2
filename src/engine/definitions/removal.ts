import { checkInterestRemoval } from '../../buying-group/solution-interest.ts';
import { checkTemplateRemoval } from '../../buying-group/template-lifecycle.ts';
import { AccompanyError } from '../../kernel/errors.ts';
import type { Issue } from '../../kernel/issue.ts';
import { needObject } from '../../kernel/object-argument.ts';
import { groupsNamedIn } from '../../journey/named-groups.ts';
import type { DefinitionBody, GroupPartBody } from '../../records/bodies.ts';
import { checkStagesRemoval } from '../../stage/stage-lifecycle.ts';
import { documentsOf, type Tenant } from './check-parts.ts';
import type { Core } from '../core.ts';
import type { GroupPartRef } from './group-parts.ts';
import { definitionId } from '../registry.ts';
import type { Held } from '../../records/store.ts';
import { rolesInUse } from './role-uses.ts';
import { title } from './titles.ts';

/**
 * The kept definition that a reference means.
 * @throws AccompanyError `NOT_FOUND`, `INVALID_INPUT`
 */
export function definitionToDelete(core: Core, ref: GroupPartRef): Held<'definition'> {
  const [type, id] = typeAndId(ref);
  const record = core.registry.definitions.get(definitionId(type, id));
  if (record === undefined)
    throw new AccompanyError('NOT_FOUND', `There is no ${title(type, id)}.`);
  return record;
}

const TYPES: ReadonlySet<string> = new Set<GroupPartBody['type'] | 'group'>([
  'group',
  'template',
  'interest',
  'job',
  'stages',
  'personas',
  'roles',
  'taxonomy',
  'service',
]);

function typeAndId(ref: GroupPartRef): readonly [DefinitionBody['type'], string] {
  needObject(ref, 'Give the type with an id, such as { template: id }.');
  const [[type, id] = [], ...rest] = Object.entries(ref);
  if (type !== undefined && TYPES.has(type) && rest.length === 0) {
    if (typeof id === 'string') return [type as DefinitionBody['type'], id];
    if (id === true) return [type as DefinitionBody['type'], type];
  }
  throw new AccompanyError(
    'INVALID_INPUT',
    `undefine takes one of ${[...TYPES].join(', ')} with an id, or with true for a list.`,
  );
}

/** What stands against deleting a definition (BG-116); `tenant` is what stays. */
export async function removalIssues(
  core: Core,
  tenant: Tenant,
  body: DefinitionBody,
): Promise<readonly Issue[]> {
  const interests = documentsOf(tenant, 'interest');
  switch (body.type) {
    case 'template':
      return checkTemplateRemoval(body.document, interests);
    case 'stages':
      return checkStagesRemoval(body.document, [...interests, ...documentsOf(tenant, 'group')]);
    case 'interest':
    case 'group':
      return checkInterestRemoval(usesOf(core, tenant, body.document.id));
    case 'roles':
      return rolesInUse(core, body.document.items);
    default:
      return [];
  }
}

/** Jobs, and journeys that are not over, that name the solution interest. */
function usesOf(
  core: Core,
  tenant: Tenant,
  interest: string,
): { readonly jobs: readonly string[]; readonly journeys: readonly string[] } {
  const jobs = documentsOf(tenant, 'job').filter((job) => job.interest === interest);
  const journeys = [...core.registry.journeys.values()].filter(
    ({ body: { document, status } }) =>
      status !== 'aborted' && status !== 'finished' && groupsNamedIn(document).has(interest),
  );
  return { jobs: jobs.map(({ id }) => id), journeys: journeys.map(({ id }) => id) };
}
