import { isNamedId } from '../../kernel/id.ts';
import { problem } from '../../kernel/issue.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { RuleContext } from './rule.ts';

const NO_ID = 'The id is blank, too long, or holds control characters.';

function fixOf(most: number): string {
  return `Use 1 to ${most} characters, none of them a control character.`;
}

/** Ids of nodes and paths, and how many nodes there are (JD-20, JD-21). */
export function identity({ graph, limits }: RuleContext): Issue[] {
  const issues: Issue[] = [];
  const seen = new Set<string>();
  if (graph.places.length > limits.nodes) {
    const message = `The journey has ${graph.places.length} nodes.`;
    const fix = `Use at most ${limits.nodes} nodes, or divide the journey.`;
    issues.push(problem('NODE_LIMIT', ['nodes'], message, fix));
  }
  for (const { node, path } of graph.places) {
    if (!isNamedId(node.id, limits.idLength)) {
      issues.push(problem('INVALID_ID', [...path, 'id'], NO_ID, fixOf(limits.idLength)));
    }
    if (seen.has(node.id)) {
      const message = `There is another node ${JSON.stringify(node.id)}.`;
      issues.push(
        problem('DUPLICATE_NODE', [...path, 'id'], message, 'Give every node its own id.'),
      );
    }
    seen.add(node.id);
    if (!('paths' in node)) continue;
    // The paths for all others, and for timeouts and errors, go by these names in counters and trails.
    const paths = new Set<string>(node.other === undefined ? [] : ['other']);
    if ('service' in node) paths.add('failed');
    for (const [index, { id }] of node.paths.entries()) {
      const place = [...path, 'paths', index, 'id'];
      if (!isNamedId(id, limits.idLength)) {
        issues.push(problem('INVALID_ID', place, NO_ID, fixOf(limits.idLength)));
      }
      if (paths.has(id)) {
        const message = `The split has another path ${JSON.stringify(id)}.`;
        issues.push(problem('DUPLICATE_PATH', place, message, 'Give every path its own id.'));
      }
      paths.add(id);
    }
  }
  return issues;
}
