import { AccompanyError } from '../kernel/errors.ts';
import { isNamedId } from '../kernel/id.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { limits, LIMITS, type Limits } from '../model/limits.ts';
import type { Channel } from '../ports/channel.ts';
import type { Logger } from '../ports/logger.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { Advanced } from './advanced.ts';
import { integrationOf, type Integration } from './integration/integration-options.ts';
import { checkOptions } from './option-checks.ts';
import type { EngineOptions } from './options.ts';
import { bytesOfKey, KEY_BYTES, keyedHash } from '../privacy/keyed-hash.ts';
import type { KeyedHash, KeyedHashes } from '../privacy/keyed-hash.ts';
import { faultOfRetention, type Retention } from '../privacy/retention.ts';

/** What an engine was opened with, defaults filled in. */
export interface Settings {
  readonly catalogue: Catalogue;
  readonly limits: Limits;
  readonly email: Channel | null;
  readonly actions: ReadonlyMap<string, Channel>;
  readonly services: ReadonlyMap<string, Channel>;
  /** What other engines carry out (EN-92). */
  readonly elsewhere: {
    readonly email: boolean;
    readonly actions: ReadonlySet<string>;
    readonly services: ReadonlySet<string>;
  };
  /** Other engines may be there: the storage bears them, and time is real (EN-80). */
  readonly shared: boolean;
  /** Keep facts. */
  readonly facts: boolean;
  /** Keep evidence of decisions. */
  readonly evidence: boolean;
  /** Subjects per batch. */
  readonly batchSize: number;
  /** Records that may wait to be taken in. */
  readonly backlog: number;
  /** Name among the engines of the subscription. */
  readonly name: string;
  /** Milliseconds until others take over. */
  readonly lease: number;
  /** `null` when nobody looks on. */
  readonly observe: ((seen: Advanced) => void) | null;
  /** `null` when nothing is written. */
  readonly logger: Logger | null;
  /** `null` when nothing is timed. */
  readonly tracer: Tracer | null;
  /** `null` when nothing is ever deleted. */
  readonly retention: Retention | null;
  /** Made with the host's key, and with former ones. */
  readonly hashes: KeyedHashes;
  /** `null` when there are no sources. */
  readonly integration: Integration | null;
}

/** Default number of subjects per batch (architecture decision 3). */
export const BATCH_SIZE = 500;
/** Default number of shards (architecture decision 3). */
export const SHARDS = 256;
/** Default number of records that may wait to be taken in (EN-38). */
export const BACKLOG = 100_000;
/** Default time after which others take over from a silent engine, in milliseconds (EN-82). */
export const LEASE = 15_000;

/** The subscription's name, `default` when none is given. @throws AccompanyError `INVALID_INPUT` */
export function subscriptionOf({ subscription = 'default' }: EngineOptions): string {
  if (isNamedId(subscription, LIMITS.idLength)) return subscription;
  const message = `A subscription needs a name of 1 to ${LIMITS.idLength} characters, none of them a control character.`;
  throw new AccompanyError('INVALID_INPUT', message, { path: ['subscription'] });
}

/** The engine's name; made up when none is given. @throws AccompanyError `INVALID_INPUT` */
function nameOf({ name }: EngineOptions): string {
  if (name === undefined) return `engine-${Math.random().toString(36).slice(2, 12)}`;
  if (isNamedId(name, LIMITS.idLength)) return name;
  const message = `An engine's name has 1 to ${LIMITS.idLength} characters, none of them a control character.`;
  throw new AccompanyError('INVALID_INPUT', message, { path: ['name'] });
}

/** The options with defaults filled in. @throws AccompanyError `INVALID_INPUT` */
export function settingsOf(options: EngineOptions): Settings {
  checkOptions(options);
  const { channels = {} } = options;
  return {
    catalogue: options.catalogue,
    limits: limits(options.limits ?? {}),
    email: channels.email ?? null,
    actions: new Map(Object.entries(channels.actions ?? {})),
    services: new Map(Object.entries(channels.services ?? {})),
    elsewhere: elsewhereOf(options),
    shared: isShared(options),
    facts: options.facts ?? true,
    evidence: options.evidence ?? true,
    batchSize: options.batchSize ?? BATCH_SIZE,
    backlog: options.backlog ?? BACKLOG,
    name: nameOf(options),
    lease: options.lease ?? LEASE,
    observe: options.observe ?? null,
    logger: options.logger ?? null,
    tracer: options.tracer ?? null,
    retention: retentionOf(options),
    hashes: hashesOf(options),
    integration: integrationOf(options.integration, options.catalogue),
  };
}

/** Virtual time belongs to one simulation; who is silent for how long means nothing in it. */
function isShared({ storage, clock }: EngineOptions): boolean {
  return storage.capabilities.multiWriter && (clock === undefined || !('virtual' in clock));
}

/** An engine without channels leaves everything to those that have them (EN-88), unless it says what that is. */
function elsewhereOf(options: EngineOptions): Settings['elsewhere'] {
  const { email, actions = {}, services = {}, elsewhere } = options.channels ?? {};
  const carried = [...Object.keys(actions), ...Object.keys(services)];
  const isGuest = email === undefined && carried.length === 0;
  if (elsewhere === undefined && isGuest && isShared(options))
    return {
      email: false,
      actions: new Set(Object.keys(options.catalogue.actions)),
      services: new Set(),
    };
  return {
    email: elsewhere?.email ?? false,
    actions: new Set(elsewhere?.actions),
    services: new Set(elsewhere?.services),
  };
}

function retentionOf({ retention }: EngineOptions): Retention | null {
  if (retention === undefined) return null;
  const fault = faultOfRetention(retention);
  if (fault !== null)
    throw new AccompanyError('INVALID_INPUT', fault.message, {
      path: ['retention', ...fault.path],
    });
  return Object.values(retention).some((duration) => duration !== undefined) ? retention : null;
}

function hashesOf({ privacy }: EngineOptions): KeyedHashes {
  if (privacy === undefined) return [];
  const former: unknown = privacy?.formerKeys ?? [];
  if (!Array.isArray(former))
    throw noKey(['formerKeys'], 'privacy.formerKeys must be a list; each');
  return [
    hashOf(privacy?.key, ['key'], 'privacy.key'),
    ...former.map((key, index) =>
      hashOf(key, ['formerKeys', index], `privacy.formerKeys[${index}]`),
    ),
  ];
}

function hashOf(key: unknown, path: readonly (string | number)[], name: string): KeyedHash {
  const isKey = typeof key === 'string' || key instanceof Uint8Array;
  if (isKey && bytesOfKey(key).length >= KEY_BYTES) return keyedHash(key);
  throw noKey(path, name);
}

function noKey(path: readonly (string | number)[], name: string): AccompanyError {
  return new AccompanyError(
    'INVALID_INPUT',
    `${name} must be a text or bytes, at least ${KEY_BYTES} bytes of them. Make one from random bytes and keep it safe.`,
    { path: ['privacy', ...path] },
  );
}
