import type { Condition } from '../../conditions/condition.ts';
import { problem } from '../../kernel/issue.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { RuleContext } from './rule.ts';

/** Splits have paths, not too many, and each path has a condition (JD-34 to JD-36, reference 7.3, 7.4). */
export function splits({ graph, limits }: RuleContext): Issue[] {
  const issues: Issue[] = [];
  for (const { node, path } of graph.places) {
    if (!('paths' in node)) continue;
    const count = node.paths.length;
    if (count === 0) {
      const fix = 'Give it a path, or delete it.';
      issues.push(problem('SPLIT_NO_PATHS', [...path, 'paths'], 'The split has no paths.', fix));
    }
    if (count > limits.splitPaths) {
      const message = `The split has ${count} paths.`;
      const fix = `Use at most ${limits.splitPaths} paths; a path of its own for the others is not counted.`;
      issues.push(problem('SPLIT_PATH_LIMIT', [...path, 'paths'], message, fix));
      continue;
    }
    for (const [index, { when }] of node.paths.entries()) {
      if (when !== undefined && !('length' in when ? when.length === 0 : isEmpty(when))) continue;
      const place = [...path, 'paths', index, 'when'];
      const fix = 'Add at least one filter; for everybody else use other.';
      issues.push(problem('FILTER_EMPTY', place, 'The path has no condition.', fix));
    }
  }
  return issues;
}

/** True for a condition that says nothing: all or any of nothing. */
export function isEmpty(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every(isEmpty);
    default:
      return false;
  }
}
