import { checkBuyingGroup } from '../../buying-group/check.ts';
import type { CheckContext } from '../../buying-group/check.ts';
import { DEFAULT_ROLES } from '../../buying-group/default-roles.ts';
import { checkJob } from '../../buying-group/creation-job.ts';
import { checkCustomRoles } from '../../buying-group/role-list.ts';
import {
  changeInterest,
  checkInterest,
  documentOf,
  partsOf,
} from '../../buying-group/solution-interest.ts';
import type { InterestContext } from '../../buying-group/solution-interest.ts';
import { changeTemplate, checkTemplate } from '../../buying-group/template-lifecycle.ts';
import { compileCondition } from '../../conditions/compile.ts';
import { checkTaxonomy } from '../../intent/taxonomy.ts';
import { hasErrors, problem, type Issue } from '../../kernel/issue.ts';
import { checkService } from '../../service/check-service.ts';
import { checkPersonas } from '../../persona/check-personas.ts';
import { nameKey } from '../../model/check-naming.ts';
import type { Limits } from '../../model/limits.ts';
import type { DefinitionBody, GroupPartBody } from '../../records/bodies.ts';
import { checkStages } from '../../stage/check-stages.ts';
import { changeStages, publishStages } from '../../stage/stage-lifecycle.ts';

/** What parts are checked against: everything that would be kept together with them. */
export interface Tenant extends CheckContext {
  readonly limits: Limits;
  readonly definitions: readonly DefinitionBody[];
}

type Document<T extends DefinitionBody['type']> = Extract<DefinitionBody, { type: T }>['document'];

type Checks = {
  readonly [T in GroupPartBody['type'] | 'group']: (
    tenant: Tenant,
    document: Document<T>,
    before: Document<T> | undefined,
  ) => readonly Issue[];
};

/** Everything that stands against keeping each part (BG-115). */
const CHECKS: Checks = {
  group(tenant, document, before) {
    const { stageModel } = document;
    const issues = documentsOf(tenant, 'interest').some(({ id }) => id === document.id)
      ? [taken('solution interest')]
      : [];
    const isLive = documentsOf(tenant, 'stages').some(
      ({ id, status }) => id === stageModel && status === 'live',
    );
    issues.push(...checkRoleTotal(tenant, rolesOn(document), before && rolesOn(before)));
    if (stageModel === undefined || isLive) return issues;
    const message = `There is no live stage model ${JSON.stringify(stageModel)}.`;
    return [...issues, problem('NOT_LIVE', ['stageModel'], message, 'Define a live one.')];
  },
  template(tenant, document, before) {
    const others = besides(tenant, 'template', document.id);
    const context = { ...tenant, customRoles: customRoles(tenant) };
    if (before?.status === 'live') return changeTemplate(before, document, context, others).issues;
    const issues = [
      ...checkTemplate(document, context, others),
      ...checkRoleTotal(tenant, rolesOn(document), before && rolesOn(before)),
    ];
    return document.status === 'live' ? issues : ofNaming(issues);
  },
  interest(tenant, document, before) {
    const { id } = document;
    const context = interestContext(tenant, id);
    const issues = [
      ...(before === undefined
        ? checkInterest(document, context)
        : changeInterest(before, document, context).issues),
    ];
    const template = context.templates.find((one) => one.id === document.template);
    if (documentsOf(tenant, 'group').some((group) => group.id === id))
      issues.push(taken('buying group'));
    if (hasErrors(issues) || template === undefined) return issues;
    const joined = checkBuyingGroup(documentOf(document, template), tenant);
    return [...issues, ...joined.filter(({ path }) => path[0] === 'accounts')];
  },
  job(tenant, document, before) {
    const { id, audience } = document;
    if (before !== undefined) {
      const message = `The creation job ${JSON.stringify(id)} never changes.`;
      return [problem('IMMUTABLE', [], message, 'Delete it, and make another one.')];
    }
    const issues = checkJob(document, {
      interests: [...documentsOf(tenant, 'interest'), ...documentsOf(tenant, 'group')].map(
        (one) => one.id,
      ),
      audiences: documentsOf(tenant, 'audience').flatMap((one) =>
        one.of === 'accounts' ? [one.id] : [],
      ),
      others: besides(tenant, 'job', id),
      limits: tenant.limits,
    });
    if (hasErrors(issues)) return issues;
    const { catalogue, references } = tenant;
    const condition = { kind: 'audience', audience, member: true } as const;
    const context = { catalogue, references, scope: 'account' } as const;
    if (!compileCondition(condition, context).reads.groups) return issues;
    const message = `The audience ${JSON.stringify(audience)} tests buying groups, which would depend on themselves.`;
    return [problem('TESTS_BUYING_GROUPS', ['audience'], message, 'Name another audience.')];
  },
  stages({ limits, ...tenant }, document, before) {
    const draft = { ...document, status: 'draft' } as const;
    const changed =
      before === undefined
        ? []
        : changeStages(before, before.status === 'draft' ? draft : document, limits).issues;
    if (before?.status === 'live' || changed.some(({ code }) => REFUSED.has(code))) return changed;
    if (document.status === 'draft') return ofNaming(checkStages(document, limits));
    return publishStages(draft, besides(tenant, 'stages', document.id), limits).issues;
  },
  personas: ({ catalogue, limits }, { items }) => checkPersonas(items, catalogue, limits),
  roles(tenant, { items }, before) {
    const issues = checkCustomRoles(items, tenant.limits);
    if (issues.length > 0) return issues;
    const known = before?.items.map(({ name }) => name);
    return checkRoleTotal(
      tenant,
      items.map(({ name }) => name),
      known,
    ).map((issue) => ({ ...issue, path: [] }));
  },
  service: ({ catalogue, limits, ...tenant }, document) =>
    checkService(document, {
      catalogue,
      limits,
      others: besides(tenant, 'service', document.id),
    }),
  taxonomy: ({ limits }, { items }) => checkTaxonomy(items, limits),
};

