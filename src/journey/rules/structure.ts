import { problem } from '../../kernel/issue.ts';
import type { Issue } from '../../kernel/issue.ts';
import { edgePath, predecessors, reachableFrom, topologicalOrder } from '../graph.ts';
import type { RuleContext } from './rule.ts';

/** Edges lead to nodes of the graph, and never back (JD-22, JD-23). */
export function edges({ graph }: RuleContext): Issue[] {
  const inside = new Set(
    graph.places.filter((place) => place.inside !== null).map(({ node }) => node.id),
  );
  const issues: Issue[] = [];
  for (const edge of [...graph.out.values()].flat()) {
    if (edge.to === undefined || graph.nodes.has(edge.to)) continue;
    const place = edgePath(graph, edge);
    const to = JSON.stringify(edge.to);
    const message = inside.has(edge.to)
      ? `The edge leads to ${to}, which stands inside of a split by people.`
      : `The edge leads to ${to}, which is not there.`;
    const fix = 'Lead it to a node of the journey, or leave it open.';
    issues.push(problem('UNKNOWN_NODE', place, message, fix));
  }
  for (const edge of topologicalOrder(graph).circles) {
    const message = `The edge leads from ${JSON.stringify(edge.from)} back to ${JSON.stringify(edge.to)}.`;
    const fix = 'Lead it on; a journey has no loops. For a repetition use re-entry.';
    issues.push(problem('CYCLE', edgePath(graph, edge), message, fix));
  }
  return issues;
}

/** Accounts can come to every node (JD-24). */
export function reachability({ graph }: RuleContext): Issue[] {
  if (graph.start === undefined) return [];
  const reached = reachableFrom(graph, graph.start);
  return [...graph.nodes.values()].flatMap(({ node, path }) => {
    if (reached.has(node.id) || node.kind === 'audience') return [];
    const message = `No edge leads from the audience to ${JSON.stringify(node.id)}.`;
    const fix = 'Lead an edge to it, or delete it.';
    return [problem('UNREACHABLE', path, message, fix)];
  });
}

/** Paths come together at merge nodes only (JD-25, JD-26). */
export function merging({ graph, limits }: RuleContext): Issue[] {
  return [...graph.nodes.values()].flatMap(({ node, path }) => {
    const count = predecessors(graph, node.id).length;
    if (node.kind === 'merge' && count < limits.mergePathsLeast) {
      const message = `The merge joins ${count === 1 ? '1 path' : `${count} paths`}.`;
      const fix = `Lead at least ${limits.mergePathsLeast} paths to it, or delete it.`;
      return [problem('MERGE_MIN_PATHS', path, message, fix)];
    }
    if (node.kind !== 'merge' && node.kind !== 'audience' && count > 1) {
      const message = `${count} edges lead to ${JSON.stringify(node.id)}, which is no merge.`;
      return [problem('MERGE_REQUIRED', path, message, 'Put a merge node before it.')];
    }
    return [];
  });
}
