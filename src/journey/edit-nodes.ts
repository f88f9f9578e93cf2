import { connectAll, withEdge } from './connect.ts';
import type { JourneyNode, PeopleSplitNode } from './document.ts';
import { edgesOf } from './edge.ts';
import type { Branch, EdgePlace } from './edge.ts';
import {
  actionsOf,
  branchesOf,
  findEdge,
  findNode,
  refusal,
  replaceNode,
  withActions,
} from './edit-place.ts';
import type { Nodes } from './edit-place.ts';
import { journeyGraph, predecessors } from './graph.ts';
import { isPeopleSplit } from './people-split.ts';
import { refuseDuplicate, usedIds } from './sketch.ts';

/** Puts a node on an edge, or on a path of a split by people (JD-82). */
export function insertNode(nodes: Nodes, after: EdgePlace, node: JourneyNode): Nodes {
  for (const id of usedIds([node])) refuseDuplicate({ nodes }, id);
  const found = findNode(nodes, after.node);
  const { branch = 'next' } = after;
  if (found.inside !== null) {
    const { split } = found.inside;
    const actions = actionsOf(split, found.inside.branch);
    return insertAction(nodes, split, found.inside.branch, actions.indexOf(found.node) + 1, node);
  }
  if (isPeopleSplit(found.node) && branch !== 'next') {
    return insertAction(nodes, found.node, branch, 0, node);
  }
  return insertOnEdge(nodes, { node: after.node, branch }, node);
}

function insertOnEdge(nodes: Nodes, place: Required<EdgePlace>, node: JourneyNode): Nodes {
  if (node.kind === 'audience') {
    throw refusal('A journey has one audience node, its first. Change that one instead.');
  }
  if (node.kind === 'merge') throw refusal('A merge needs two open ends. Use merge instead.');
  const edge = findEdge(nodes, place);
  const exits = edgesOf(node);
  if (exits.some(({ to }) => to !== undefined)) {
    throw refusal(
      'The new node has edges of its own. Leave them out; the edge is led on by itself.',
    );
  }
  const [exit] = exits;
  if (edge.to !== undefined && exit === undefined) {
    const what = node.kind === 'end' ? 'An end' : 'A split without paths';
    throw refusal(
      `${what} cannot stand before other nodes. Remove those first, or give the split a path.`,
    );
  }
  const placed = exit === undefined ? node : withEdge(node, exit.branch, edge.to);
  return nodes.flatMap((old) =>
    old.id === place.node ? [withEdge(old, place.branch, node.id), placed] : [old],
  );
}

function insertAction(
  nodes: Nodes,
  split: PeopleSplitNode,
  branch: Branch,
  position: number,
  node: JourneyNode,
): Nodes {
  if (node.kind !== 'action' || node.context !== 'people' || node.next !== undefined) {
    throw refusal(
      'Paths of a split by people hold actions for people only. Put the node behind the split.',
    );
  }
  const actions = actionsOf(split, branch).toSpliced(position, 0, node);
  return replaceNode(nodes, withActions(split, branch, actions));
}

/** Takes a node out and joins what stood before and behind it (JD-83, reference 6.4). */
export function deleteNode(nodes: Nodes, id: string): Nodes {
  const { node, inside } = findNode(nodes, id);
  if (inside !== null) {
    const { split, branch } = inside;
    const actions = actionsOf(split, branch).filter((action) => action.id !== id);
    return replaceNode(nodes, withActions(split, branch, actions));
  }
  const before = predecessors(journeyGraph({ nodes }), id);
  const reason = standsAgainst(node, before.length);
  if (reason !== undefined) throw refusal(reason);
  const next = 'next' in node ? node.next : undefined;
  const ends = before.map(({ from, branch }): EdgePlace => ({ node: from, branch }));
  return connectAll(nodes, ends, next).filter((other) => other !== node);
}

/** Why a node cannot be deleted now, with what to do. */
function standsAgainst(node: JourneyNode, before: number): string | undefined {
  switch (node.kind) {
    case 'audience':
      return 'The audience node cannot be deleted. Change whom it names instead.';
    case 'splitAccounts':
    case 'externalSplitAccounts':
      if (edgesOf(node).every(({ to }) => to === undefined)) return undefined;
      return 'The split has nodes behind it. Delete those on each of its paths first, and unmerge the paths.';
    case 'splitPeople':
    case 'externalSplitPeople':
      if (branchesOf(node).every((branch) => actionsOf(node, branch).length === 0))
        return undefined;
      return 'The split has actions on its paths. Delete them first.';
    case 'externalAction':
      if (node.failed?.next === undefined) return undefined;
      return 'The external action has nodes on its path for timeouts and errors. Delete them first, or unmerge the path.';
    case 'listen':
      if (node.timeout?.next === undefined) return undefined;
      return 'The listener has nodes on its timeout path. Delete them first, or unmerge the path.';
    case 'merge':
      if (before <= 1) return undefined;
      return `The merge joins ${before} paths. Unmerge all but one first.`;
    default:
      return undefined;
  }
}
