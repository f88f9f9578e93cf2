import { simulatedChannel } from '../../src/index.ts';
import type { Channel, FollowUp } from '../../src/index.ts';
import type { Chance } from './chance.ts';
import type { HostMemory } from './host-memory.ts';

type Bounce = { readonly outcome: 'failed'; readonly reason: string };

/**
 * The e-mail channel of the demo: nothing is sent, and made-up people open, click, visit and fill out forms a while
 * later.
 */
export function mailbox(chance: Chance, memory: HostMemory): Channel {
  return simulatedChannel({
    answer: ({ action, account, people, attempt }, { now }) => {
      const email = action.type === 'sendEmail' ? action.email : '';
      const except: Record<string, Bounce> = Object.create(null) as never;
      const events: FollowUp[] = [];
      for (const person of people ?? []) {
        const bounced = bounce(chance, person, attempt);
        if (bounced !== null) except[person] = bounced;
        else {
          for (const { type, fields, after } of memory.receive(email, account, person, now))
            events.push({ person, type, fields, after });
        }
      }
      return { outcome: 'sent', except, events };
    },
  });
}

/** A few addresses bounce: the first attempts of some fail, and some never work. */
function bounce(chance: Chance, person: string, attempt: number): Bounce | null {
  const luck = chance('bounce', person);
  if (luck < 0.004) return { outcome: 'failed', reason: 'no such mailbox' };
  return luck < 0.01 && attempt === 1 ? { outcome: 'failed', reason: 'mailbox full' } : null;
}
