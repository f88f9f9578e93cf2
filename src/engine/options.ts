import type { Catalogue, CatalogueShape } from '../model/catalogue.ts';
import type { Limits } from '../model/limits.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Storage } from '../ports/storage.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { Retention } from '../privacy/retention.ts';
import type { Advanced } from './advanced.ts';
import type { IntegrationOptions } from './integration/integration-options.ts';

/** What an engine is opened with. */
export interface EngineOptions<S extends CatalogueShape = CatalogueShape> {
  /** The host's accounts, people, opportunities, events and actions. */
  readonly catalogue: Catalogue<S>;
  /** Where everything is kept: `memoryStorage()`, or any adapter. The engine does not close it. */
  readonly storage: Storage;
  /** The tenant; missing: `default`. */
  readonly subscription?: string;
  /** Missing: the system's clock. `virtualClock(start)` for simulations. */
  readonly clock?: Clock;
  readonly channels?: ChannelOptions;
  /** Overrides of single limits. */
  readonly limits?: Partial<Limits>;
  /** Keep facts; missing: true. Counters are kept in any case. */
  readonly facts?: boolean;
  /** Keep what decisions saw; missing: true. */
  readonly evidence?: boolean;
  /** Subjects per batch; missing: 500. */
  readonly batchSize?: number;
  /** Number of shards of a new subscription; missing: 256. Fixed from then on. */
  readonly shards?: number;
  /** Records that calls of `ingest` may have waiting before further ones are refused; missing: 100,000. */
  readonly backlog?: number;
  /**
   * Name among the engines that share the subscription, unlike those of the others; missing: made up. With a name of its
   * own, an engine that starts again takes its shards back at once.
   */
  readonly name?: string;
  /** Milliseconds until other engines take over from this one when it is silent; missing: 15,000. */
  readonly lease?: number;
  /**
   * Called synchronously after each advance of an account or person, before its commit: an advance whose commit meets a
   * conflict is seen, and seen again when it is repeated (RL-60). What it gets is read-only and must not be changed. Errors
   * are caught and reported as an `error` notification. `recorder()` of `accompany/testing` makes one.
   */
  readonly observe?: (seen: Advanced) => void;
  /** Where the engine writes what it does; pino, `console` and their like fit (OB-10). Missing: nowhere. */
  readonly logger?: Logger;
  /** What times publishing, batches, commits and deliveries (OB-20). Missing: nothing does. */
  readonly tracer?: Tracer;
  /** How long is kept what is not needed any more; missing: for ever (PV-1). */
  readonly retention?: Retention;
  readonly privacy?: PrivacyOptions;
  /**
   * Where accounts and people come from, and who is told what journeys change; missing: `ingest` only. All engines of a
   * subscription are given the same.
   */
  readonly integration?: IntegrationOptions;
}

/** The secrets by which erased subjects are recognised when they come again. */
export interface PrivacyOptions {
  /**
   * The host's secret, at least 32 bytes; text counts in UTF-8. Under hashes made with it erased subjects are recognised
   * when they are taken in again: it is kept as long as the subscription exists, here or among `formerKeys`.
   */
  readonly key: string | Uint8Array;
  /** Every key that `key` has replaced: erasures that were made with them still hold (PV-29). */
  readonly formerKeys?: readonly (string | Uint8Array)[];
}

/** Who carries effects out: a channel for e-mails, one for each action of the host, one for each external service. */
export interface ChannelOptions {
  readonly email?: Channel;
  /** By action name of the catalogue. */
  readonly actions?: Readonly<Record<string, Channel>>;
  /** Who calls external services, by id of the service. */
  readonly services?: Readonly<Record<string, Channel>>;
  /** What other engines of the subscription have channels for and this one has not (EN-92). */
  readonly elsewhere?: {
    /** E-mails; missing: false. */
    readonly email?: boolean;
    /** Names of actions of the catalogue. */
    readonly actions?: readonly string[];
    /** Ids of external services. */
    readonly services?: readonly string[];
  };
}
