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
import { checkNaming } from '../model/check-naming.ts';
import { checkRoles } from './check-roles.ts';
import type { BuyingGroupDocument, RoleCard } from './definition.ts';

/** What definitions are checked against. */
export interface CheckContext {
  readonly catalogue: Catalogue;
  readonly references: References;
  /** Missing: the default limits. */
  readonly limits?: Limits;
}

/** Every fault of a definition (BG-1 to BG-4, BG-7 to BG-9). */
export function checkBuyingGroup(document: BuyingGroupDocument, context: CheckContext): Issue[] {
  const limits = context.limits ?? LIMITS;
  const issues = [...checkNaming(document, limits), ...checkRoles(document.roles, limits)];
  for (const part of ['template', 'stageModel'] as const) {
    const id = document[part];
    if (id === undefined || isNamedId(id, limits.idLength)) continue;
    const fix = `Use 1 to ${limits.idLength} characters, or leave it out.`;
    issues.push(problem('INVALID_ID', [part], 'The id is blank or too long.', fix));
  }
  if (document.accounts !== undefined) {
    issues.push(...checkPart(document.accounts, ['accounts'], 'account', context));
  }
  issues.push(...checkCards(document.roles, context));
  if (
    document.roles.length > 0 &&
    document.accounts === undefined &&
    document.roles.every(({ when, autoAssign }) => when === undefined || autoAssign === false)
  ) {
    const message = 'No account gets a group: nothing says which accounts, and no role is filled.';
    const fix = 'Give the definition a condition on accounts, or a role a condition.';
    issues.push(warning('NEVER_CREATED', ['roles'], message, fix));
  }
  return issues;
}

/** The faults of the conditions on cards (BG-3, BG-4). */
export function checkCards(cards: readonly RoleCard[], context: CheckContext): Issue[] {
  return cards.flatMap(({ when }, index) =>
    when === undefined ? [] : checkPart(when, ['roles', index, 'when'], 'person', context),
  );
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
