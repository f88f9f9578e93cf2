import { needArguments } from '../kernel/needed-arguments.ts';
import type { Instant } from '../kernel/instant.ts';
import { messagesOf } from './email-fact.ts';
import type { EmailFact, EmailMessage, EmailStep } from './email-fact.ts';
import { compareText } from '../kernel/text-order.ts';
import type { Period } from './snapshot.ts';

/** How many e-mails came how far. */
export interface EmailCounts {
  readonly sent: number;
  readonly delivered: number;
  readonly opened: number;
  readonly clicked: number;
  /** Hard and soft. */
  readonly bounced: number;
  readonly unsubscribed: number;
}

/** Shares from 0 to 1; `null` when there is nothing to take a share of. Shares of totals may be above 1. */
export interface EmailRates {
  readonly delivery: number | null;
  readonly open: number | null;
  readonly click: number | null;
  readonly bounce: number | null;
  readonly clickToOpen: number | null;
  readonly unsubscribe: number | null;
}

/** What became of one e-mail, or of all. */
export interface EmailFigures {
  /** People: each once per e-mail, whatever number of messages and answers. */
  readonly unique: EmailCounts;
  /** Messages, and events of every kind. */
  readonly total: EmailCounts;
  readonly rates: EmailRates;
  /** First and last sending, opening or click in the period. */
  readonly first: Instant | null;
  readonly last: Instant | null;
}

/** E-mails by how they did (reference 16.6). */
export interface EmailPerformance {
  /** By id of the e-mail. */
  readonly emails: readonly (EmailFigures & { readonly email: string })[];
  /** The sum over all e-mails. */
  readonly all: EmailFigures;
}

/** What e-mails are looked at, and how. */
export interface EmailOptions {
  /** When the e-mails were sent (correction 23); answers to them count whenever they came. */
  readonly period: Period;
  /** Journeys that sent them; missing: all. */
  readonly journeys?: readonly string[];
  /** What rates are made of; missing: `unique`, as charts have it. Tables show `total`. */
  readonly rates?: 'unique' | 'total';
  /**
   * `told`: delivered is what an event says is. `assumed`: what was sent and did not bounce. Missing: `assumed` when no
   * event at all tells of a delivery.
   */
  readonly deliveries?: 'told' | 'assumed';
}

/** Computes how the e-mails did that were sent in a period (BG-132 to BG-136). */
export function emailPerformance(
  facts: readonly EmailFact[],
  options: EmailOptions,
): EmailPerformance {
  needArguments('emailPerformance', { facts: [facts, 'list'], options: [options, 'object'] });
  const { period, journeys, rates = 'unique' } = options;
  needArguments('emailPerformance', { period: [period, 'period'] });
  const isTold = facts.some(({ what }) => what === 'delivered');
  const assumed = (options.deliveries ?? (isTold ? 'told' : 'assumed')) === 'assumed';
  const byEmail = Map.groupBy(
    messagesOf(facts).filter(
      ({ at, journey }) =>
        isWithin(at, period) &&
        (journeys === undefined || (journey !== null && journeys.includes(journey))),
    ),
    ({ email }) => email,
  );
  const emails = [...byEmail]
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([email, messages]) => {
      const unique = countPeople(messages, assumed);
      const total = countAll(messages, assumed);
      const times = messages
        .flatMap(({ at, answers }) => [at, ...answers.filter(isActivity).map((one) => one.at)])
        .filter((at) => isWithin(at, period));
      return {
        email,
        unique,
        total,
        rates: ratesOf(rates === 'unique' ? unique : total),
        ...endsOf(times),
      };
    });
  const unique = sumOf(emails.map((one) => one.unique));
  const total = sumOf(emails.map((one) => one.total));
  const times = emails.flatMap(({ first, last }) =>
    [first, last].filter((at): at is Instant => at !== null),
  );
  return {
    emails,
    all: {
      unique,
      total,
      rates: ratesOf(rates === 'unique' ? unique : total),
      ...endsOf(times),
    },
  };
}

/** The rates of counts (reference 16.6): D/S, O/D, C/D, B/S, C/O and U/D. */
export function ratesOf(counts: EmailCounts): EmailRates {
  const { sent, delivered, opened, clicked, bounced, unsubscribed } = counts;
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return {
    delivery: share(delivered, sent),
    open: share(opened, delivered),
    click: share(clicked, delivered),
    bounce: share(bounced, sent),
    clickToOpen: share(clicked, opened),
    unsubscribe: share(unsubscribed, delivered),
  };
}

const STEPS: Readonly<Record<Exclude<keyof EmailCounts, 'sent'>, readonly EmailStep[]>> = {
  delivered: ['delivered'],
  opened: ['opened'],
  clicked: ['clicked'],
  bounced: ['bounced', 'bouncedSoft'],
  unsubscribed: ['unsubscribed'],
};

const KINDS = Object.keys(STEPS) as (keyof typeof STEPS)[];

function countPeople(messages: readonly EmailMessage[], assumed: boolean): EmailCounts {
  const people = (with_: (message: EmailMessage) => boolean): number =>
    new Set(messages.filter(with_).map(({ person }) => person)).size;
  return countsOf(
    people(() => true),
    (kind) => people((message) => timesOf(message, kind, assumed) > 0),
  );
}

function countAll(messages: readonly EmailMessage[], assumed: boolean): EmailCounts {
  return countsOf(messages.length, (kind) =>
    messages.reduce((sum, message) => sum + timesOf(message, kind, assumed), 0),
  );
}

function timesOf(message: EmailMessage, kind: keyof typeof STEPS, assumed: boolean): number {
  if (kind === 'delivered' && assumed) return timesOf(message, 'bounced', false) === 0 ? 1 : 0;
  return message.answers.filter(({ what }) => STEPS[kind].includes(what)).length;
}

function countsOf(sent: number, count: (kind: keyof typeof STEPS) => number): EmailCounts {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, count(kind)]));
  return { sent, ...counts } as unknown as EmailCounts;
}

function sumOf(all: readonly EmailCounts[]): EmailCounts {
  const sum = (kind: keyof EmailCounts): number =>
    all.reduce((before, counts) => before + counts[kind], 0);
  return countsOf(sum('sent'), sum);
}

function isActivity({ what }: { readonly what: EmailStep }): boolean {
  return what === 'opened' || what === 'clicked';
}

function isWithin(at: Instant, { from, to }: Period): boolean {
  return at >= from && at < to;
}

function endsOf(times: readonly Instant[]): { first: Instant | null; last: Instant | null } {
  if (times.length === 0) return { first: null, last: null };
  return times.reduce(
    ({ first, last }, at) => ({ first: Math.min(first, at), last: Math.max(last, at) }),
    { first: times[0]!, last: times[0]! },
  );
}
