import type { Path } from '../kernel/issue.ts';
import type { JourneyDocument, JourneyNode } from './document.ts';
import { edgesOf } from './edge.ts';
import type { Edge } from './edge.ts';
import { isPeopleSplit, lanesOf } from './people-split.ts';

/** A node and where it stands: in the document, or on a path of a split by people. */
export interface PlacedNode {
  readonly node: JourneyNode;
  readonly path: Path;
  /** The split by people that holds the node; `null` for nodes of the graph itself. */
  readonly inside: string | null;
}

/** A document as a graph. Wrong documents give a graph too: the first of several nodes with one id counts. */
export interface JourneyGraph {
  /** All nodes in document order, those inside of splits by people behind their split. */
  readonly places: readonly PlacedNode[];
  /** The nodes that edges can lead to, by id. */
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  /** Edges by the node that they leave, in the order of its paths. */
  readonly out: ReadonlyMap<string, readonly Edge[]>;
  /** Edges by the node that they lead to, also to nodes that are not there. */
  readonly into: ReadonlyMap<string, readonly Edge[]>;
  /** The audience node. */
  readonly start: string | undefined;
}

/** Reads the graph of a document; time grows with its size. */
export function journeyGraph(document: Pick<JourneyDocument, 'nodes'>): JourneyGraph {
  const nodes = new Map<string, PlacedNode>();
  const out = new Map<string, readonly Edge[]>();
  const into = new Map<string, Edge[]>();
  const places = placeNodes(document.nodes);
  for (const place of places) {
    const { node, inside } = place;
    if (inside !== null || nodes.has(node.id)) continue;
    const edges = edgesOf(node);
    nodes.set(node.id, place);
    out.set(node.id, edges);
    for (const edge of edges) {
      if (edge.to === undefined) continue;
      const known = into.get(edge.to);
      if (known === undefined) into.set(edge.to, [edge]);
      else known.push(edge);
    }
  }
  const start = document.nodes.find(({ kind }) => kind === 'audience')?.id;
  return { places, nodes, out, into, start };
}

/** Where an edge stands in the document. */
export function edgePath(graph: JourneyGraph, edge: Edge): Path {
  return [...(graph.nodes.get(edge.from)?.path ?? []), ...edge.path];
}

/** Ids of the nodes that the node leads to, itself included. */
export function reachableFrom(graph: JourneyGraph, id: string | undefined): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = id === undefined ? [] : [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next) || !graph.nodes.has(next)) continue;
    reached.add(next);
    for (const { to } of graph.out.get(next) ?? []) if (to !== undefined) waiting.push(to);
  }
  return reached;
}

/** The edges that lead to a node, in document order of the nodes that they leave. */
export function predecessors(graph: JourneyGraph, id: string): readonly Edge[] {
  return graph.into.get(id) ?? [];
}

/** The edges without a target of all nodes that the audience node leads to. */
export function openEnds(graph: JourneyGraph): readonly Edge[] {
  return [...reachableFrom(graph, graph.start)].flatMap((id) =>
    graph.out.get(id)!.filter(({ to }) => to === undefined),
  );
}

/**
 * Every node before the nodes that it leads to, the audience node first, paths in their order. Edges that close a
 * circle are left out and returned in `circles`.
 */
export function topologicalOrder(graph: JourneyGraph): {
  readonly order: readonly string[];
  readonly circles: readonly Edge[];
} {
  const state = new Map<string, 'open' | 'done'>();
  const finished: string[] = [];
  const circles: Edge[] = [];
  const reached = reachableFrom(graph, graph.start);
  const apart = [...graph.nodes.keys()].filter((id) => !reached.has(id)).toReversed();
  for (const id of apart) if (!graph.into.has(id)) visit(id);
  for (const id of apart.toReversed()) visit(id);
  if (graph.start !== undefined) visit(graph.start);
  return { order: finished.toReversed(), circles };

  function visit(root: string): void {
    if (state.has(root)) return;
    const stack = [enter(root)];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const edge = frame.edges[frame.left - 1];
      if (edge === undefined) {
        stack.pop();
        state.set(frame.id, 'done');
        finished.push(frame.id);
        continue;
      }
      frame.left -= 1;
      const { to } = edge;
      if (to === undefined || !graph.nodes.has(to)) continue;
      if (state.get(to) === 'open') circles.push(edge);
      else if (!state.has(to)) stack.push(enter(to));
    }
  }

  function enter(id: string): {
    readonly id: string;
    readonly edges: readonly Edge[];
    left: number;
  } {
    state.set(id, 'open');
    const edges = graph.out.get(id) ?? [];
    return { id, edges, left: edges.length };
  }
}

function placeNodes(nodes: readonly JourneyNode[]): PlacedNode[] {
  const places: PlacedNode[] = [];
  const waiting: PlacedNode[] = [];
  const add = (list: readonly JourneyNode[], path: Path, inside: string | null): void => {
    for (let index = list.length - 1; index >= 0; index -= 1) {
      waiting.push({ node: list[index]!, path: [...path, index], inside });
    }
  };
  add(nodes, ['nodes'], null);
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    places.push(place);
    const { node, path } = place;
    if (!isPeopleSplit(node)) continue;
    for (const lane of lanesOf(node).toReversed()) {
      add(lane.actions, [...path, ...lane.path], node.id);
    }
  }
  return places;
}
