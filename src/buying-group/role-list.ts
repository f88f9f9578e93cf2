import { problem } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import { fits, nameKey } from '../model/check-naming.ts';
import { DEFAULT_ROLES } from './default-roles.ts';

/** A role of the host besides the six default ones. */
export interface CustomRole {
  readonly name: string;
  readonly description?: string;
}

/** One line of the list of roles. */
export interface ListedRole extends CustomRole {
  readonly type: 'default' | 'custom';
}

/** All roles: the default ones in their order, then the custom ones (BG-5). */
export function listRoles(custom: readonly CustomRole[]): readonly ListedRole[] {
  return [
    ...DEFAULT_ROLES.map((name): ListedRole => ({ name, type: 'default' })),
    ...custom.map((role): ListedRole => ({ ...role, type: 'custom' })),
  ];
}

/** Every fault of the custom roles: names of their own, twenty roles in all (BG-55). */
export function checkCustomRoles(custom: readonly CustomRole[], limits: Limits = LIMITS): Issue[] {
  const issues: Issue[] = [];
  const total = custom.length + DEFAULT_ROLES.length;
  if (total > limits.groupRoles) {
    const message = `With the ${DEFAULT_ROLES.length} default ones there are ${total} roles.`;
    const fix = `Use at most ${limits.groupRoles - DEFAULT_ROLES.length} custom roles.`;
    issues.push(problem('TOO_MANY_ROLES', [], message, fix));
  }
  const seen = new Set<string>(DEFAULT_ROLES.map(nameKey));
  for (const [index, { name, description = '' }] of custom.entries()) {
    const path = [index, 'name'];
    if (!fits(name, limits.nameLength)) {
      const fix = `Use 1 to ${limits.nameLength} characters.`;
      issues.push(problem('INVALID_ROLE', path, 'The role is blank or too long.', fix));
    } else if (seen.has(nameKey(name))) {
      const message = `There is another role ${JSON.stringify(name)}.`;
      issues.push(problem('DUPLICATE_ROLE', path, message, 'Choose another name.'));
    }
    seen.add(nameKey(name));
    if (description.length > limits.descriptionLength) {
      const fix = `Use at most ${limits.descriptionLength} characters.`;
      const where = [index, 'description'];
      issues.push(problem('INVALID_DESCRIPTION', where, 'The description is too long.', fix));
    }
  }
  return issues;
}

/** What stands against deleting a role: that it is a default one, or that a card or an active member has it. */
export function checkRoleRemoval(
  role: string,
  uses: {
    /** Ids of templates and definitions with a card for the role. */
    readonly templates: readonly string[];
    /** Active members in the role. */
    readonly members: number;
  },
): Issue[] {
  const issues: Issue[] = [];
  if (DEFAULT_ROLES.some((name) => nameKey(name) === nameKey(role))) {
    issues.push(problem('DEFAULT_ROLE', [], `${role} is a default role.`, 'Leave it as it is.'));
  }
  if (uses.templates.length > 0) {
    const message = `${role} has a card in ${uses.templates.join(', ')}.`;
    issues.push(problem('IN_USE', [], message, 'Take the cards out first.'));
  }
  if (uses.members > 0) {
    const message = `${role} has ${uses.members} active member${uses.members === 1 ? '' : 's'}.`;
    issues.push(problem('IN_USE', [], message, 'Give them other roles, or remove them.'));
  }
  return issues;
}
