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

/** One thing that a person does some time after an e-mail has arrived. */
export interface Reaction {
  readonly type: string;
  /** What it is about: an e-mail, a page, a form. */
  readonly about: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Milliseconds after the delivery. */
  readonly after: number;
}

/** What a made-up person does with an e-mail; depends on the seed, the person, the account and the e-mail only. */
export function reactionsTo(
  behaviour: Behaviour,
  email: string,
  account: string,
  person: string,
): readonly Reaction[] {
  const { chance } = behaviour;
  const key = [email, account, person] as const;
  if (chance('open', ...key) >= opens(behaviour.habit(person))) return [];
  const reactions: Reaction[] = [];
  const follow = (
    type: string,
    about: string,
    fields: Record<string, string>,
    minutes: number,
  ): void => {
    const after = Math.max(GRID, Math.round((minutes * MINUTE) / GRID) * GRID);
    reactions.push({ type, about, fields, after });
  };
  const opened = chance('open after', ...key) ** 2 * READING_TIME;
  follow('emailOpened', email, { email }, opened);
  if (chance('unsubscribe', ...key) < 0.003) {
    follow('emailUnsubscribed', email, { email }, opened + 10);
    return reactions;
  }
  if (chance('click', ...key) >= behaviour.clicks(account, person)) return reactions;
  const clicked = opened + 10 + chance('click after', ...key) * 30;
  const page = LANDING[email] ?? 'solutions';
  follow('emailClicked', email, { email, link: page }, clicked);
  follow('pageViewed', page, { page }, clicked + 10);
  if (chance('prices', ...key) < 0.4)
    follow('pageViewed', 'pricing', { page: 'pricing' }, clicked + 20);
  if (email === 'community-day' && chance('register', ...key) < 0.6) {
    const form = 'event-registration';
    follow('formFilledOut', form, { form }, clicked + 30);
  }
  return reactions;
}
