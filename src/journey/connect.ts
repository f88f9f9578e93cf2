import type { AccountSplitNode, JourneyNode } from './document.ts';
import type { Branch, EdgePlace } from './edge.ts';

/** The node with one of its edges led elsewhere; `undefined` opens the edge. Other nodes come back as they are. */
export function withEdge(node: JourneyNode, branch: Branch, to: string | undefined): JourneyNode {
  if (typeof branch === 'object') {
    if (node.kind === 'splitAccounts')
      return { ...node, paths: pathLed(node.paths, branch.path, to) };
    if (node.kind !== 'externalSplitAccounts') return node;
    return { ...node, paths: pathLed(node.paths, branch.path, to) };
  }
  switch (branch) {
    case 'timeout':
      if (node.kind !== 'listen' || node.timeout === undefined) return node;
      return { ...node, timeout: led(node.timeout, to) };
    case 'other':
      if (!isAccountSplit(node) || node.other === undefined) return node;
      return { ...node, other: led(node.other, to) };
    case 'failed':
      if (node.kind !== 'externalAction' && node.kind !== 'externalSplitAccounts') return node;
      return { ...node, failed: led(node.failed ?? {}, to) };
    default:
      return node.kind === 'end' || isAccountSplit(node) ? node : led(node, to);
  }
}

/** The nodes with several edges led to one node. */
export function connectAll(
  nodes: readonly JourneyNode[],
  ends: readonly EdgePlace[],
  to: string | undefined,
): readonly JourneyNode[] {
  const byNode = Map.groupBy(ends, ({ node }) => node);
  return nodes.map((node) => {
    const own = byNode.get(node.id) ?? [];
    return own.reduce((changed, { branch = 'next' }) => withEdge(changed, branch, to), node);
  });
}

function isAccountSplit(node: JourneyNode): node is AccountSplitNode {
  return node.kind === 'splitAccounts' || node.kind === 'externalSplitAccounts';
}

function pathLed<T extends { readonly id: string; readonly next?: string }>(
  paths: readonly T[],
  id: string,
  to: string | undefined,
): readonly T[] {
  return paths.map((path) => (path.id === id ? led(path, to) : path));
}

function led<T extends { readonly next?: string }>(holder: T, to: string | undefined): T {
  if (to !== undefined) return { ...holder, next: to };
  const { next: _next, ...rest } = holder;
  return rest as T;
}
