import { invariant } from '../kernel/errors.ts';
import type { AccountDraft } from './draft.ts';
import type { RunFact } from './fact.ts';
import type { Program, ProgramAwait } from './program.ts';
import type { ExitReason, Run } from './run.ts';
import type { Ask } from '../plan/ask.ts';
import { routeOf } from './ask.ts';
import type { Arrival } from './park.ts';
import { EDGE, timerEdge, walk } from './walk.ts';
import type { Walk } from './way.ts';

/** The program that a run follows. */
export function programOf(draft: AccountDraft, run: Run): Program {
  const program = draft.world.programs.get(run.plan);
  invariant(program !== undefined, `Plan ${run.plan} of journey ${run.journey} is not loaded.`);
  return program;
}

/** The await at which a run is parked; `null` for a run that stalled before a step, and for one that asks. */
export function awaitOf(draft: AccountDraft, run: Run): ProgramAwait | null {
  const stand = standOf(draft, run);
  return stand?.op === 'await' ? stand : null;
}

/** The node at which a run waits for a service; `null` for one that waits for something else. */
export function askOf(draft: AccountDraft, run: Run): Ask | null {
  const stand = standOf(draft, run);
  return stand?.op === 'ask' ? stand : null;
}

function standOf(draft: AccountDraft, run: Run): ProgramAwait | Ask | null {
  if (run.stalledAt !== null) return null;
  const { exit } = programOf(draft, run).campaigns[run.campaign]!;
  invariant(
    exit.op === 'await' || exit.op === 'ask',
    `Campaign ${run.campaign} of plan ${run.plan} ends in nothing to wait for.`,
  );
  return exit;
}

/** The node at which a run is parked. */
export function nodeOf(draft: AccountDraft, run: Run): string {
  const { steps, exit } = programOf(draft, run).campaigns[run.campaign]!;
  const step = run.stalledAt === null ? undefined : steps[run.stalledAt];
  if (step !== undefined) return step.node;
  invariant(
    'node' in exit && exit.node !== null,
    `Campaign ${run.campaign} has no node to wait at.`,
  );
  return exit.node;
}

/** The timer of a parked run has fired (RT-43, RT-56). */
export function fire(draft: AccountDraft, run: Run): void {
  const node = awaitOf(draft, run);
  if (node === null) return goOn(draft, run, 'timer');
  const way = setOut(draft, run, 'timer', null);
  way.trail.push(node.node, timerEdge(node));
  land(draft, way, node.onTimer === null ? { exit: 'timed_out' } : walk(draft, way, node.onTimer));
}

/** A parked run has heard an event (RT-50). */
export function wake(draft: AccountDraft, run: Run, event: string): void {
  const node = awaitOf(draft, run)!;
  invariant(node.onEvent !== null, `Listener ${node.node} leads nowhere.`);
  const way = setOut(draft, run, 'event', event);
  way.trail.push(node.node, EDGE.event);
  land(draft, way, walk(draft, way, node.onEvent));
}

/** A run that has asked goes on with the answers that it has; whoever has none counts as failed (XA-43). */
export function goOn(draft: AccountDraft, run: Run, cause: 'answer' | 'timer'): void {
  const { exit } = programOf(draft, run).campaigns[run.campaign]!;
  invariant(exit.op === 'ask' && run.asked !== undefined, `Run ${run.journey} has asked nobody.`);
  const way = setOut(draft, run, cause, null);
  const to = routeOf(draft, way, exit, run.asked);
  if (to !== null) return land(draft, way, typeof to === 'number' ? walk(draft, way, to) : to);
  const { steps } = way.program.campaigns[run.campaign]!;
  land(draft, way, { run: { ...run, due: null, stalledAt: steps.length } });
}

/** A run that stalled before a host action goes on, once somebody carries it out (RT-31). */
export function resume(draft: AccountDraft, run: Run): void {
  const before = draft.runs;
  const way = setOut(draft, run, 'action', null);
  const { exit } = way.program.campaigns[run.campaign]!;
  if (run.asked !== undefined && exit.op === 'ask') {
    const to = routeOf(draft, way, exit, run.asked);
    if (to === null) draft.runs = before;
    else land(draft, way, typeof to === 'number' ? walk(draft, way, to) : to);
    return;
  }
  const arrival = walk(draft, way, run.campaign, run.stalledAt!);
  const stays =
    'run' in arrival &&
    arrival.run.campaign === run.campaign &&
    arrival.run.stalledAt === run.stalledAt;
  if (stays) draft.runs = before;
  else land(draft, way, arrival);
}

/** Ends a run where it stands. */
export function leave(draft: AccountDraft, run: Run, reason: ExitReason): void {
  land(draft, setOut(draft, run, 'left', null), { exit: reason });
}

function setOut(
  draft: AccountDraft,
  run: Run,
  cause: RunFact['cause'],
  event: string | null,
): Walk {
  const from = nodeOf(draft, run);
  draft.runs = draft.runs.length === 1 ? NONE : draft.runs.filter((other) => other !== run);
  return { program: programOf(draft, run), run, from, cause, event, trail: [], groups: null };
}

const NONE: readonly never[] = Object.freeze([]);

/** Runs hear events, fire and leave in this order, whatever became of them before (RT-2, RT-58). */
function inOrderOfPublication(draft: AccountDraft, runs: Run[]): readonly Run[] {
  const order = (run: Run): number =>
    draft.world.journeys.get(run.journey)?.order ?? Number.MAX_SAFE_INTEGER;
  return runs.sort((left, right) => order(left) - order(right));
}

/** Takes a walk's end into the draft: the parked run or the exit, and the fact of it. */
export function land(draft: AccountDraft, way: Walk, arrival: Arrival): void {
  const { journey, plan, entry, enteredAt } = way.run;
  const run = 'run' in arrival ? arrival.run : null;
  if (run !== null) {
    draft.runs =
      draft.runs.length === 0 ? [run] : inOrderOfPublication(draft, [...draft.runs, run]);
  } else {
    const past = { entries: entry, lastEnteredAt: enteredAt, lastEndedAt: draft.now };
    draft.past = { ...draft.past, [journey]: past };
    // A delay that counts from the entry may have passed already (RT-14).
    draft.mayEnter = true;
  }
  draft.facts.push({
    type: 'run',
    journey,
    plan,
    entry,
    from: way.from,
    cause: way.cause,
    event: way.event,
    trail: way.trail,
    groups: way.groups,
    parked: run === null ? null : nodeOf(draft, run),
    due: run?.due ?? null,
    exit: 'exit' in arrival ? arrival.exit : null,
  });
}
