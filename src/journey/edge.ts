import type { Path } from '../kernel/issue.ts';
import {
  FAILED,
  ANSWERED,
  LISTENED,
  OTHER_ACCOUNTS,
  TIMED_OUT,
  defaultPathLabel,
  hasTimeoutPath,
} from './defaults.ts';
import type { AskNode, ExternalSplitPeopleNode, JourneyNode } from './document.ts';

/** Which of a node's edges is meant: the only or main one, a listener's timeout, *other accounts*, *timeout or error*, or a path by its id. */
export type Branch = 'next' | 'timeout' | 'other' | 'failed' | { readonly path: string };

/** Names one edge of a journey: `{ node: 'size', branch: { path: 'large' } }`. A missing branch is `next`. */
export interface EdgePlace {
  readonly node: string;
  readonly branch?: Branch;
}

/** One edge. `to` is missing for an open end, which leads to an End marker. */
export interface Edge {
  readonly from: string;
  readonly branch: Branch;
  readonly to: string | undefined;
  /** What to write on the edge; empty where there is nothing to tell apart. */
  readonly label: string;
  /** Where `to` stands, inside the node. */
  readonly path: Path;
}

/** The edges of one node, in the order of its paths. */
export function edgesOf(node: JourneyNode): readonly Edge[] {
  const from = node.id;
  switch (node.kind) {
    case 'end':
      return [];
    case 'splitAccounts':
    case 'externalSplitAccounts': {
      const edges = node.paths.map(({ id, label, next }, at): Edge => ({
        from,
        branch: { path: id },
        to: next,
        label: label ?? defaultPathLabel(at),
        path: ['paths', at, 'next'],
      }));
      const tail = node.kind === 'splitAccounts' ? [] : [failedEdge(node)];
      if (node.other === undefined) return [...edges, ...tail];
      const { label = OTHER_ACCOUNTS, next } = node.other;
      const other: Edge = { from, branch: 'other', to: next, label, path: ['other', 'next'] };
      return [...edges, other, ...tail];
    }
    case 'externalAction':
      return [
        { from, branch: 'next', to: node.next, label: ANSWERED, path: ['next'] },
        failedEdge(node),
      ];
    case 'listen': {
      const heard: Edge = { from, branch: 'next', to: node.next, label: '', path: ['next'] };
      const { timeout } = node;
      if (timeout === undefined || !hasTimeoutPath(timeout)) return [heard];
      const path = ['timeout', 'next'];
      return [
        { ...heard, label: LISTENED },
        { from, branch: 'timeout', to: timeout.next, label: TIMED_OUT, path },
      ];
    }
    default:
      return [{ from, branch: 'next', to: node.next, label: '', path: ['next'] }];
  }
}

/** *Timeout or error* is there whether the document names it or not (reference 7.8). */
function failedEdge({ id, failed }: Exclude<AskNode, ExternalSplitPeopleNode>): Edge {
  const { label = FAILED, next } = failed ?? {};
  return { from: id, branch: 'failed', to: next, label, path: ['failed', 'next'] };
}

/** True when both name the same edge. */
export function isSameBranch(a: Branch, b: Branch): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.path === b.path;
}
