import { consentAfter, otherConsentsAfter } from '../model/consent.ts';
import type { Scoring } from '../engagement/scoring.ts';
import { addOccurrences } from '../engagement/strategy.ts';
import type { Occurrences } from '../engagement/tally.ts';
import { sameIntent } from '../model/intent.ts';
import type { EventView } from '../model/view.ts';
import { withAttribute } from './draft.ts';
import { SEPARATOR } from './effect.ts';
import type { WriteBackFact } from './fact.ts';
import { fedPerson } from './fed-person.ts';
import { withOutgoing } from './feeds.ts';
import { insertByTime, withEvent } from './history.ts';
import type {
  AttributeChange,
  Message,
  PersonCopyBody,
  PersonInput,
  PersonMessage,
} from './input.ts';
import { accountNow, namesOf, relatedBy, toldOfMerge } from './merged-person.ts';
import { withRecord } from './related.ts';
import { same } from './same.ts';
import { scoreAtNight, takenBack, tallyEvents } from './score-person.ts';
import type { Mutable, PersonBody } from './state.ts';
import type { Instant } from '../kernel/instant.ts';

/** What one advance makes of a person. */
export interface PersonAdvance {
  readonly person: PersonBody;
  readonly messages: readonly Message[];
  /** What the tenant's count of what occurred changes by; missing: nothing. */
  readonly occurrences?: Occurrences;
  /** What accounts have to record of the person; missing: nothing. */
  readonly facts?: readonly { readonly account: string; readonly fact: WriteBackFact }[];
}

/**
 * Applies the inputs that are pending for one person: data first, in order of arrival, then events by (timestamp, id).
 * The person tells each of its accounts (RT-70, RT-71, RT-73). What was given stays as it was.
 */
export function advancePerson(
  before: PersonBody,
  inputs: readonly PersonInput[],
  now: Instant,
  scoring: Scoring | null = null,
): PersonAdvance {
  const draft: Draft = { person: before, messages: [], occurrences: NOTHING, facts: null };
  const arrived: EventView[] = [];
  for (const input of inputs) {
    if (input.kind === 'event') arrived.push(input.event);
    else if (input.kind === 'forget') forget(draft, scoring);
    else if (input.kind === 'night') keepNight(draft, input, now, scoring);
    else if (input.kind === 'fed') {
      const fed = fedPerson(draft.person, input);
      draft.person = fed.person;
      if (fed.lost.length > 0) (draft.facts ??= []).push(...fed.lost);
      for (const change of fed.inputs) write(draft, change, now);
    } else write(draft, input, now);
  }
  if (arrived.length > 0) hear(draft, arrived, now, scoring);
  const { person, messages, occurrences, facts } = draft;
  const outcome: Mutable<PersonAdvance> = { person, messages };
  if (occurrences !== NOTHING) outcome.occurrences = occurrences;
  if (facts !== null) outcome.facts = facts;
  return outcome;
}

const NOTHING: Occurrences = Object.freeze({});

/** The working copy of one person during one advance, and what comes of it. */
interface Draft {
  person: PersonBody;
  occurrences: Occurrences;
  facts: { readonly account: string; readonly fact: WriteBackFact }[] | null;
  readonly messages: Message[];
}

/** Tells an account of the change that has a number. */
function tell(
  { person, messages }: Draft,
  account: string,
  message: PersonMessage,
  change: number = person.change,
): void {
  // The number has a fixed width: messages that wait in a storage are taken in order of their ids. Nearly all messages are
  // applied at once, and nobody reads their ids: joined by hand, they are not copied into one text before somebody does.
  const number = String(change).padStart(12, '0');
  const id = `person${SEPARATOR}${person.id}${SEPARATOR}${number}${SEPARATOR}${account}`;
  messages.push({ id, to: 'account', subject: account, input: { kind: 'person', message } });
}

