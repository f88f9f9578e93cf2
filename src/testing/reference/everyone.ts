import type { Instant } from '../../kernel/instant.ts';
import type { Session } from './session.ts';
import type { ReferenceRun } from './state.ts';

/** Where a condition stands: the instant that event history looks back from. */
export interface Place {
  readonly anchor: Instant;
}

/** RT-23: in a journey, history looks back from the run's entry. */
export function inPlace(run: ReferenceRun): Place {
  return { anchor: run.enteredAt };
}

/** RT-26: the ids of all people of the account at this moment, in the order in which they joined. */
export function everyone(session: Session): readonly string[] {
  return session.state.account.people.map((person) => person.id);
}
