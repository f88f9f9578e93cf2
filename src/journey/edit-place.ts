import { AccompanyError } from '../kernel/errors.ts';
import type { JourneyNode, PeopleSplitNode } from './document.ts';
import { edgesOf, isSameBranch } from './edge.ts';
import type { Branch, Edge, EdgePlace } from './edge.ts';
import { isPeopleSplit, lanesOf } from './people-split.ts';

/** The nodes of a journey, changed by an edit as a whole; nodes that stay the same stay the same value. */
export type Nodes = readonly JourneyNode[];

/** Where a node was found: by position, and for an action inside of a split by people also the split and its path. */
export interface Found {
  readonly node: JourneyNode;
  readonly inside: { readonly split: PeopleSplitNode; readonly branch: Branch } | null;
}

/** @throws AccompanyError `NOT_FOUND` */
export function findNode(nodes: Nodes, id: string): Found {
  for (const node of nodes) {
    if (node.id === id) return { node, inside: null };
    if (!isPeopleSplit(node)) continue;
    for (const branch of branchesOf(node)) {
      const nested = actionsOf(node, branch).find((action) => action.id === id);
      if (nested !== undefined) return { node: nested, inside: { split: node, branch } };
    }
  }
  throw notFound(`There is no node ${JSON.stringify(id)}.`);
}

/** @throws AccompanyError `NOT_FOUND` */
export function findEdge(nodes: Nodes, { node: id, branch = 'next' }: EdgePlace): Edge {
  const { node } = findNode(nodes, id);
  const edge = edgesOf(node).find((candidate) => isSameBranch(candidate.branch, branch));
  if (edge !== undefined) return edge;
  const ways = edgesOf(node).map((candidate) => JSON.stringify(candidate.branch));
  const known = ways.length === 0 ? 'It has no edges.' : `Its branches are ${ways.join(', ')}.`;
  throw notFound(`The node ${JSON.stringify(id)} has no edge ${JSON.stringify(branch)}. ${known}`);
}

/** The nodes with one of them replaced, also inside of a split by people. */
export function replaceNode(nodes: Nodes, node: JourneyNode): Nodes {
  const { inside } = findNode(nodes, node.id);
  if (inside === null) return nodes.map((old) => (old.id === node.id ? node : old));
  const { split, branch } = inside;
  const actions = actionsOf(split, branch).map((old) => (old.id === node.id ? node : old));
  return replaceNode(nodes, withActions(split, branch, actions));
}

/** The paths of a split by people that hold actions. */
export function branchesOf(split: PeopleSplitNode): readonly Branch[] {
  return lanesOf(split).map(({ branch }) => branch);
}

/** @throws AccompanyError `NOT_FOUND` */
export function actionsOf(split: PeopleSplitNode, branch: Branch): readonly JourneyNode[] {
  const lane = lanesOf(split).find((one) => isSameBranch(one.branch, branch));
  if (lane !== undefined) return lane.actions;
  throw notFound(`The split ${JSON.stringify(split.id)} has no path ${JSON.stringify(branch)}.`);
}

/** The split with the actions of one path replaced. */
export function withActions(
  split: PeopleSplitNode,
  branch: Branch,
  actions: readonly JourneyNode[],
): PeopleSplitNode {
  if (typeof branch === 'object') {
    const replace = <P extends { readonly id: string }>(path: P): P =>
      path.id === branch.path ? { ...path, actions } : path;
    return split.kind === 'splitPeople'
      ? { ...split, paths: split.paths.map(replace) }
      : { ...split, paths: split.paths.map(replace) };
  }
  if (branch === 'failed' && split.kind === 'externalSplitPeople')
    return { ...split, failed: { ...split.failed, actions } };
  return split.other === undefined ? split : { ...split, other: { ...split.other, actions } };
}

/** What an edit throws that the guardrails forbid; the sentence says what to do instead. */
export function refusal(message: string): AccompanyError {
  return new AccompanyError('NOT_ALLOWED', message);
}

/** An object without the properties that are `undefined`. */
export function compact<T extends object>(value: T): T {
  const given = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(given) as T;
}

function notFound(message: string): AccompanyError {
  return new AccompanyError('NOT_FOUND', message);
}
