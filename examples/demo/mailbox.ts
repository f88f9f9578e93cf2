import { simulatedChannel } from '../../src/index.ts';
import type { Channel, Delivery, FollowUp, Instant } from '../../src/index.ts';
import type { ActivityLog } from './activity-log.ts';
import { opens } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

const MINUTE = 60_000;
/** What follows happens on a grid, so that virtual time has fewer stops. */
const GRID = 10 * MINUTE;
/** An e-mail is opened within this many minutes, most of them early. */
const READING_TIME = 40 * 60;

/** Which page a click leads to. */
const LANDING: Readonly<Record<string, string>> = {
  'business-case': 'pricing',
  'free-trial': 'trial',
  architecture: 'documentation',
  'product-tour': 'pricing',
  'support-plan': 'support',
};

/** What the mailbox needs to know about the world. */
export interface MailboxOptions {
  readonly behaviour: Behaviour;
  readonly log: ActivityLog;
  /** Told when somebody unsubscribes, and at what instant. */
  readonly onUnsubscribe: (person: string, at: Instant) => void;
}

/**
 * The e-mail channel of the demo: nothing is sent, and made-up people open, click, visit and fill out forms a while
 * later. Every answer depends on the seed, the person and the e-mail only.
 */
export function mailbox({ behaviour, log, onUnsubscribe }: MailboxOptions): Channel {
  const { chance } = behaviour;

  function reactions(person: string, email: string, account: string, now: Instant): FollowUp[] {
    const key = [email, account, person] as const;
    const habit = behaviour.habit(person);
    if (chance('open', ...key) >= opens(habit)) return [];
    const events: FollowUp[] = [];
    const follow = (
      type: string,
      about: string,
      fields: Record<string, string>,
      minutes: number,
    ): number => {
      const after = Math.max(GRID, Math.round((minutes * MINUTE) / GRID) * GRID);
      events.push({ person, type, fields, after });
      log.add(person, { at: now + after, type, about });
      return after;
    };
    const opened = chance('open after', ...key) ** 2 * READING_TIME;
    follow('emailOpened', email, { email }, opened);
    if (chance('unsubscribe', ...key) < 0.003) {
      onUnsubscribe(person, now + follow('emailUnsubscribed', email, { email }, opened + 10));
      return events;
    }
    if (chance('click', ...key) >= behaviour.clicks(account, person)) return events;
    const clicked = opened + 10 + chance('click after', ...key) * 30;
    follow('emailClicked', email, { email, link: LANDING[email] ?? 'solutions' }, clicked);
    const page = LANDING[email] ?? 'solutions';
    follow('pageViewed', page, { page }, clicked + 10);
    if (chance('prices', ...key) < 0.4)
      follow('pageViewed', 'pricing', { page: 'pricing' }, clicked + 20);
    if (email === 'community-day' && chance('register', ...key) < 0.6) {
      follow('formFilledOut', 'event-registration', { form: 'event-registration' }, clicked + 30);
    }
    return events;
  }

  /** A few addresses bounce: the first attempts of some fail, and some never work. */
  function bounce(person: string, attempt: number): { outcome: 'failed'; reason: string } | null {
    const luck = chance('bounce', person);
    if (luck < 0.004) return { outcome: 'failed', reason: 'no such mailbox' };
    return luck < 0.01 && attempt === 1 ? { outcome: 'failed', reason: 'mailbox full' } : null;
  }

  return simulatedChannel({
    answer: ({ action, account, people, attempt }: Delivery, { now }) => {
      const email = action.type === 'sendEmail' ? action.email : '';
      const except: Record<string, { outcome: 'failed'; reason: string }> = Object.create(
        null,
      ) as never;
      const events: FollowUp[] = [];
      for (const person of people ?? []) {
        const bounced = bounce(person, attempt);
        if (bounced === null) events.push(...reactions(person, email, account, now));
        else except[person] = bounced;
      }
      return { outcome: 'sent', except, events };
    },
  });
}
