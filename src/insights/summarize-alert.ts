import { formatInstant } from '../kernel/instant.ts';
import type { RecentMoment, SalesAlert } from './sales-alert.ts';
import { count, list, sentences } from './sentences.ts';

/**
 * Some sentences about what the members of a group did in the 30 days before a sales alert, each of them from its data
 * alone (BG-158); empty when they did nothing.
 */
export function summarizeAlert({ recent }: SalesAlert): string {
  if (recent === undefined) return '';
  const { activities, moments, people } = recent;
  const total = activities.reduce((sum, one) => sum + one.count, 0);
  const kinds = activities.map(({ type, count: times }) => `${type} (${times})`);
  return sentences(
    `${count(people, 'member was', 'members were')} active in 30 days.`,
    total > 0 &&
      `There ${total === 1 ? 'was' : 'were'} ${count(total, 'activity', 'activities')}: ${list(kinds)}.`,
    moments.length > 0 && `Interesting moments: ${list(moments.map(momentText))}.`,
  );
}

function momentText({ at, description, name, person, type }: RecentMoment): string {
  const what = [type, description].filter((part) => part !== '').join(' ');
  const who = `${name ?? person} on ${formatInstant(at).slice(0, 10)}`;
  return what === '' ? who : `${what} by ${who}`;
}
