import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { Limits } from '../model/limits.ts';
import { fits, nameKey } from '../model/check-naming.ts';
import type { RoleCard } from './definition.ts';
import { WEIGHTINGS } from './role-weights.ts';

/** Every fault of the cards but those of their conditions (BG-1, BG-2, BG-9). */
export function checkRoles(cards: readonly RoleCard[], limits: Limits): Issue[] {
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
  for (const [index, card] of cards.entries()) {
    const path: Path = ['roles', index];
    const key = nameKey(card.role);
    if (!fits(card.role, limits.nameLength)) {
      const fix = `Use 1 to ${limits.nameLength} characters.`;
      issues.push(
        problem('INVALID_ROLE', [...path, 'role'], 'The role is blank or too long.', fix),
      );
    } else if (seen.has(key)) {
      const message = `The role ${JSON.stringify(card.role)} stands on more than one card.`;
      const fix = 'Keep one card, and join the conditions with any.';
      issues.push(problem('DUPLICATE_ROLE', [...path, 'role'], message, fix));
    }
    seen.add(key);
    issues.push(...checkNumbers(card, path, limits));
  }
  return issues;
}

function checkNumbers(
  { membersRequired, weighting, autoAssign, when }: RoleCard,
  path: Path,
  limits: Limits,
): Issue[] {
  const issues: Issue[] = [];
  if (membersRequired !== undefined && !isCount(membersRequired, limits.membersRequired)) {
    const message = `${membersRequired} members cannot be required.`;
    const fix = `Use a whole number from 1 to ${limits.membersRequired}.`;
    issues.push(problem('INVALID_MEMBERS_REQUIRED', [...path, 'membersRequired'], message, fix));
  }
  if (weighting !== undefined && !WEIGHTINGS.includes(weighting)) {
    const message = `${JSON.stringify(weighting)} is no weighting of roles.`;
    const fix = `Use one of ${WEIGHTINGS.join(', ')}.`;
    issues.push(problem('INVALID_WEIGHT', [...path, 'weighting'], message, fix));
  }
  if (autoAssign === true && when === undefined) {
    const message = 'The role is to be filled by a condition, and there is none.';
    const fix = 'Give it a condition, or take autoAssign out.';
    issues.push(problem('MISSING_CONDITION', [...path, 'when'], message, fix));
  }
  return issues;
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
