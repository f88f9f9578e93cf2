import { checkInterestRemoval } from '../buying-group/solution-interest.ts';
import { checkTemplateRemoval } from '../buying-group/template-lifecycle.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { formatIssue, type Issue } from '../kernel/issue.ts';
import { needObject } from '../kernel/object-argument.ts';
import { groupsNamedIn } from '../journey/named-groups.ts';
import type { DefinitionBody, GroupPartBody } from '../records/bodies.ts';
import { checkStagesRemoval } from '../stage/stage-lifecycle.ts';
import { documentsOf, type Tenant } from './check-parts.ts';
import { now, type Core } from './core.ts';
import { tenantOf, title } from './definitions.ts';
import type { GroupPartRef } from './group-parts.ts';
import { definitionId } from './registry.ts';
import { rolesInUse } from './role-uses.ts';

/**
 * Deletes a definition of buying groups for good (BG-116). Groups that exist stay as they are.
 * @throws AccompanyError `NOT_FOUND`; `NOT_ALLOWED` with `details.issues` for one that is used; `INVALID_INPUT`
 */
export async function undefine(core: Core, ref: GroupPartRef): Promise<void> {
  const [type, id] = typeAndId(ref);
  const record = core.registry.definitions.get(definitionId(type, id));
  if (record === undefined)
    throw new AccompanyError('NOT_FOUND', `There is no ${title(type, id)}.`);
  const issues = await stands(core, record.body);
  if (issues.length > 0) {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `The ${title(type, id)} cannot be deleted: ${issues.map(formatIssue).join('; ')}`,
      { details: { issues } },
    );
  }
  const { kind, version } = record;
  const key = { kind, id: record.id };
  await core.registry.write([{ op: 'delete', key, version }], now(core));
  core.registry.forget('definition', record.id);
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

/** What stands against deleting the definition. */
async function stands(core: Core, body: DefinitionBody): Promise<readonly Issue[]> {
  const tenant = tenantOf(core);
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
