import { AccompanyError } from '../kernel/errors.ts';
import { hashIds } from '../kernel/hash.ts';
import { isNamedId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { needObject } from '../kernel/object-argument.ts';
import { LIMITS } from '../model/limits.ts';
import { RECORD_KINDS, type Operation, type Storage } from '../ports/storage.ts';
import type { JourneyBody } from '../records/bodies.ts';
import { recordId } from '../records/record-id.ts';
import { checkStorage } from '../records/storage-check.ts';

/** Where journeys of one platform sandbox are executed. */
export interface ExecutionInstance {
  readonly id: string;
  /** The subscription of an engine: every key in the storage starts with it. */
  readonly namespace: string;
  /** Names of the connectors that the host opens engines of the instance with. */
  readonly connectors: readonly string[];
}

/** One sandbox and its execution instance: the boundary of a tenant. */
export interface Subscription {
  readonly sandbox: string;
  readonly instance: ExecutionInstance;
  readonly pairedAt: Instant;
}

/** A sandbox of the platform, and the execution instance that it gets. */
export interface Pairing {
  readonly sandbox: string;
  /** Missing: a new one with an empty namespace. */
  readonly instance?: {
    readonly id: string;
    readonly namespace?: string;
    readonly connectors?: readonly string[];
  };
  /** For an instance that has none of its own; missing: those that are paired, or none. */
  readonly connectors?: readonly string[];
}

/** The directory of subscriptions on a storage. Rules: `docs/semantics/subscriptions.md`. */
export interface Subscriptions {
  /**
   * Pairs a sandbox with an instance (SU-1 to SU-4).
   * @throws AccompanyError `INVALID_INPUT`; `NOT_ALLOWED` when one of them is paired with another or with
   *   other connectors, or the namespace is taken
   */
  pair(pairing: Pairing): Promise<Subscription>;
  /** All of them, in order of sandbox. */
  list(): Promise<readonly Subscription[]>;
  /** That of a sandbox or of an instance; `undefined` for none. */
  find(
    of: { readonly sandbox: string } | { readonly instance: string },
  ): Promise<Subscription | undefined>;
  /**
   * Ends a pairing; what is in the namespace stays (SU-6).
   * @throws AccompanyError `NOT_FOUND`; `NOT_ALLOWED` while journeys are scheduled, live, closed or being published
   */
  unpair(sandbox: string): Promise<void>;
}

/** Hosts cannot call a subscription so: their names have no control characters. */
const DIRECTORY = '\u001fsubscriptions';
const KIND = 'subscription';
const PAGE = 500;
/** Namespaces that are tried before something must be wrong. */
const TRIES = 100;
const RUNNING: ReadonlySet<string> = new Set(['scheduled', 'live', 'closed']);

/**
 * The directory of the subscriptions that share a storage.
 *
 * @example
 * ```ts
 * import { memoryStorage, subscriptions } from 'accompany';
 *
 * const directory = subscriptions(memoryStorage());
 * const { instance } = await directory.pair({ sandbox: 'prod' });
 * console.log(instance.namespace.startsWith('execution-'), (await directory.list()).length); // => true 1
 * ```
 * @param now the present; missing: the system's
 */
export function subscriptions(
  storage: Storage,
  now: () => Instant = () => Date.now(),
): Subscriptions {
  checkStorage(storage);

  const load = async (
    id: string,
  ): Promise<{ readonly version: number; readonly body: Subscription } | undefined> =>
    (await storage.load(DIRECTORY, [{ kind: KIND, id }]))[0] as never;

  const unpairedNamespace = async (sandbox: string): Promise<string> => {
    for (let number = 1; number <= TRIES; number += 1) {
      const namespace = `execution-${hashIds(sandbox, String(number)).slice(0, 16)}`;
      const isTaken = (await load(keysOf({ namespace }).namespace)) !== undefined;
      if (!isTaken && (await isEmpty(storage, namespace))) return namespace;
    }
    throw new AccompanyError(
      'NOT_ALLOWED',
      `No free namespace was found for sandbox ${sandbox}. Give an instance with a namespace.`,
    );
  };

  return {
    async pair(pairing) {
      checkPairing(pairing);
      const { sandbox, instance: given } = pairing;
      const known = await load(keysOf({ sandbox }).sandbox);
      if (known !== undefined && isAsPaired(known.body, pairing)) return known.body;
      const namespace = given?.namespace ?? (await unpairedNamespace(sandbox));
      const instance: ExecutionInstance = {
        id: given?.id ?? namespace,
        namespace,
        connectors: [...(connectorsOf(pairing) ?? [])],
      };
      const subscription: Subscription = { sandbox, instance, pairedAt: now() };
      const keys = keysOf({ sandbox, instance: instance.id, namespace });
      const operations = Object.values(keys).map((id): Operation => ({
        op: 'put',
        record: { kind: KIND, id, version: 1, due: null, body: subscription },
      }));
      const result = await storage.commit(DIRECTORY, { operations, counters: [] });
      if (result.ok) return subscription;
      // Who pairs the same at the same time gets what the other has made.
      const meanwhile = await load(keys.sandbox);
      if (meanwhile !== undefined && isAsPaired(meanwhile.body, pairing)) return meanwhile.body;
      throw await takenError(load, keys);
    },

    async list() {
      const found: Subscription[] = [];
      const prefix = recordId('sandbox', '');
      for (let after: string | undefined; ;) {
        const page = await storage.scan(DIRECTORY, {
          kind: KIND,
          index: 'id',
          prefix,
          limit: PAGE,
          ...(after !== undefined && { after }),
        });
        for (const { body } of page) found.push(body as Subscription);
        if (page.length < PAGE) return found;
        after = page.at(-1)!.id;
      }
    },

    async find(of) {
      needObject(of, 'Give { sandbox: id } or { instance: id }.');
      const id =
        'sandbox' in of
          ? keysOf({ sandbox: of.sandbox }).sandbox
          : keysOf({ instance: of.instance }).instance;
      return (await load(id))?.body;
    },

    async unpair(sandbox) {
      const known = await load(keysOf({ sandbox: String(sandbox) }).sandbox);
      if (known === undefined)
        throw new AccompanyError(
          'NOT_FOUND',
          `The sandbox ${JSON.stringify(sandbox)} is not paired.`,
        );
      const { instance } = known.body;
      const running = await runningIn(storage, instance.namespace);
      if (running.length > 0)
        throw new AccompanyError(
          'NOT_ALLOWED',
          `The sandbox ${sandbox} has journeys that run or are being published: ${running.slice(0, 5).join(', ')}. Abort them, or wait until they have finished.`,
          { details: { journeys: running } },
        );
      const operations = Object.values(
        keysOf({ sandbox, instance: instance.id, namespace: instance.namespace }),
      ).map((id): Operation => ({ op: 'delete', key: { kind: KIND, id }, version: known.version }));
      const result = await storage.commit(DIRECTORY, { operations, counters: [] });
      if (!result.ok)
        throw new AccompanyError(
          'WRITE_CONFLICT',
          'Somebody else changed the pairing meanwhile. Look at it and try again.',
        );
    },
  };
}

/** The records that make each part of a pairing unique. */
function keysOf<T extends Partial<Record<'sandbox' | 'instance' | 'namespace', string>>>(
  parts: T,
): { readonly [K in keyof T]: string } {
  return Object.fromEntries(
    Object.entries(parts).map(([part, id]) => [part, recordId(part, String(id))]),
  ) as {
    readonly [K in keyof T]: string;
  };
}

/**
 * Whether a pairing asks for what there is already: pairing again is then no error.
 * @throws AccompanyError `NOT_ALLOWED` when it differs in nothing but connectors
 */
function isAsPaired({ sandbox, instance }: Subscription, pairing: Pairing): boolean {
  const { instance: wanted } = pairing;
  if (wanted !== undefined) {
    if (wanted.id !== instance.id) return false;
    if ((wanted.namespace ?? instance.namespace) !== instance.namespace) return false;
  }
  const named = new Set(connectorsOf(pairing) ?? instance.connectors);
  const paired = new Set(instance.connectors);
  if (named.size === paired.size && [...named].every((name) => paired.has(name))) return true;
  const list = instance.connectors.length === 0 ? 'none' : instance.connectors.join(', ');
  throw new AccompanyError(
    'NOT_ALLOWED',
    `The sandbox ${sandbox} is paired with instance ${instance.id} already, with other connectors: ${list}. Leave the connectors out to get it as it is, or unpair it first and pair it anew under the namespace ${instance.namespace}.`,
    { details: { part: 'connectors', sandbox, instance: instance.id } },
  );
}

/** The connectors that a pairing names; `undefined` for whatever there is. */
function connectorsOf({ instance, connectors }: Pairing): readonly string[] | undefined {
  return instance?.connectors ?? connectors;
}

async function takenError(
  load: (id: string) => Promise<{ readonly body: Subscription } | undefined>,
  keys: Readonly<Record<'sandbox' | 'instance' | 'namespace', string>>,
): Promise<AccompanyError> {
  for (const [part, id] of Object.entries(keys)) {
    const body = (await load(id))?.body;
    if (body === undefined) continue;
    return new AccompanyError(
      'NOT_ALLOWED',
      `The ${part} is paired already: sandbox ${body.sandbox} with instance ${body.instance.id} in namespace ${body.instance.namespace}. Unpair it first.`,
      { details: { part, sandbox: body.sandbox, instance: body.instance.id } },
    );
  }
  return new AccompanyError(
    'WRITE_CONFLICT',
    'Somebody else changed the pairing meanwhile. Look at it and try again.',
  );
}

async function isEmpty(storage: Storage, namespace: string): Promise<boolean> {
  for (const kind of RECORD_KINDS)
    if ((await storage.scan(namespace, { kind, index: 'id', limit: 1 })).length > 0) return false;
  return (await storage.counters(namespace, '')).every(({ value }) => value === 0);
}

async function runningIn(storage: Storage, namespace: string): Promise<readonly string[]> {
  const running: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await storage.scan(namespace, {
      kind: 'journey',
      index: 'id',
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    for (const { id, body } of page) {
      const { status, publication } = body as JourneyBody;
      if (RUNNING.has(status) || publication !== null) running.push(id);
    }
    if (page.length < PAGE) return running;
    after = page.at(-1)!.id;
  }
}

function checkPairing(pairing: Pairing): void {
  needObject(pairing, 'Give { sandbox: id }, and { instance } if there is one.');
  const { sandbox, instance, connectors } = pairing;
  if (!isNamedId(sandbox, LIMITS.idLength))
    throw wrong('sandbox', 'a text without control characters');
  if (instance !== undefined) {
    needObject(instance, 'An instance is { id, namespace, connectors }.', ['instance']);
    for (const part of ['id', 'namespace'] as const) {
      if (part === 'namespace' && instance.namespace === undefined) continue;
      if (!isNamedId(instance[part], LIMITS.idLength))
        throw wrong(`instance.${part}`, 'a text without control characters');
    }
  }
  for (const list of [connectors, instance?.connectors]) {
    if (list === undefined) continue;
    if (!Array.isArray(list) || !list.every((name) => isNamedId(name, LIMITS.idLength)))
      throw wrong('connectors', 'a list of names');
  }
}

function wrong(name: string, rule: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', `${name} must be ${rule}.`, { path: name.split('.') });
}
