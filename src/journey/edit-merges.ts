import { connectAll } from './connect.ts';
import type { JourneyNode } from './document.ts';
import type { Edge, EdgePlace } from './edge.ts';
import { findEdge, findNode, refusal } from './edit-place.ts';
import type { Nodes } from './edit-place.ts';
import { journeyGraph, predecessors, reachableFrom } from './graph.ts';
import { refuseDuplicate } from './sketch.ts';

/** Joins open ends in a new merge node, which is put behind all other nodes (JD-88, reference 7.7). */
export function mergeEnds(nodes: Nodes, ends: readonly EdgePlace[], merge: JourneyNode): Nodes {
  refuseDuplicate({ nodes }, merge.id);
  const edges = openEdges(nodes, ends);
  if (edges.length < 2) {
    throw refusal('A merge joins at least two different open ends. Name another one.');
  }
  return [...connectAll(nodes, edges.map(placeOf), merge.id), merge];
}

/** Leads further open ends to a merge node that is there already. */
export function mergeInto(nodes: Nodes, ends: readonly EdgePlace[], id: string): Nodes {
  const { node, inside } = findNode(nodes, id);
  if (node.kind !== 'merge' || inside !== null) {
    throw refusal(`The node ${JSON.stringify(id)} is no merge. Merge the ends into a new one.`);
  }
  const edges = openEdges(nodes, ends);
  const behind = reachableFrom(journeyGraph({ nodes }), id);
  const back = edges.find(({ from }) => behind.has(from));
  if (back !== undefined) {
    throw refusal(
      `The path of ${JSON.stringify(back.from)} comes from the merge itself. A journey has no loops.`,
    );
  }
  return connectAll(nodes, edges.map(placeOf), id);
}

/** Takes one path out of a merge; it ends there (JD-89). */
export function unmergeEnd(nodes: Nodes, end: EdgePlace): Nodes {
  const { to } = findEdge(nodes, end);
  const merge = to === undefined ? undefined : nodes.find(({ id }) => id === to);
  if (merge?.kind !== 'merge') throw refusal('The edge leads to no merge. Name an edge that does.');
  if (predecessors(journeyGraph({ nodes }), merge.id).length === 1) {
    throw refusal('It is the last path of the merge. Delete the merge node instead.');
  }
  return connectAll(nodes, [end], undefined);
}

function openEdges(nodes: Nodes, ends: readonly EdgePlace[]): readonly Edge[] {
  const edges = new Map<string, Edge>();
  for (const end of ends) {
    if (findNode(nodes, end.node).inside !== null) {
      throw refusal(
        'Paths of a split by people close by themselves. Merge what comes behind the split.',
      );
    }
    const edge = findEdge(nodes, end);
    if (edge.to !== undefined) {
      throw refusal(
        `The end of ${JSON.stringify(edge.from)} is not open: it leads to ${JSON.stringify(edge.to)}. Name the last node of the path.`,
      );
    }
    edges.set(JSON.stringify([edge.from, edge.branch]), edge);
  }
  return [...edges.values()];
}

function placeOf({ from, branch }: Edge): EdgePlace {
  return { node: from, branch };
}
