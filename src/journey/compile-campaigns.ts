import { invariant } from '../kernel/errors.ts';
import { problem } from '../kernel/issue.ts';
import type { Path } from '../kernel/issue.ts';
import type { Campaign, Exit, Step } from '../plan/plan.ts';
import { lowerAction } from './compile-action.ts';
import type { CompileContext } from './compile-context.ts';
import { lowerAsk } from './compile-ask.ts';
import { lowerBranch, lowerGroup, lowerListen, lowerWait } from './compile-node.ts';
import type { CampaignOf } from './compile-node.ts';
import type { JourneyNode } from './document.ts';
import { edgePath, reachableFrom, topologicalOrder } from './graph.ts';

/** A straight run before its neighbours are numbered. */
interface StraightRun {
  readonly steps: readonly StepNode[];
  /** The node that ends the run; `undefined`: an open edge, or `joins`. */
  readonly last: JourneyNode | undefined;
  /** The node of another campaign that the run goes on to. */
  readonly joins: string | undefined;
}

/** A node that does not end a run. */
type StepNode = Extract<JourneyNode, { kind: 'audience' | 'merge' | 'action' | 'splitPeople' }>;

/** Where a campaign begins: at a node, or (`undefined`) at the End marker behind an open edge. */
type Start = string | undefined;

/** The campaigns of a document: cut (PL-2), numbered (PL-3) and lowered (PL-4). */
export function lowerCampaigns(context: CompileContext, first: string): readonly Campaign[] {
  refuseEdges(context, first);
  const edges = countEdges(context, first);
  const runs = new Map<Start, StraightRun>();
  const numbers = new Map<Start, number>();
  const open: Start[] = [first];
  while (open.length > 0) {
    const start = open.pop();
    if (runs.has(start)) continue;
    const run = straightRun(context, start, edges);
    numbers.set(start, runs.size);
    runs.set(start, run);
    open.push(...startsBehind(context, run).toReversed());
  }
  const campaignOf: CampaignOf = (target) => {
    const index = numbers.get(target);
    invariant(index !== undefined, `No campaign starts at '${String(target)}'.`);
    return index;
  };
  return [...runs.values()].map((run, index) => ({
    index,
    steps: run.steps.map((node) => lowerStep(context, node)),
    exit: lowerExit(context, run, campaignOf),
  }));
}

/** The campaigns behind a run, in the order in which they are numbered (PL-3). */
function startsBehind({ graph }: CompileContext, { last, joins }: StraightRun): readonly Start[] {
  if (joins !== undefined) return [joins];
  return last === undefined ? [] : graph.out.get(last.id)!.map(({ to }) => to);
}

/** How many edges lead to each node that the first one leads to. */
function countEdges(context: CompileContext, first: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of reachableFrom(context.graph, first)) {
    for (const { to } of context.graph.out.get(id)!) {
      if (to !== undefined) counts.set(to, (counts.get(to) ?? 0) + 1);
    }
  }
  return counts;
}

/** Edges to unknown nodes, and circles (PL-23). */
function refuseEdges({ graph, issues }: CompileContext, first: string): void {
  for (const id of reachableFrom(graph, first)) {
    for (const edge of graph.out.get(id)!) {
      if (edge.to === undefined || graph.nodes.has(edge.to)) continue;
      const message = `Node '${id}' leads to '${edge.to}', which is not there.`;
      const fix = 'Lead the edge to a node of the journey, or leave it open.';
      issues.push(problem('UNKNOWN_NODE', edgePath(graph, edge), message, fix));
    }
  }
  for (const edge of topologicalOrder(graph).circles) {
    const message = `The edge from '${edge.from}' to '${edge.to}' closes a circle.`;
    const fix = 'Lead it on; a journey has no loops.';
    issues.push(problem('CYCLE', edgePath(graph, edge), message, fix));
  }
}

function straightRun(
  { graph }: CompileContext,
  start: Start,
  edges: ReadonlyMap<string, number>,
): StraightRun {
  const steps: StepNode[] = [];
  let id = start;
  while (id !== undefined) {
    if (id !== start && (edges.get(id) ?? 0) > 1) return { steps, last: undefined, joins: id };
    const node = graph.nodes.get(id)?.node;
    if (node === undefined) break;
    if (!isStep(node)) return { steps, last: node, joins: undefined };
    steps.push(node);
    id = node.next;
    if (id === start) break;
  }
  return { steps, last: undefined, joins: undefined };
}

const STEPS: ReadonlySet<JourneyNode['kind']> = new Set([
  'audience',
  'merge',
  'action',
  'splitPeople',
]);

function isStep(node: JourneyNode): node is StepNode {
  return STEPS.has(node.kind);
}

function placeOf({ graph }: CompileContext, node: JourneyNode): Path {
  return graph.nodes.get(node.id)!.path;
}

function lowerStep(context: CompileContext, node: StepNode): Step {
  switch (node.kind) {
    case 'action':
      return lowerAction(context, node, placeOf(context, node));
    case 'splitPeople':
      return lowerGroup(context, node, placeOf(context, node));
    default:
      return { op: 'pass', node: node.id };
  }
}

function lowerExit(context: CompileContext, run: StraightRun, campaignOf: CampaignOf): Exit {
  const { last, joins } = run;
  if (joins !== undefined) return { op: 'continue', to: campaignOf(joins) };
  switch (last?.kind) {
    case 'wait':
      return lowerWait(context, last, placeOf(context, last), campaignOf);
    case 'listen':
      return lowerListen(context, last, placeOf(context, last), campaignOf);
    case 'splitAccounts':
      return lowerBranch(context, last, placeOf(context, last), campaignOf);
    case 'externalAction':
    case 'externalSplitAccounts':
    case 'externalSplitPeople':
      return lowerAsk(context, last, placeOf(context, last), campaignOf);
    case 'end':
      return { op: 'end', node: last.id };
    default:
      return { op: 'end', node: null };
  }
}
