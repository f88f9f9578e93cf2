import { checkCondition } from '../conditions/check.ts';
import type { References } from '../conditions/references.ts';
import { problem, under } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import { checkNaming } from '../model/check-naming.ts';
import type { AccountListDocument, AudienceDocument } from './definition.ts';

/** What audiences and lists are checked against. */
export interface CheckContext {
  readonly catalogue: Catalogue;
  readonly references: References;
  /** Missing: the default limits. */
  readonly limits?: Limits;
}

/** Every fault of an audience: id, name and condition (AU-1, AU-2). */
export function checkAudience(document: AudienceDocument, context: CheckContext): Issue[] {
  const { catalogue, references, limits = LIMITS } = context;
  const scope = document.of === 'accounts' ? 'account' : 'person';
  const depth = limits.conditionDepth;
  return [
    ...checkNaming(document, limits),
    ...under(
      ['condition'],
      checkCondition(document.condition, { catalogue, references, scope, depth }),
    ),
  ];
}

/** Every fault of an account list (AU-2, AU-11, AU-13). */
export function checkAccountList(document: AccountListDocument, context: CheckContext): Issue[] {
  const { catalogue, references, limits = LIMITS } = context;
  const { type, condition } = document;
  const issues = checkNaming(document, limits);
  if (condition !== undefined) {
    const depth = limits.conditionDepth;
    const found = checkCondition(condition, { catalogue, references, scope: 'account', depth });
    issues.push(...under(['condition'], found));
  }
  if (type === 'dynamic' && condition === undefined) {
    const message = 'The dynamic list has no condition.';
    issues.push(problem('MISSING_CONDITION', ['condition'], message, 'Give it a condition.'));
  }
  if (type === 'static' && condition !== undefined) {
    const message = 'A static list has no condition.';
    const fix = 'Leave the condition out, or make the list dynamic.';
    issues.push(problem('UNEXPECTED_CONDITION', ['condition'], message, fix));
  }
  return issues;
}
