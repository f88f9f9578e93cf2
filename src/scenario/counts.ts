import type { JourneyCounts, NodeCounts } from '../engine/counters.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { nodesOf } from './actions.ts';
import { compareText } from '../kernel/text-order.ts';
import type { CountsResult } from './result.ts';

const NONE: NodeCounts = {
  entered: 0,
  here: 0,
  notYetActioned: 0,
  edges: {},
  paths: {},
  outcomes: {},
};

/** A journey's counters, for all of its nodes (SC-41). */
export function countsOf(
  document: JourneyDocument,
  { entered, inFlight, exits, nodes }: JourneyCounts,
): CountsResult {
  return {
    entered,
    inFlight,
    exits: sorted(exits),
    nodes: nodesOf(document).map(({ id, kind }) => {
      const { edges, paths, outcomes, ...counts } = Object.hasOwn(nodes, id) ? nodes[id]! : NONE;
      return {
        node: id,
        kind,
        ...counts,
        edges: sorted(edges),
        paths: sorted(paths),
        outcomes: sorted(outcomes),
      };
    }),
  };
}

/** Counts by name in the order of their names, without zeroes. */
function sorted<T extends object>(counts: T): T {
  const entries = Object.entries(counts).filter(([, count]) => count !== 0);
  return Object.fromEntries(entries.toSorted(([a], [b]) => compareText(a, b))) as T;
}