function write(
  draft: Draft,
  input: Extract<PersonInput, { kind: keyof Appliers }>,
  now: Instant,
): void {
  const { person } = draft;
  const next = DATA[input.kind](person, input as never, now);
  if (next === null) return;
  draft.person = { ...next.person, change: person.change + 1 };
  for (const [account, message] of next.tell(copyOf(draft.person))) tell(draft, account, message);
}

function forget(draft: Draft, scoring: Scoring | null): void {
  const { score, ...rest } = draft.person;
  if (score === undefined) return;
  if (scoring !== null)
    draft.occurrences = addOccurrences(draft.occurrences, takenBack(score, scoring));
  draft.person = rest;
}

function keepNight(
  draft: Draft,
  input: Extract<PersonInput, { kind: 'night' }>,
  now: Instant,
  scoring: Scoring | null,
): void {
  if (scoring === null) return;
  let { score } = draft.person;
  if (score === undefined) {
    // The tenant has just begun to score: what is known of the past counts.
    const past = tallyEvents(undefined, draft.person.events, now, scoring);
    if (past === null) return;
    draft.occurrences = addOccurrences(draft.occurrences, past.occurrences);
    score = past.score;
    draft.person = { ...draft.person, score };
  }
  const change = scoreAtNight(score, input.through, scoring);
  if (change === null) return;
  draft.occurrences = addOccurrences(draft.occurrences, change.occurrences);
  const told = change.news === null ? 0 : 1;
  draft.person = {
    ...draft.person,
    score: change.score,
    change: draft.person.change + told,
  };
  if (change.news === null) return;
  const { id, accounts } = draft.person;
  const news = { ...change.news, ...toldOf(draft.person) };
  for (const account of accounts) tell(draft, account, { type: 'engagement', person: id, ...news });
}

/** Takes events into the history, and tells the accounts of those that are new. */
function hear(
  draft: Draft,
  arrived: readonly EventView[],
  now: Instant,
  scoring: Scoring | null,
): void {
  const before = draft.person;
  let own: EventView[] | null = null;
  const fresh: EventView[] = [];
  for (const event of arrived) {
    if (own !== null) {
      if (!insertByTime(own, event)) continue;
    } else {
      own = withEvent(before.events, event);
      if (own === null) continue;
    }
    fresh.push(event);
  }
  const events = own ?? before.events;
  // Whoever has no score yet may have a past that no night has counted.
  const counted = before.score === undefined ? events : fresh;
  const change = scoring === null ? null : tallyEvents(before.score, counted, now, scoring);
  if (change !== null) draft.occurrences = addOccurrences(draft.occurrences, change.occurrences);
  if (fresh.length > 0) draft.person = { ...before, events, change: before.change + fresh.length };
  if (change !== null) draft.person = { ...draft.person, score: change.score };
  if (fresh.length > 1) fresh.sort(byTime);
  for (let index = 0; index < fresh.length; index += 1) {
    const message = { type: 'event', person: before.id, event: fresh[index]! } as const;
    for (const account of before.accounts) tell(draft, account, message, before.change + index + 1);
  }
}

type Told = readonly [account: string, message: PersonMessage];

/** A changed person, and what its accounts are told once the change has its number; `null` when nothing changed. */
type Applied = {
  readonly person: PersonBody;
  readonly tell: (copy: PersonCopyBody) => readonly Told[];
} | null;

type Appliers = {
  readonly [K in Exclude<PersonInput['kind'], 'event' | 'night' | 'forget' | 'fed'>]: (
    person: PersonBody,
    input: Extract<PersonInput, { kind: K }>,
    now: Instant,
  ) => Applied;
};

