import type { ListenEvent, ListenNode } from '../../journey/document.ts';
import type { EventView } from '../../model/view.ts';
import { inPlace } from './everyone.ts';
import { holdsForEvent, holdsForPerson } from './holds.ts';
import type { Session } from './session.ts';
import type { ReferencePersonCopy, ReferenceRun } from './state.ts';

/**
 * RT-50 to RT-54: whether the event wakes the run that is parked at the listener. Matching events that do not complete
 * a count are noted in the run.
 */
export function hears(
  session: Session,
  run: ReferenceRun,
  node: ListenNode,
  person: ReferencePersonCopy | null,
  event: EventView,
): boolean {
  const from = node.since === 'journeyEntry' ? run.enteredAt : run.arrivedAt;
  if (event.at < from) return false;
  let woken = false;
  for (const [index, matcher] of node.events.entries()) {
    if (!matches(session, run, node, matcher, person, event)) continue;
    const id = person?.id ?? null;
    let heard = run.heard.find((one) => one.matcher === index && one.person === id);
    if (heard === undefined) {
      heard = { matcher: index, person: id, count: 0 };
      run.heard.push(heard);
    }
    heard.count += 1;
    if (heard.count >= (matcher.minimum ?? 1)) woken = true;
  }
  return woken;
}

/**
 * RT-55: whether the history since the run's entry satisfies the listener. What is later than now is no history
 * (CO-33). Events that do not complete a count are noted in the run.
 */
export function recalls(session: Session, run: ReferenceRun, node: ListenNode): boolean {
  const { account } = session.state;
  const sources = node.context === 'people' ? account.people : [null];
  for (const person of sources) {
    for (const event of (person ?? account).events) {
      if (event.at <= session.now && hears(session, run, node, person, event)) return true;
    }
  }
  return false;
}

/** Type, constraints, filter and members; not time, and not how often. */
function matches(
  session: Session,
  run: ReferenceRun,
  node: ListenNode,
  matcher: ListenEvent,
  person: ReferencePersonCopy | null,
  event: EventView,
): boolean {
  if ((node.context === 'people') !== (person !== null)) return false;
  if (matcher.event !== event.type) return false;
  const place = inPlace(run);
  if (matcher.where && !holdsForEvent(session, matcher.where, person, event, place)) return false;
  if (person === null) return true;
  if (node.filter && !holdsForPerson(session, node.filter, person, place)) return false;
  return isWanted(session, node, person.id);
}

/** RT-51 */
function isWanted(session: Session, { members }: ListenNode, person: string): boolean {
  if (members === undefined) return true;
  const { definitions, roles } = members;
  return session.state.account.groups.some(
    (group) =>
      (definitions === undefined || definitions.includes(group.definition)) &&
      group.members.some(
        (member) =>
          member.person === person &&
          !member.removed &&
          (roles === undefined || roles.includes(member.role)),
      ),
  );
}
