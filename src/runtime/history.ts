import type { EventView } from '../model/view.ts';

/**
 * Inserts into a history that is sorted by (timestamp, id), in place (RT-74). False when an event of that id is
 * in it already, whatever its timestamp (RT-72).
 */
export function insertByTime(events: EventView[], event: EventView): boolean {
  if (events.some(({ id }) => id === event.id)) return false;
  let at = events.length;
  while (at > 0 && after(events[at - 1]!, event)) at -= 1;
  if (at === events.length) events.push(event);
  else events.splice(at, 0, event);
  return true;
}

/**
 * A history with one more event in its place (RT-74); the given one stays. `null` when an event of that id is in it
 * already (RT-72). It has no room for more, unlike a list that was pushed to: most people hear of few events.
 */
export function withEvent(events: readonly EventView[], event: EventView): EventView[] | null {
  const { length } = events;
  if (length === 0) return [event];
  if (events.some(({ id }) => id === event.id)) return null;
  if (!after(events[length - 1]!, event)) return events.concat([event]);
  const longer = [...events];
  insertByTime(longer, event);
  return longer;
}

function after(left: EventView, right: EventView): boolean {
  return left.at > right.at || (left.at === right.at && left.id > right.id);
}
