import { needArguments } from '../kernel/needed-arguments.ts';
import { nearest } from '../conditions/nearest.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { hasErrors, problem } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { deepEqual } from '../kernel/json.ts';
import { LIMITS } from '../model/limits.ts';
import { checkNaming, checkUnique, nameKey } from '../model/check-naming.ts';
import { checkRoles } from './check-roles.ts';
import { checkCards } from './check.ts';
import type { CheckContext } from './check.ts';
import { listRoles } from './role-list.ts';
import type { CustomRole } from './role-list.ts';
import type { RolesTemplate } from './roles-template.ts';
import { parseRolesTemplate } from './template-schema.ts';

/** What templates are checked against. */
export interface TemplateContext extends CheckContext {
  /** The tenant's own roles, besides the default ones; missing: cards may name any role. */
  readonly customRoles?: readonly CustomRole[];
}

/** Every fault of a template (BG-50, BG-57). `others` are the tenant's other templates. */
export function checkTemplate(
  template: RolesTemplate,
  context: TemplateContext,
  others: readonly RolesTemplate[] = [],
): Issue[] {
  const { customRoles, limits = LIMITS } = context;
  return [
    ...checkNaming(template, limits),
    ...checkUnique(template, others),
    ...checkRoles(template.roles, limits),
    ...(customRoles === undefined ? [] : checkListed(template.roles, customRoles)),
    ...checkCards(template.roles, context),
  ];
}

/** The template live, or every fault that stands against it (BG-51). */
export function publishTemplate(
  template: RolesTemplate,
  context: TemplateContext,
  others: readonly RolesTemplate[] = [],
): Result<RolesTemplate> {
  needArguments('publishTemplate', {
    template: [template, 'object'],
    context: [context, 'object'],
  });
  const parsed = parseRolesTemplate(template);
  if (!parsed.ok) return parsed;
  const issues = checkTemplate(template, context, others);
  if (template.status === 'live') issues.push(alreadyLive(template.id));
  if (hasErrors(issues)) return { ok: false, issues };
  return { ok: true, value: { ...template, status: 'live' }, issues };
}

/**
 * A changed template (BG-52): of a draft everything but its id and status may change; a live one takes other numbers of
 * members required and nothing else (correction 10). Groups of it are recomputed after that. A draft may have faults,
 * which come along as issues; they stand against publishing it. `others` are the tenant's other templates.
 */
export function changeTemplate(
  before: RolesTemplate,
  after: RolesTemplate,
  context: TemplateContext,
  others: readonly RolesTemplate[] = [],
): Result<RolesTemplate> {
  if (before.status === 'draft') {
    const kept = { ...after, id: before.id, status: before.status };
    return { ok: true, value: kept, issues: checkTemplate(kept, context, others) };
  }
  const kept = { ...after, roles: after.roles.map(withoutNumber) };
  if (!deepEqual(kept, { ...before, roles: before.roles.map(withoutNumber) })) {
    const message = 'The template is live, and only its numbers of members required may change.';
    const fix = 'Duplicate it, change the copy and publish that.';
    return { ok: false, issues: [problem('TEMPLATE_LIVE', [], message, fix)] };
  }
  const issues = checkRoles(after.roles, context.limits ?? LIMITS);
  return hasErrors(issues) ? { ok: false, issues } : { ok: true, value: after, issues };
}

/** A draft with the same cards. */
export function duplicateTemplate(
  template: RolesTemplate,
  copy: { readonly id: string; readonly name: string },
): RolesTemplate {
  needArguments('duplicateTemplate', { template: [template, 'object'], copy: [copy, 'object'] });
  return { ...template, ...copy, status: 'draft' };
}

/**
 * Moves a card of a draft one place up or down; the very template when it is at the end already (BG-53).
 * @throws AccompanyError `NOT_ALLOWED` for a live template; `INVALID_INPUT` for a role that has no card, with a similar one
 */
export function moveCard(template: RolesTemplate, role: string, by: 'up' | 'down'): RolesTemplate {
  needArguments('moveCard', {
    template: [template, 'object'],
    role: [role, 'text'],
    by: [by, ['up', 'down']],
  });
  needArguments('moveCard', { 'template.roles': [template.roles, 'objects'] });
  if (template.status === 'live') {
    const message = `The roles template ${template.id} is live. Duplicate it, and change the copy.`;
    throw new AccompanyError('NOT_ALLOWED', message);
  }
  const names = template.roles.map((card) => card.role);
  const from = names.findIndex((name) => nameKey(name) === nameKey(role));
  if (from < 0) {
    const message = `There is no card for the role ${JSON.stringify(role)}. ${nearest(role, names)}`;
    throw new AccompanyError('INVALID_INPUT', message, { path: ['role'] });
  }
  const to = by === 'up' ? from - 1 : from + 1;
  if (to < 0 || to >= names.length) return template;
  const roles = [...template.roles];
  [roles[from], roles[to]] = [roles[to]!, roles[from]!];
  return { ...template, roles };
}

/** What stands against deleting a template: that it is used, or live (BG-54). `interests` are those that name it. */
export function checkTemplateRemoval(
  template: RolesTemplate,
  interests: readonly { readonly id: string; readonly template: string }[],
): Issue[] {
  const users = interests.filter((interest) => interest.template === template.id);
  if (users.length > 0) {
    const message = `The template is used by ${users.map(({ id }) => id).join(', ')}.`;
    return [problem('IN_USE', [], message, 'Delete these solution interests first.')];
  }
  if (template.status === 'draft') return [];
  const message = 'The template is live.';
  return [problem('TEMPLATE_LIVE', [], message, 'Keep it; only drafts can be deleted.')];
}

/** The faults of cards whose role is neither a default nor a custom one (BG-57). */
function checkListed(
  cards: RolesTemplate['roles'],
  customRoles: readonly CustomRole[],
): readonly Issue[] {
  const names = listRoles(customRoles).map(({ name }) => name);
  return cards.flatMap(({ role }, index) => {
    if (names.includes(role)) return [];
    const message = `There is no role ${JSON.stringify(role)}.`;
    return [problem('UNKNOWN_ROLE', ['roles', index, 'role'], message, nearest(role, names))];
  });
}

function alreadyLive(id: string): Issue {
  const message = `The template ${JSON.stringify(id)} is live already.`;
  return problem('TEMPLATE_LIVE', ['status'], message, 'Publish a draft.');
}

function withoutNumber({
  membersRequired: _number,
  ...card
}: RolesTemplate['roles'][number]): Omit<RolesTemplate['roles'][number], 'membersRequired'> {
  return card;
}
