import type { PersonBody } from '../../../runtime/state.ts';
import type { Seat } from '../seat.ts';
import { putsOf, type Change, type Look } from './change.ts';
import { isClaim } from './claim.ts';

interface Standing {
  /** Step of the timeline. */
  readonly since: number;
  readonly person: PersonBody;
}

/** What an engine has read stays fresh for less than the shortest pause between two attempts. */
const FRESH = 45_000;

/**
 * Nobody is claimed for whom the gate had to refuse (EN-51). A change that comes while the gate decides may come too
 * late: what counts is what was stored when the engine read the person for this claim.
 */
export function lookAtConsent(): Look {
  const people = new Map<string, Standing[]>();
  const suppressed = new Map<string, number>();
  return (change) => {
    const { step, broken, journal, seat } = change;
    for (const { body } of putsOf(change, 'person')) {
      const past = people.get(body.id);
      if (past === undefined) people.set(body.id, [{ since: step, person: body }]);
      else past.push({ since: step, person: body });
      if (body.consent === 'n') journal.reached('somebody is without consent');
    }
    for (const { id } of putsOf(change, 'suppression')) suppressed.set(id, step);
    for (const { id, body } of putsOf(change, 'effect')) {
      if (body.people === null || !isClaim(body, change.mirror.get('effect', id)?.body)) continue;
      const { account, action } = body.effect;
      for (const person of body.people) {
        const read = lastRead(seat, person, change);
        const standing = people.get(person)?.findLast(({ since }) => since <= read)?.person;
        const say = (why: string): void => broken('RL-7', `${id} is claimed for ${person}: ${why}`);
        if (standing === undefined) say('who is unknown');
        else if (!standing.accounts.includes(account)) say('who has left the account');
        else if (action.type === 'sendEmail') {
          const address = standing.attributes['email'];
          if (!action.operational && standing.consent === 'n') say('without consent');
          if (typeof address === 'string' && (suppressed.get(suppression(address)) ?? read) < read)
            say('whose address is suppressed');
        }
      }
    }
  };
}

/** The id under which an address is suppressed. */
function suppression(address: string): string {
  return `email\u001f${address.trim().toLowerCase()}`;
}

/** The step at which the engine read the person for this claim; the present one when it did not. */
function lastRead(seat: Seat, person: string, { at, step }: Change): number {
  const read = seat.readAt.get(person);
  if (read === undefined) return step;
  const few = seat.calls - read.call <= 3 + 6 * (seat.conflicts - read.conflicts);
  return few || at - read.at < FRESH ? read.step : step;
}
