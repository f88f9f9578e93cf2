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

function after(left: EventView, right: EventView): boolean {
  return left.at > right.at || (left.at === right.at && left.id > right.id);
}