const DATA: Appliers = {
  profile(person, input, now) {
    if (input.version !== 0 && input.version <= person.version) return null;
    let { attributes, objects } = person;
    const changes: AttributeChange[] = [];
    let { feeds } = person;
    for (const [attribute, value] of Object.entries(input.attributes)) {
      const previous = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
      if (same(previous, value)) continue;
      attributes = withAttribute(attributes, attribute, value);
      if (input.by !== undefined)
        feeds = withOutgoing(feeds, attribute, { ...input.by, value, at: now });
      changes.push({ attribute, previous, next: value ?? undefined });
    }
    for (const change of input.objects) objects = withRecord(objects, change);
    const consent = consentAfter({
      consent: person.consent,
      attributes: person.attributes,
      changes: input.attributes,
      stated: input.consent,
    });
    const consents = otherConsentsAfter(person.consents, input.consents ?? {});
    const isSameIntent = input.intent === undefined || sameIntent(person.intent, input.intent);
    const intent = isSameIntent ? person.intent : input.intent;
    const version = Math.max(input.version, person.version);
    const isSame =
      objects === person.objects &&
      consent === person.consent &&
      consents === person.consents &&
      isSameIntent;
    if (changes.length === 0 && isSame) {
      return version === person.version ? null : { person: { ...person, version }, tell: () => [] };
    }
    const next: Mutable<PersonBody> = { ...person, attributes, objects, consent, version };
    if (consents !== undefined) next.consents = consents;
    else if (person.consents !== undefined) delete next.consents;
    if (intent !== undefined) next.intent = intent;
    if (feeds !== undefined) next.feeds = feeds;
    return {
      person: next,
      tell: (copy) =>
        person.accounts.map((account) => [
          account,
          { type: 'changed', copy, changes, ...toldOf(person) },
        ]),
    };
  },

  relate(person, { account, roles, since }, now) {
    const names = namesOf(person);
    const to = accountNow(person, account);
    const isKnown = person.accounts.includes(to);
    // Nothing new: a repeated call leaves everything as it is (EN-31).
    if (roles === null && names.includes(account)) return null;
    const next = names.includes(account) ? person : relatedBy(person, withName(names, account));
    // Roles under the name of an account that was merged count while nobody relates the person to the other one (AM-21).
    const isOutdone = to !== account && names.includes(to);
    if (isOutdone || (isKnown && roles === null)) return { person: next, tell: () => [] };
    const { events } = person;
    return {
      person: next,
      tell: (copy) => [[to, { type: 'joined', copy, events, roles, since: since ?? now }]],
    };
  },

  unrelate(person, { account }) {
    const names = namesOf(person);
    if (!names.includes(account)) return null;
    const next = relatedBy(
      person,
      names.filter((other) => other !== account),
    );
    const to = accountNow(person, account);
    if (next.accounts.includes(to)) return { person: next, tell: () => [] };
    return { person: next, tell: () => [[to, { type: 'left', person: person.id }]] };
  },

  merged(person, { account, into }, now) {
    const next = toldOfMerge(person, account, into);
    if (next === null) return null;
    const to = accountNow(next, account);
    const { events } = person;
    // The other account was given a copy of the person, which may be of before the person left.
    return {
      person: next,
      tell: (copy) => [
        next.accounts.includes(to)
          ? [to, { type: 'joined', copy, events, roles: null, since: now }]
          : [to, { type: 'left', person: person.id }],
      ],
    };
  },
};

/** One more, without room to spare: most people belong to one account. */
function withName(names: readonly string[], name: string): readonly string[] {
  return names.length === 0 ? [name] : names.concat([name]);
}

/** One of them may be another one's by the time it hears, which must not hear the same twice (AM-14). */
function toldOf({ accounts }: PersonBody): { readonly told?: readonly string[] } {
  return accounts.length > 1 ? { told: accounts } : {};
}

function copyOf({ id, attributes, objects, change, intent, score }: PersonBody): PersonCopyBody {
  const copy: Mutable<PersonCopyBody> = { id, attributes, objects, change };
  if (intent !== undefined) copy.intent = intent;
  if (score !== undefined) copy.value = score.value;
  return copy;
}

function byTime(left: EventView, right: EventView): number {
  return left.at - right.at || (left.id < right.id ? -1 : 1);
}
