import type { EventView } from '../../model/view.ts';
import { withEvent } from './data.ts';
import { hears } from './listen.ts';
import type { Session } from './session.ts';
import type { ReferenceRun } from './state.ts';
import { takeEdge } from './walk.ts';
import { findJourney, findNode } from './world.ts';

/**
 * An event of the account, or of one of its people, happens: it is put into the history once (RT-72, RT-74) and wakes
 * every run that hears it (RT-58). `number` says how many inputs the advance had caused before it, `null` for an event
 * from outside.
 */
export function happen(
  session: Session,
  personId: string | null,
  event: EventView,
  number: number | null,
): void {
  const { account, runs } = session.state;
  // RT-51: who is gone is heard of once more, as the member whom a group has lost.
  const gone = event.type === 'removedFromGroup' ? session.departed : [];
  const person =
    [...account.people, ...gone.toReversed()].find((one) => one.id === personId) ?? null;
  if (personId !== null && person === null) return;
  const subject = person ?? account;
  if (!session.world.catalogue.events[event.type]?.builtIn) {
    if (subject.events.some((old) => old.id === event.id)) return;
    subject.events = withEvent(subject.events, event);
  }
  for (const run of byPublication(session, runs)) {
    const node = findNode(findJourney(session.world, run.journey)!, run.node);
    if (node?.kind !== 'listen' || run.stalled || !session.state.runs.includes(run)) continue;
    if (number !== null && number < run.arrivedAfter) continue;
    if (hears(session, run, node, person, event))
      takeEdge(session, run, { edge: 'event', to: node.next });
  }
}

/** RT-2: the runs, those of the earliest published journey first. */
export function byPublication(
  session: Session,
  runs: readonly ReferenceRun[],
): readonly ReferenceRun[] {
  const order = (run: ReferenceRun): number => findJourney(session.world, run.journey)!.order;
  return [...runs].sort((left, right) => order(left) - order(right));
}
