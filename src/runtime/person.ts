import { consentAfter, otherConsentsAfter } from '../model/consent.ts';
import type { Scoring } from '../engagement/scoring.ts';
import { addOccurrences } from '../engagement/strategy.ts';
import type { Occurrences } from '../engagement/tally.ts';
import { sameIntent } from '../model/intent.ts';
import type { EventView } from '../model/view.ts';
import { withAttribute } from './draft.ts';
import { joinIds } from './effect.ts';
import type { WriteBackFact } from './fact.ts';
import { fedPerson } from './fed-person.ts';
import { withOutgoing } from './feeds.ts';
import { insertByTime } from './history.ts';
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
import type { PersonBody } from './state.ts';
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
  let person = before;
  let occurrences: Occurrences = NOTHING;
  const messages: Message[] = [];
  const tell = (account: string, message: PersonMessage): void => {
    // The number has a fixed width: messages that wait in a storage are taken in order of their ids.
    const id = joinIds('person', person.id, String(person.change).padStart(12, '0'), account);
    messages.push({ id, to: 'account', subject: account, input: { kind: 'person', message } });
  };

  const facts: { readonly account: string; readonly fact: WriteBackFact }[] = [];
  const write = (input: Extract<PersonInput, { kind: keyof Appliers }>): void => {
    const next = DATA[input.kind](person, input as never, now);
    if (next === null) return;
    person = { ...next.person, change: person.change + 1 };
    for (const [account, message] of next.tell(copyOf(person))) tell(account, message);
  };

  for (const input of inputs) {
    if (input.kind === 'event') continue;
    if (input.kind === 'forget') {
      const { score, ...rest } = person;
      if (score === undefined) continue;
      if (scoring !== null) occurrences = addOccurrences(occurrences, takenBack(score, scoring));
      person = rest;
      continue;
    }
    if (input.kind === 'night') {
      if (scoring === null) continue;
      if (person.score === undefined) {
        // The tenant has just begun to score: what is known of the past counts.
        const past = tallyEvents(undefined, person.events, now, scoring);
        if (past === null) continue;
        occurrences = addOccurrences(occurrences, past.occurrences);
        person = { ...person, score: past.score };
      }
      const change = scoreAtNight(person.score, input, scoring);
      if (change === null) continue;
      occurrences = addOccurrences(occurrences, change.occurrences);
      const told = change.news === null ? 0 : 1;
      person = { ...person, score: change.score, change: person.change + told };
      if (change.news === null) continue;
      const { id, accounts } = person;
      const news = { ...change.news, ...toldOf(person) };
      for (const account of accounts) tell(account, { type: 'engagement', person: id, ...news });
      continue;
    }
    if (input.kind === 'fed') {
      const fed = fedPerson(person, input);
      person = fed.person;
      facts.push(...fed.lost);
      for (const change of fed.inputs) write(change);
      continue;
    }
    write(input);
  }

  const arrived = eventsOf(inputs);
  if (arrived.length > 0) {
    const events = [...person.events];
    const fresh = arrived.filter((event) => insertByTime(events, event));
    if (fresh.length > 1) fresh.sort(byTime);
    if (fresh.length > 0) person = { ...person, events };
    // Whoever has no score yet may have a past that no night has counted.
    const counted = person.score === undefined ? events : fresh;
    const change = scoring === null ? null : tallyEvents(person.score, counted, now, scoring);
    if (change !== null) {
      occurrences = addOccurrences(occurrences, change.occurrences);
      person = { ...person, score: change.score };
    }
    for (const event of fresh) {
      person = { ...person, change: person.change + 1 };
      for (const account of person.accounts)
        tell(account, { type: 'event', person: person.id, event });
    }
  }
  return {
    person,
    messages,
    ...(occurrences !== NOTHING && { occurrences }),
    ...(facts.length > 0 && { facts }),
  };
}

const NOTHING: Occurrences = Object.freeze({});

function eventsOf(inputs: readonly PersonInput[]): EventView[] {
  const events: EventView[] = [];
  for (const input of inputs) if (input.kind === 'event') events.push(input.event);
  return events;
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
    const { consents: _, ...rest } = person;
    return {
      person: {
        ...rest,
        attributes,
        objects,
        consent,
        version,
        ...(consents !== undefined && { consents }),
        ...(intent !== undefined && { intent }),
        ...(feeds !== undefined && { feeds }),
      },
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
    const next = names.includes(account) ? person : relatedBy(person, [...names, account]);
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

/** One of them may be another one's by the time it hears, which must not hear the same twice (AM-14). */
function toldOf({ accounts }: PersonBody): { readonly told?: readonly string[] } {
  return accounts.length > 1 ? { told: accounts } : {};
}

function copyOf({ id, attributes, objects, change, intent, score }: PersonBody): PersonCopyBody {
  return {
    id,
    attributes,
    objects,
    change,
    ...(intent !== undefined && { intent }),
    ...(score !== undefined && { value: score.value }),
  };
}

function byTime(left: EventView, right: EventView): number {
  return left.at - right.at || (left.id < right.id ? -1 : 1);
}
