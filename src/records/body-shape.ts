import { AccompanyError } from '../kernel/errors.ts';
import type { RecordKind, StoredRecord } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import type { AccountBody, PersonBody, Progress } from '../runtime/state.ts';

/** What the value of a property must be. */
type Shape = (value: unknown) => boolean;

const text: Shape = (value) => typeof value === 'string';
const number: Shape = (value) => typeof value === 'number';
const list: Shape = Array.isArray;

function object(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (let index = 0; index < value.length; index += 1)
    if (typeof value[index] !== 'string') return false;
  return true;
}

function objects(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (let index = 0; index < value.length; index += 1) if (!object(value[index])) return false;
  return true;
}

const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);
const maybe =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);

function having(parts: Readonly<Record<string, Shape>>): Shape {
  const all = Object.entries(parts);
  return (value) => {
    if (!object(value)) return false;
    for (const [name, fits] of all)
      if (!fits((value as Readonly<Record<string, unknown>>)[name])) return false;
    return true;
  };
}

const named = having({ id: text });
const fed = having({ registers: object, outgoing: maybe(object) });
const settlements: Shape = (value) =>
  list(value) &&
  (value as unknown[]).every(having({ outcome: text, people: maybe(orNull(texts)) }));

const account = having({ id: text, attributes: object, groups: objects });
const recipients: Shape = (value) =>
  list(value) && (value as unknown[]).every(having({ id: orNull(text), attributes: object }));

/** A body as it may come out of a storage. */
type Loose<Body> = { readonly [K in keyof Body]?: unknown };

// Bodies of these three kinds are looked at several times a visit: names that stand in the code are read much faster than
// those of a table.
function isAccount(body: unknown): boolean {
  if (!object(body)) return false;
  const { id, attributes, events, people, groups, lists, feeds } = body as Loose<AccountBody>;
  return (
    text(id) &&
    object(attributes) &&
    objects(events) &&
    objects(people) &&
    objects(groups) &&
    texts(lists) &&
    (feeds === undefined || fed(feeds))
  );
}

function isPerson(body: unknown): boolean {
  if (!object(body)) return false;
  const { id, attributes, objects: related, events, accounts, feeds } = body as Loose<PersonBody>;
  return (
    text(id) &&
    object(attributes) &&
    object(related) &&
    objects(events) &&
    texts(accounts) &&
    (feeds === undefined || fed(feeds))
  );
}

function isProgress(body: unknown): boolean {
  if (!object(body)) return false;
  const { runs, past, inside, queued } = body as Loose<Progress>;
  return (
    objects(runs) &&
    (past === null || object(past)) &&
    texts(inside) &&
    (queued === null || texts(queued))
  );
}

/**
 * The form of each kind's body, as deep as what reads it relies on without asking, and no deeper: what is looked at is
 * paid for at every read. Kinds that are not here are looked at by whoever reads them.
 */
const SHAPES: Readonly<Partial<Record<RecordKind, Shape>>> = {
  subscription: having({ shards: number, createdAt: number, evaluate: maybe(orNull(text)) }),
  registry: having({ changedAt: number }),
  definition: having({ type: text, document: named }),
  journey: having({
    document: having({ id: text, name: text }),
    status: text,
    plan: orNull(text),
    order: number,
    publication: orNull(text),
    sweep: orNull(having({ kind: text, by: text })),
  }),
  plan: having({ hash: text, journey: text, campaigns: objects, entry: object }),
  publication: having({ id: text, journey: text, status: text, steps: objects }),
  account: isAccount,
  person: isPerson,
  progress: isProgress,
  effect: having({
    effect: having({
      journey: text,
      account: text,
      node: text,
      plan: maybe(text),
      action: maybe(having({ type: text })),
    }),
    state: text,
    attempts: maybe(number),
    people: maybe(orNull(texts)),
    outcomes: maybe(settlements),
    parked: maybe(settlements),
    frozen: maybe(
      having({
        at: number,
        edition: text,
        account: orNull(account),
        people: recipients,
        journey: maybe(having({ id: text, name: text, status: text })),
      }),
    ),
  }),
  integration: having({ type: text }),
  message: having({ to: text, subject: text, input: maybe(object) }),
  quarantine: having({
    subject: having({ kind: text, id: text }),
    reason: text,
    at: number,
    inputs: objects,
  }),
};

/** Whether the body of a stored record has the form of its kind. */
export function isSound({ kind, body }: StoredRecord): boolean {
  const fits = SHAPES[kind];
  return fits === undefined || fits(body);
}

/** The error for a record whose body nobody here has written. Ids are joined with a control character. */
export function corruptRecord({ kind, id }: StoredRecord): AccompanyError {
  const name = shownId(id);
  return new AccompanyError(
    'STORAGE_CORRUPT',
    `The ${kind} ${name} in the storage has a form that this version never writes: it was changed by hand or by another program. Restore it from a backup.`,
    { details: { kind, id } },
  );
}

const SEPARATOR = joinIds('', '');

/** An id as a person can read it. */
export function shownId(id: string): string {
  return id.replaceAll(SEPARATOR, '/');
}
