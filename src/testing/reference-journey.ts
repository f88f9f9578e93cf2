import type { Instant } from '../kernel/instant.ts';
import type { EventView } from '../model/view.ts';
import type { AnswerInput } from '../runtime/input.ts';
import type { AccountInput } from '../runtime/input.ts';
import { changeList } from './reference/act.ts';
import { changeAccount, changePerson } from './reference/data.ts';
import { enrol, mayReturn } from './reference/entry.ts';
import { byPublication, happen } from './reference/events.ts';
import { decideOn, fillGroups, mark, moveTo, releaseOn } from './reference/buying-groups.ts';
import { newOutcome } from './reference/session.ts';
import type { ReferenceOutcome, Session } from './reference/session.ts';
import { settle } from './reference/settle.ts';
import type { ReferenceState } from './reference/state.ts';
import { answered, fireTimer, leave, resume } from './reference/walk.ts';
import type { ReferenceWorld } from './reference/world.ts';

export { newPerson, referenceAdvancePerson } from './reference/person.ts';
export type { ReferencePerson } from './reference/person.ts';
export type { ReferenceEffect, ReferenceOutcome, Visit } from './reference/session.ts';
export { newAccount } from './reference/state.ts';
export type {
  ReferenceAccount,
  ReferenceAnswer,
  ReferenceRun,
  ReferenceState,
} from './reference/state.ts';
export type { ReferenceJourney, ReferenceWorld } from './reference/world.ts';

/** What the reference interpreter makes of an account. */
export interface ReferenceAdvance extends ReferenceOutcome {
  readonly state: ReferenceState;
}

/**
 * What an account does with the inputs that are pending for it at `now`, by the letter of `docs/semantics/runtime.md`
 * and straight from the documents: slow, and written apart from `src/runtime`, which it is there to check. `state` is
 * left as it is.
 */
export function referenceAdvance(
  world: ReferenceWorld,
  state: ReferenceState,
  inputs: readonly AccountInput[],
  now: Instant,
): ReferenceAdvance {
  const session: Session = {
    world,
    state: structuredClone(state),
    now,
    departed: [],
    caused: [],
    outcome: newOutcome(),
  };
  for (const run of session.state.runs) run.arrivedAfter = 0;
  // RT-1
  for (const input of inputs)
    if (input.kind === 'leave') leave(session, input.journey, input.reason);
  for (const input of inputs) changeData(session, input);
  fillGroups(session);
  for (const run of byPublication(session, session.state.runs)) {
    if (run.stalled && session.state.runs.includes(run)) resume(session, run);
  }
  passEventsAndTimers(session, inputs);
  settle(session);
  return { state: session.state, ...session.outcome };
}

/** The next instant at which the account may do something by itself, apart from conditions that look at the time. */
export function referenceDue(world: ReferenceWorld, state: ReferenceState): Instant | null {
  const instants = state.runs.flatMap((run) => (run.due === null ? [] : [run.due]));
  for (const { document } of world.journeys) {
    const past = state.past[document.id];
    if (past && document.reEntry) instants.push(mayReturn(document.reEntry, past));
  }
  return instants.length === 0 ? null : Math.min(...instants);
}

function changeData(session: Session, input: AccountInput): void {
  if (input.kind === 'account') changeAccount(session, input);
  if (input.kind === 'person' && input.message.type !== 'event')
    changePerson(session, input.message);
  if (input.kind === 'list') changeList(session, input.list, input.member);
  if (input.kind === 'members') decideOn(session, input.group, input.members, 'manual');
  if (input.kind === 'releaseMembers') releaseOn(session, input.group, input.people);
  if (input.kind === 'groupStage') moveTo(session, input.group, input.stage);
  if (input.kind === 'groupStatus') mark(session, input.group, input.status);
  if (input.kind === 'enrol') enrol(session, input.journey);
}

/** RT-1, RT-2: events and due timers together, by instant. */
function passEventsAndTimers(session: Session, inputs: readonly AccountInput[]): void {
  const waiting = inputs.filter((input) => momentOf(input) !== null);
  for (;;) {
    const input = earliest(waiting);
    const moment = input && momentOf(input);
    const due = byPublication(session, session.state.runs).filter(
      (run) => run.due !== null && run.due <= session.now,
    );
    const instant = Math.min(...due.map((run) => run.due!));
    if (input && moment && !(instant < moment.at)) {
      waiting.splice(waiting.indexOf(input), 1);
      const event = eventOf(input);
      if (input.kind === 'answer' || event === null) {
        answered(session, input as AnswerInput);
        continue;
      }
      const person =
        input.kind === 'person' && 'person' in input.message ? input.message.person : null;
      happen(session, person, event, null);
    } else if (due.length > 0) {
      fireTimer(
        session,
        due.find((run) => run.due === instant)!,
      );
    } else return;
  }
}

/** The earliest event; of equal ones, that with the smallest id, and of those the first to arrive. */
function earliest(inputs: readonly AccountInput[]): AccountInput | undefined {
  let first: AccountInput | undefined;
  for (const input of inputs) {
    const [a, b] = [momentOf(input)!, first && momentOf(first)!];
    if (b === undefined || a.at < b.at || (a.at === b.at && a.id < b.id)) first = input;
  }
  return first;
}

/** RT-1: what is ordered by its instant and its id. */
function momentOf(input: AccountInput): { readonly at: Instant; readonly id: string } | null {
  return input.kind === 'answer' ? input : eventOf(input);
}

function eventOf(input: AccountInput): EventView | null {
  if (input.kind === 'event') return input.event;
  return input.kind === 'person' && input.message.type === 'event' ? input.message.event : null;
}
