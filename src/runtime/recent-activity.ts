import { OUTBOUND_EVENTS } from '../insights/outbound-events.ts';
import type { RecentActivity, RecentMoment } from '../insights/sales-alert.ts';
import { DAY } from '../kernel/duration.ts';
import type { Instant } from '../kernel/instant.ts';
import { compareText } from '../kernel/text-order.ts';
import type { EventView, PersonView } from '../model/view.ts';
import { attributeText, personText } from './alert-texts.ts';

/** The event that tells of an interesting moment. */
export const MOMENT = 'interestingMoment';

/** How far an alert looks back (reference 8.5). */
const DAYS = 30;
/** How many interesting moments it tells of. */
const MOMENTS = 5;

/** What people did themselves in the 30 days up to now; `null` when it was nothing (BG-158). */
export function recentActivity(people: readonly PersonView[], now: Instant): RecentActivity | null {
  const since = now - DAYS * DAY;
  const counts = new Map<string, number>();
  const moments: RecentMoment[] = [];
  let active = 0;
  for (const person of people) {
    const events = person.events.filter(
      ({ type, at }) => at > since && at <= now && !OUTBOUND_EVENTS.has(type),
    );
    if (events.length > 0) active += 1;
    for (const event of events) {
      if (event.type === MOMENT) moments.push(recentMoment(person, event));
      else counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
    }
  }
  if (active === 0) return null;
  return {
    since,
    people: active,
    activities: [...counts]
      .map(([type, count]) => ({ type, count }))
      .toSorted((left, right) => right.count - left.count || compareText(left.type, right.type)),
    moments: moments
      .toSorted((left, right) => right.at - left.at || compareText(left.person, right.person))
      .slice(0, MOMENTS),
  };
}

function recentMoment(person: PersonView, { at, fields }: EventView): RecentMoment {
  return {
    at,
    person: person.id,
    name: personText(person),
    type: attributeText(fields, 'type') ?? '',
    description: attributeText(fields, 'description') ?? '',
  };
}
