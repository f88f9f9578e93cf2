import { formatInstant } from '../kernel/instant.ts';
import { completionRate } from './journeys.ts';
import type { JourneySnapshot } from './journeys.ts';
import { displayed } from '../engagement/epoch.ts';
import { count, list, sentences } from './sentences.ts';

/** What a summary of a journey is made of. */
export interface JourneyFacts {
  readonly journey: JourneySnapshot;
  readonly description: string | null;
  /** Runs that ended, by reason. */
  readonly exits: Readonly<Record<string, number>>;
  /** Steps at which accounts are now, by name. */
  readonly waiting: readonly { readonly step: string; readonly accounts: number }[];
  /** E-mails to people, by outcome. */
  readonly emails: Readonly<Record<string, number>>;
}

const STATES: Readonly<Record<JourneySnapshot['status'], string>> = {
  draft: 'is a draft',
  scheduled: 'is scheduled',
  live: 'is live',
  closed: 'lets nobody in any more',
  aborted: 'was aborted',
  finished: 'is over',
};

/** Some sentences about a journey, each of them from its data alone (BG-112). */
export function summarizeJourney(facts: JourneyFacts): string {
  const { journey, description, exits, waiting, emails } = facts;
  const { name, status, start, end, entered, inFlight } = journey;
  const rate = completionRate(journey);
  const reasons = Object.entries(exits)
    .filter(([reason, number]) => number > 0 && reason !== 'completed')
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([reason, number]) => `${reason.replaceAll('_', ' ')} (${number})`);
  const places = waiting
    .filter(({ accounts }) => accounts > 0)
    .toSorted((left, right) => right.accounts - left.accounts || (left.step < right.step ? -1 : 1))
    .map(({ step, accounts }) => `${step} (${accounts})`);
  const { sent = 0, ...others } = emails;
  const unsent = Object.values(others).reduce((sum, number) => sum + number, 0);
  return sentences(
    `${name} ${STATES[status]}${start === null ? '' : ` since ${dateOf(start)}`}${end === null ? '' : `, until ${dateOf(end)}`}.`,
    description !== null && description.trim() !== '' && closed(description.trim()),
    entered > 0 &&
      `${count(entered, 'account has', 'accounts have')} entered, ${count(inFlight, 'is', 'are')} on the way.`,
    rate !== null && `${displayed(rate)} % have completed it.`,
    reasons.length > 0 && `Others left: ${list(reasons)}.`,
    places.length > 0 && `Most wait at ${list(places)}.`,
    sent + unsent > 0 &&
      `${count(sent, 'e-mail was', 'e-mails were')} sent${unsent === 0 ? '' : `, ${unsent} could not be`}.`,
  );
}

function dateOf(at: number): string {
  return formatInstant(at).slice(0, 10);
}

function closed(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
