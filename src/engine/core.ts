import type { Day } from '../engagement/day.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoredRecord } from '../ports/storage.ts';
import type { Feed } from './feed.ts';
import type { Members } from './members.ts';
import type { Notifications } from './notifications.ts';
import type { Outbound } from './delivery/outbound.ts';
import { Pace } from './delivery/pace.ts';
import type { EffectBody } from '../records/bodies.ts';
import type { Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import type { Spans } from './spans.ts';
import type { Store } from '../records/store.ts';

/** The parts of one open engine, as its verbs share them. */
export interface Core {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly store: Store;
  readonly registry: Registry;
  readonly members: Members;
  readonly feed: Feed;
  readonly notifications: Notifications;
  readonly spans: Spans;
  readonly pace: Pace;
  /** Effects that were committed and not dispatched yet, oldest first; a shortcut for scanning the storage. */
  readonly outbox: StoredRecord<EffectBody>[];
  readonly outbound: Outbound;
  /** Called when a commit has left something for the platform; `null` while nobody listens. */
  readonly backFlow: { hear: (() => void) | null };
  /** Journeys whose publication is carried out by a call of this engine that waits for the platform. */
  readonly publishing: Set<string>;
  /** The nightly run that this engine has carried out, in which life of it; `null` when one may be interrupted. */
  readonly night: { done: { readonly through: Day; readonly by: string } | null };
  /** A call failed half-way: messages of committed batches may wait in the storage. */
  leftovers: boolean;
  /** A call failed in the storage: what the engine knows may be older than what is stored. */
  stale: boolean;
  /** Aborted when the engine closes. */
  readonly closing: AbortSignal;
}

/** The engine's present. */
export function now(core: Core): Instant {
  return core.clock.now();
}

/** A call that does nothing when its turn comes after the host has given up on it (EN-36). */
export function unlessAborted<T>(
  run: () => Promise<T>,
  options: { readonly signal?: AbortSignal } | object,
): () => Promise<T> {
  return async () => {
    if ('signal' in options) throwIfAborted(options.signal);
    return run();
  };
}

/** Rejects with `ABORTED` when the host has given up on the call. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new AccompanyError(
    'ABORTED',
    'The call was aborted. What was committed stays; repeat the call to complete it.',
    {
      cause: signal.reason,
    },
  );
}
