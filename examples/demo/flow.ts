import type { JourneyCounts, JourneyDocument, JourneyNode, NodeCounts } from '../../src/index.ts';
import { phaseOf } from './story-journey.ts';
import type { Phase } from './story-journey.ts';

/** What happened at one node. */
export interface FlowRow {
  readonly node: string;
  /** Whether the node stands on a path of a split by people. */
  readonly inner: boolean;
  readonly kind: string;
  readonly title: string;
  readonly phase: Phase | null;
  readonly counts: NodeCounts;
  /** Accounts or people per path, in the order of the paths. */
  readonly paths: readonly {
    readonly id: string;
    readonly label: string;
    readonly count: number;
  }[];
}

const KINDS: Readonly<Record<JourneyNode['kind'], string>> = {
  audience: 'Audience',
  action: 'Action',
  listen: 'Listen',
  wait: 'Wait',
  splitAccounts: 'Split accounts',
  splitPeople: 'Split people',
  externalAction: 'External action',
  externalSplitAccounts: 'External split',
  externalSplitPeople: 'External split',
  merge: 'Merge',
  end: 'End',
};

const NOTHING: NodeCounts = {
  entered: 0,
  here: 0,
  notYetActioned: 0,
  edges: {},
  paths: {},
  outcomes: {},
};

/** One row per node, in the order in which the journey is written; nodes on paths follow their split. */
export function flowOf(document: JourneyDocument, counts: JourneyCounts): FlowRow[] {
  return document.nodes.flatMap((node) => [
    rowOf(node, false, counts),
    ...innerNodes(node).map((inner) => rowOf(inner, true, counts)),
  ]);
}

function innerNodes(node: JourneyNode): readonly JourneyNode[] {
  if (node.kind !== 'splitPeople') return [];
  return [...node.paths.flatMap(({ actions }) => actions), ...(node.other?.actions ?? [])];
}

function rowOf(node: JourneyNode, inner: boolean, counts: JourneyCounts): FlowRow {
  const own = Object.hasOwn(counts.nodes, node.id) ? counts.nodes[node.id]! : NOTHING;
  return {
    node: node.id,
    inner,
    kind:
      KINDS[node.kind] +
      (node.kind === 'action' || node.kind === 'listen' ? ` (${node.context})` : ''),
    title: node.label ?? KINDS[node.kind],
    phase: phaseOf(node.id),
    counts: own,
    paths: pathsOf(node, own),
  };
}

function pathsOf(node: JourneyNode, { edges, paths }: NodeCounts): FlowRow['paths'] {
  switch (node.kind) {
    case 'listen':
      return [
        { id: 'event', label: 'Heard', count: edges['event'] ?? 0 },
        { id: 'timeout', label: 'Timeout', count: edges['timeout'] ?? 0 },
      ];
    case 'splitAccounts':
    case 'splitPeople': {
      const counts = node.kind === 'splitPeople' ? paths : edges;
      const named = node.paths.map(({ id, label = id }) => ({ id, label, count: counts[id] ?? 0 }));
      return node.other === undefined
        ? named
        : [
            ...named,
            { id: 'other', label: node.other.label ?? 'Others', count: counts['other'] ?? 0 },
          ];
    }
    default:
      return [];
  }
}
