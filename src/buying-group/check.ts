import { checkCondition } from '../conditions/check.ts';
import { compileCondition } from '../conditions/compile.ts';
import type { Condition } from '../conditions/condition.ts';
import type { References } from '../conditions/references.ts';
import { isNamedId } from '../kernel/id.ts';
import { hasErrors, problem, under, warning } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import type { BuyingGroupDocument, RoleCard } from './definition.ts';

/** What definitions are checked against. */
export interface CheckContext {
  readonly catalogue: Catalogue;
  readonly references: References;
  /** Missing: the default limits. */
  readonly limits?: Limits;
}

/** Every fault of a definition (BG-1 to BG-4, BG-7, BG-8). */
export function checkBuyingGroup(document: BuyingGroupDocument, context: CheckContext): Issue[] {
  const limits = context.limits ?? LIMITS;
  const issues = [...checkNaming(document, limits), ...checkRoles(document.roles, limits)];
  if (document.accounts !== undefined) {
    issues.push(...checkPart(document.accounts, ['accounts'], 'account', context));
  }
  for (const [index, { when }] of document.roles.entries()) {
    if (when !== undefined) {
      issues.push(...checkPart(when, ['roles', index, 'when'], 'person', context));
    }
  }
  if (
    document.roles.length > 0 &&
    document.accounts === undefined &&
    document.roles.every(({ when }) => when === undefined)
  ) {
    const message = 'No account gets a group: nothing says which accounts, and no role is filled.';
    const fix = 'Give the definition a condition on accounts, or a role a condition.';
    issues.push(warning('NEVER_CREATED', ['roles'], message, fix));
  }
  return issues;
}

function checkNaming({ id, name }: BuyingGroupDocument, limits: Limits): Issue[] {
  const issues: Issue[] = [];
  if (!isNamedId(id, limits.idLength)) {
    const message = 'The id is blank, too long, or holds control characters.';
    const fix = `Use 1 to ${limits.idLength} characters, none of them a control character.`;
    issues.push(problem('INVALID_ID', ['id'], message, fix));
  }
  if (name !== undefined && !fits(name, limits.nameLength)) {
    const fix = `Use 1 to ${limits.nameLength} characters, or leave it out.`;
    issues.push(problem('INVALID_NAME', ['name'], 'The name is blank or too long.', fix));
  }
  return issues;
}

function checkRoles(cards: readonly RoleCard[], limits: Limits): Issue[] {
  const issues: Issue[] = [];
  if (cards.length === 0) {
    issues.push(problem('NO_ROLES', ['roles'], 'There is no role.', 'Add at least one role.'));
  }
  if (cards.length > limits.groupRoles) {
    const message = `There are ${cards.length} roles.`;
    const fix = `Use at most ${limits.groupRoles}.`;
    issues.push(problem('TOO_MANY_ROLES', ['roles'], message, fix));
  }
  const seen = new Set<string>();
  for (const [index, { role, membersRequired }] of cards.entries()) {
    const path: Path = ['roles', index];
    const key = role.trim().toLowerCase();
    if (!fits(role, limits.nameLength)) {
      const fix = `Use 1 to ${limits.nameLength} characters.`;
      issues.push(
        problem('INVALID_ROLE', [...path, 'role'], 'The role is blank or too long.', fix),
      );
    } else if (seen.has(key)) {
      const message = `The role ${JSON.stringify(role)} stands on more than one card.`;
      const fix = 'Keep one card, and join the conditions with any.';
      issues.push(problem('DUPLICATE_ROLE', [...path, 'role'], message, fix));
    }
    seen.add(key);
    if (membersRequired !== undefined && !isCount(membersRequired, limits.membersRequired)) {
      const message = `${membersRequired} members cannot be required.`;
      const fix = `Use a whole number from 1 to ${limits.membersRequired}.`;
      issues.push(problem('INVALID_MEMBERS_REQUIRED', [...path, 'membersRequired'], message, fix));
    }
  }
  return issues;
}

function checkPart(
  condition: Condition,
  path: Path,
  scope: 'account' | 'person',
  { catalogue, references, limits = LIMITS }: CheckContext,
): Issue[] {
  const depth = limits.conditionDepth;
  const issues = under(path, checkCondition(condition, { catalogue, references, scope, depth }));
  if (hasErrors(issues)) return issues;
  if (compileCondition(condition, { catalogue, references, scope }).reads.groups) {
    const message = 'The condition tests buying groups, which would depend on themselves.';
    const fix = 'Test attributes, events, lists or roles in the account instead.';
    issues.push(problem('TESTS_BUYING_GROUPS', path, message, fix));
  }
  return issues;
}

function fits(text: string, most: number): boolean {
  return text.trim() !== '' && text.length <= most;
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
