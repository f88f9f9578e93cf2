import { problem } from '../../kernel/issue.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { RuleContext } from './rule.ts';

/** Buying groups and roles that a listener is narrowed to are there (JD-55, correction 34). */
export function members({ graph, references }: RuleContext): Issue[] {
  if (references === null) return [];
  return graph.places.flatMap(({ node, path }) => {
    if (node.kind !== 'listen' || node.members === undefined) return [];
    const { definitions, roles = [] } = node.members;
    const issues: Issue[] = [];
    const known = new Set<string>();
    for (const [index, id] of (definitions ?? []).entries()) {
      const group = references.group(id);
      for (const role of group?.roles ?? []) known.add(role);
      if (group !== undefined) continue;
      const message = `There is no buying group ${JSON.stringify(id)}.`;
      const fix = 'Define it, or name another one.';
      issues.push(
        problem('UNKNOWN_GROUP', [...path, 'members', 'definitions', index], message, fix),
      );
    }
    if (definitions === undefined || issues.length > 0) return issues;
    for (const [index, role] of roles.entries()) {
      if (known.has(role)) continue;
      const message = `None of the buying groups has a role ${JSON.stringify(role)}.`;
      const fix = `Name one of: ${[...known].join(', ')}.`;
      issues.push(problem('UNKNOWN_ROLE', [...path, 'members', 'roles', index], message, fix));
    }
    return issues;
  });
}
