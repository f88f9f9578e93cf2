import type { Condition } from '../../conditions/condition.ts';
import type { EventView } from '../../model/view.ts';
import { referenceHolds } from '../reference-evaluator.ts';
import type { Place } from './everyone.ts';
import type { Session } from './session.ts';
import type { ReferencePersonCopy } from './state.ts';
import { referencesOf } from './world.ts';

/** Whether a condition holds for the account as it is now (RT-22). */
export function holdsForAccount(session: Session, condition: Condition, place: Place): boolean {
  return holds(session, condition, null, null, place);
}

/** Whether a condition holds for one of the account's people. */
export function holdsForPerson(
  session: Session,
  condition: Condition,
  person: ReferencePersonCopy,
  place: Place,
): boolean {
  return holds(session, condition, person, null, place);
}

/** Whether the constraints of a listener hold for an event of a person, or of the account. */
export function holdsForEvent(
  session: Session,
  condition: Condition,
  person: ReferencePersonCopy | null,
  event: EventView,
  place: Place,
): boolean {
  return holds(session, condition, person, event, place);
}

function holds(
  session: Session,
  condition: Condition,
  person: ReferencePersonCopy | null,
  event: EventView | null,
  { anchor }: Place,
): boolean {
  const { world, state, now } = session;
  return referenceHolds(condition, {
    catalogue: world.catalogue,
    references: referencesOf(world),
    scope: person === null ? 'account' : 'person',
    account: state.account,
    person,
    now,
    anchor,
    ...(event === null ? {} : { event }),
  });
}