/** What stands against a change of a draft, whatever else is wrong with it. */
const REFUSED: ReadonlySet<string> = new Set(['IMMUTABLE', 'STAGE_REMOVED', 'STAGE_MODEL_LIVE']);

/** Everything that stands against keeping a definition beside the others; `before` is what it replaces. */
export function checkPart(
  tenant: Tenant,
  body: GroupPartBody | Extract<DefinitionBody, { type: 'group' }>,
  before: DefinitionBody | undefined,
): readonly Issue[] {
  const check = CHECKS[body.type] as (
    tenant: Tenant,
    document: unknown,
    before: unknown,
  ) => readonly Issue[];
  return check(tenant, body.document, before?.document);
}

/** The tenant's own roles. */
export function customRoles({
  definitions,
}: Pick<Tenant, 'definitions'>): Document<'roles'>['items'] {
  return documentsOf({ definitions }, 'roles').flatMap(({ items }) => items);
}

/** The documents of one type. */
export function documentsOf<T extends DefinitionBody['type']>(
  { definitions }: Pick<Tenant, 'definitions'>,
  type: T,
): readonly Document<T>[] {
  return definitions.flatMap((body) => (body.type === type ? [body.document as Document<T>] : []));
}

/**
 * The roles of a tenant, those on cards included, are twenty in all (BG-55). `definitions` hold the document with `roles`
 * already; one that brings none besides those that it had is left alone.
 */
function checkRoleTotal(
  { definitions, limits }: Tenant,
  roles: readonly string[],
  before: readonly string[] = [],
): readonly Issue[] {
  const all = new Set([...DEFAULT_ROLES, ...rolesNamedIn(definitions)].map(nameKey));
  const had = new Set([...DEFAULT_ROLES, ...before].map(nameKey));
  const most = limits.groupRoles;
  if (all.size <= most || roles.every((role) => had.has(nameKey(role)))) return [];
  const message = `With the default ones and those of other definitions there are ${all.size} roles.`;
  const fix = `Use at most ${most} in all, and the same ones in several definitions.`;
  return [problem('TOO_MANY_ROLES', ['roles'], message, fix)];
}

function rolesNamedIn(definitions: readonly DefinitionBody[]): readonly string[] {
  return [
    ...customRoles({ definitions }).map(({ name }) => name),
    ...documentsOf({ definitions }, 'group').flatMap(rolesOn),
    ...documentsOf({ definitions }, 'template').flatMap(rolesOn),
  ];
}

function rolesOn({ roles }: { readonly roles: readonly { readonly role: string }[] }): string[] {
  return roles.map(({ role }) => role);
}

function besides<T extends DefinitionBody['type']>(
  tenant: Pick<Tenant, 'definitions'>,
  type: T,
  id: string,
): readonly Document<T>[] {
  return documentsOf(tenant, type).filter((other) => other.id !== id);
}

function interestContext(tenant: Tenant, id: string): InterestContext {
  return {
    templates: documentsOf(tenant, 'template'),
    stageModels: documentsOf(tenant, 'stages'),
    others: [
      ...besides(tenant, 'interest', id),
      ...besides(tenant, 'group', id).map((group) => partsOf(group).interest),
    ],
    limits: tenant.limits,
  };
}

/** A draft may have faults; not those of what it is known by. */
function ofNaming(issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(({ path }) => ['id', 'name', 'description'].includes(String(path[0])));
}

function taken(by: string): Issue {
  const message = `There is a ${by} with the id.`;
  return problem('NAME_DUPLICATE', ['id'], message, 'Choose another id.');
}
