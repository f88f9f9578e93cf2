import { dueAt } from '../../kernel/calendar.ts';
import type { Duration, MustEndOn } from '../../kernel/duration.ts';
import { readInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { AnswerInput } from '../../runtime/input.ts';
import { isAboutPeople, minutesOf, request, takeAnswer, wayOf } from './ask.ts';
import type {
  AskNode,
  JourneyNode,
  ListenNode,
  SplitAccountsNode,
  WaitNode,
} from '../../journey/document.ts';
import type { ExitReason } from '../../runtime/run.ts';
import { act, isMissing } from './act.ts';
import { everyone, inPlace } from './everyone.ts';
import { holdsForAccount } from './holds.ts';
import { recalls } from './listen.ts';
import type { Session } from './session.ts';
import { splitPeople } from './split-people.ts';
import type { ReferenceRun } from './state.ts';
import type { Way } from './way.ts';
import { findJourney, findNode } from './world.ts';
import type { ReferenceJourney } from './world.ts';

/** What becomes of a run at a node. */
type Stand = Way | { readonly ends: ExitReason } | 'parked';

/** RT-20: lets the run go on from its node by an edge until it parks or ends. */
export function takeEdge(session: Session, run: ReferenceRun, { edge, to }: Way): void {
  session.outcome.visits.push({ journey: run.journey, node: run.node, edge });
  walkFrom(session, run, to);
}

/** Lets the run go on with a node until it parks or ends. */
export function walkFrom(session: Session, run: ReferenceRun, id: string | undefined): void {
  const node = findNode(journeyOf(session, run), id);
  if (node === undefined) return endRun(session, run, 'completed');
  run.node = node.id;
  session.outcome.visits.push({ journey: run.journey, node: node.id, edge: null });
  standAt(session, run, node);
}

/** Lets a run that stands before its node go on with it (RT-31). */
export function resume(session: Session, run: ReferenceRun): void {
  const node = findNode(journeyOf(session, run), run.node);
  if (node === undefined) throw new Error(`There is no node ${run.node}.`);
  const { arrivedAt } = run;
  run.stalled = false;
  if (run.asked !== undefined && 'service' in node) conclude(session, run, node);
  else standAt(session, run, node);
  if (run.stalled && run.node === node.id) run.arrivedAt = arrivedAt;
}

/** RT-43, RT-56: the run's timer fires. */
export function fireTimer(session: Session, run: ReferenceRun): void {
  const node = findNode(journeyOf(session, run), run.node);
  if (node?.kind === 'wait') return takeEdge(session, run, { edge: '', to: node.next });
  if (node?.kind === 'listen') return goOn(session, run, timeOut(session, run, node));
  if (node !== undefined && 'service' in node) return conclude(session, run, node);
  throw new Error(`There is no timer at ${run.node}.`);
}

/** Takes the account out of a journey, or out of the line for it (RT-16, RT-37, RT-62). */
export function leave(session: Session, journey: string, reason: ExitReason): void {
  const { state } = session;
  state.queued = state.queued.filter((id) => id !== journey);
  const run = state.runs.find((one) => one.journey === journey);
  if (run) endRun(session, run, reason);
}

/** RT-60: ends the run and remembers it. */
export function endRun(session: Session, run: ReferenceRun, reason: ExitReason): void {
  const { state, outcome, now } = session;
  state.runs = state.runs.filter((one) => one !== run);
  state.past[run.journey] = {
    entries: run.entry,
    lastEnteredAt: run.enteredAt,
    lastEndedAt: now,
  };
  outcome.exits.push({ journey: run.journey, entry: run.entry, reason });
}

/** XA-40 */
function askAt(session: Session, run: ReferenceRun, node: AskNode): Stand {
  const people = isAboutPeople(node) ? everyone(session) : null;
  if (people?.length === 0)
    return { edge: '', to: node.kind === 'externalSplitAccounts' ? undefined : node.next };
  if (session.world.carried?.includes(node.service) !== true) return stall(session, run);
  request(session, run, node, people);
  run.asked = { people: people && [...people], answers: [] };
  return park(session, run, session.now + minutesOf(session, node) * 60_000);
}

/** An answer came (XA-41 to XA-46). */
export function answered(session: Session, input: AnswerInput): void {
  const run = takeAnswer(session, input);
  if (run !== undefined)
    conclude(session, run, findNode(journeyOf(session, run), run.node) as AskNode);
}

/** XA-43 to XA-45: goes on with the answers that are there, or waits for somebody who carries out an action (RT-31). */
function conclude(session: Session, run: ReferenceRun, node: AskNode): void {
  const way = wayOf(session, run, node);
  if (way === 'stalls') {
    const { arrivedAt } = run;
    stall(session, run);
    run.arrivedAt = arrivedAt;
    return;
  }
  delete run.asked;
  run.due = null;
  if (way === 'ends') {
    session.outcome.visits.push({ journey: run.journey, node: node.id, edge: '' });
    return endRun(session, run, 'no_path_matched');
  }
  takeEdge(session, run, way);
}

function standAt(session: Session, run: ReferenceRun, node: JourneyNode): void {
  goOn(session, run, standing(session, run, node));
}

function goOn(session: Session, run: ReferenceRun, stand: Stand): void {
  if (stand === 'parked') return;
  if ('ends' in stand) return endRun(session, run, stand.ends);
  takeEdge(session, run, stand);
}

function standing(session: Session, run: ReferenceRun, node: JourneyNode): Stand {
  switch (node.kind) {
    case 'audience':
    case 'merge':
      return { edge: '', to: node.next };
    case 'end':
      return { ends: 'completed' };
    case 'splitAccounts':
      return splitAccounts(session, run, node);
    case 'splitPeople':
      if (!splitPeople(session, run, node)) return stall(session, run);
      return { edge: '', to: node.next };
    case 'action': {
      const people = node.context === 'people' ? everyone(session) : null;
      if (isMissing(session, node.action, people)) return stall(session, run);
      act(session, run, node.id, node.action, people);
      const { action } = node;
      const leaves = action.type === 'removeFromJourney' && action.journey === run.journey;
      return leaves ? { ends: 'removed' } : { edge: '', to: node.next };
    }
    case 'externalAction':
    case 'externalSplitAccounts':
    case 'externalSplitPeople':
      return askAt(session, run, node);
    case 'wait':
      return wait(session, run, node);
    case 'listen':
      return listen(session, run, node);
  }
}

/** RT-21 */
function splitAccounts(session: Session, run: ReferenceRun, node: SplitAccountsNode): Stand {
  for (const path of node.paths) {
    const holds = path.when && holdsForAccount(session, path.when, inPlace(run));
    if (holds) return { edge: path.id, to: path.next };
  }
  return node.other ? { edge: 'other', to: node.other.next } : { ends: 'no_path_matched' };
}

/** RT-40, RT-41 */
function wait(session: Session, run: ReferenceRun, node: WaitNode): Stand {
  const due = timer(session.now, node.until, node.for, node.mustEndOn);
  if (due <= session.now) return { edge: '', to: node.next };
  return park(session, run, due);
}

/** RT-55, RT-56 */
function listen(session: Session, run: ReferenceRun, node: ListenNode): Stand {
  run.heard = [];
  if (node.since === 'journeyEntry' && recalls(session, run, node)) {
    return { edge: 'event', to: node.next };
  }
  if (node.timeout === undefined) return park(session, run, null);
  const { at, after, mustEndOn } = node.timeout;
  const due = timer(session.now, at, after, mustEndOn);
  if (due <= session.now) return timeOut(session, run, node);
  return park(session, run, due);
}

/** RT-56; the edge is counted also when it leads to no path. */
function timeOut(session: Session, run: ReferenceRun, { id, timeout }: ListenNode): Stand {
  if (timeout?.path !== false) return { edge: 'timeout', to: timeout?.next };
  session.outcome.visits.push({ journey: run.journey, node: id, edge: 'timeout' });
  return { ends: 'timed_out' };
}

/** RT-40, RT-42; what is missing is as in PL-10. */
function timer(
  now: Instant,
  at: string | undefined,
  duration: Duration | undefined,
  mustEndOn: MustEndOn | undefined,
): Instant {
  if (at !== undefined) return readInstant(at)!;
  const length = duration ?? (mustEndOn ? null : { days: 5 });
  return dueAt(now, { duration: length, mustEndOn: mustEndOn ?? null });
}

function park(session: Session, run: ReferenceRun, due: Instant | null): 'parked' {
  run.arrivedAt = session.now;
  run.due = due;
  run.arrivedAfter = session.caused.length;
  return 'parked';
}

/** RT-31 */
function stall(session: Session, run: ReferenceRun): 'parked' {
  park(session, run, null);
  run.stalled = true;
  return 'parked';
}

function journeyOf(session: Session, run: ReferenceRun): ReferenceJourney {
  const journey = findJourney(session.world, run.journey);
  if (journey === undefined) throw new Error(`There is no journey ${run.journey}.`);
  return journey;
}
