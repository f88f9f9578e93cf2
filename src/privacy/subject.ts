import { joinIds } from '../runtime/effect.ts';
import type { Attributes, Value } from '../model/value.ts';
import type { EventView } from '../model/view.ts';
import { namesOf } from '../runtime/merged-person.ts';
import type { AccountBody, PersonBody } from '../runtime/state.ts';

/** Of whom something is erased or exported. */
export type SubjectRef = { readonly person: string } | { readonly account: string };

/** A subject and everything by which it is recognised in records of others. */
export interface Subject {
  readonly kind: 'account' | 'person';
  readonly id: string;
  /** What stands for the id afterwards. */
  readonly pseudonym: string;
  /** Ids of its events, as far as they are known. */
  readonly events: ReadonlySet<string>;
  /** The account that it is now, when it was merged (AM-33). */
  readonly into?: string;
  /** Accounts that were merged into it, also by way of others: nobody is one of them any more (AM-32). */
  readonly shadows: ReadonlySet<string>;
  /** Accounts that hold the person; of an account none. */
  readonly accounts: ReadonlySet<string>;
  /** Texts that may stand inside of reasons: the id and the texts among its attributes. */
  readonly texts: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();

/** Shorter values are words that stand in any text. */
const SHORTEST = 4;

/** Puts together by what a subject is recognised. `body` is its record, if there is one, `events` ids besides those in it. */
export function subjectOf(
  { kind, id, pseudonym }: Pick<Subject, 'kind' | 'id' | 'pseudonym'>,
  body: AccountBody | PersonBody | undefined,
  events: Iterable<string>,
): Subject {
  const own: readonly EventView[] = body?.events ?? [];
  const values = textsOf(body?.attributes ?? {})
    .filter(({ length }) => length >= SHORTEST)
    // Mail servers like to write addresses in lower case.
    .flatMap((value) => [value, value.toLowerCase()]);
  return {
    kind,
    id,
    pseudonym,
    shadows: NONE,
    accounts: body !== undefined && 'accounts' in body ? accountsOf(body) : NONE,
    events: new Set([...events, ...own.map((event) => event.id)]),
    texts: [...new Set([id, ...values])].sort((left, right) => right.length - left.length),
  };
}

/** By the names under which the person is related, and by what they are now. */
function accountsOf(person: PersonBody): ReadonlySet<string> {
  const { accounts, merged = {} } = person;
  return new Set([...accounts, ...namesOf(person), ...Object.values(merged)]);
}

function textsOf(attributes: Attributes): readonly string[] {
  return Object.values(attributes).flatMap((value: Value) =>
    typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [],
  );
}

const SEPARATOR = joinIds('', '');

/** Where the ids that the engine derives for events and messages name an account and a person (RT-35, EN-57). */
const PLACES: Readonly<Record<string, Readonly<Record<Subject['kind'], number>>>> = {
  follow: { account: 1, person: 6 },
  merged: { account: 1, person: -1 },
  moment: { account: 1, person: 5 },
  update: { account: 1, person: 5 },
};

/** Whether an id that the engine derived names the subject. Ids from outside hold no separators. */
export function isNamedIn(id: string, subject: Pick<Subject, 'kind' | 'id'>): boolean {
  return placeIn(id, subject) >= 0;
}

/** A derived id with the pseudonym where the subject was named. */
export function renamed(id: string, subject: Pick<Subject, 'kind' | 'id' | 'pseudonym'>): string {
  const place = placeIn(id, subject);
  return place < 0 ? id : joinIds(...id.split(SEPARATOR).with(place, subject.pseudonym));
}

function placeIn(id: string, subject: Pick<Subject, 'kind' | 'id'>): number {
  if (!id.includes(SEPARATOR)) return -1;
  const parts = id.split(SEPARATOR);
  const place = PLACES[parts[0]!]?.[subject.kind] ?? -1;
  return parts[place] === subject.id ? place : -1;
}

/** Whether an event is the subject's own, or named after it. */
export function isOwnEvent(id: string, subject: Subject): boolean {
  return subject.events.has(id) || isNamedIn(id, subject);
}

const LETTER = /[\p{L}\p{N}]/u;

/** A text for people, such as the reason of an error, without the subject's id and values where they stand as words. */
export function redacted(text: string, { texts }: Pick<Subject, 'texts'>): string {
  let next = text;
  for (const secret of texts) {
    for (let at = next.indexOf(secret); at >= 0;) {
      const end = at + secret.length;
      const isWord =
        !LETTER.test(next.slice(Math.max(0, at - 1), at)) && !LETTER.test(next.slice(end, end + 1));
      if (isWord) next = `${next.slice(0, at)}${REDACTED}${next.slice(end)}`;
      at = next.indexOf(secret, isWord ? at + REDACTED.length : at + 1);
    }
  }
  return next;
}

/** What stands where a value was. */
export const REDACTED = '***';
