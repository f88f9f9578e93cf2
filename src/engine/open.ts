import type { Core } from './core.ts';
import { Feed } from './feed.ts';
import { Members } from './members.ts';
import { Notifications } from './notifications.ts';
import { Outbound } from './delivery/outbound.ts';
import { takePlace } from './one-writer.ts';
import { checkKey, keyRecord } from '../privacy/tombstone.ts';
import { Pace } from './delivery/pace.ts';
import { Registry } from './registry.ts';
import type { EngineOptions } from './options.ts';
import { settingsOf, SHARDS, subscriptionOf } from './settings.ts';
import { refuseHalfImport } from '../records/import-marker.ts';
import { Spans } from './spans.ts';
import { Store } from '../records/store.ts';
import { openSubscription } from './subscription.ts';
import { systemClock } from './system-clock.ts';

/**
 * The parts of an engine, with nothing read yet but the subscription: they count as stale, so that the first call reads
 * the rest and takes up what was left half done (EN-1).
 * @param answered called after each answer of a live channel
 * @throws AccompanyError `INVALID_INPUT`, `NOT_ALLOWED` for a half import, `STORAGE_FAILED`
 */
export async function openCore(
  options: EngineOptions,
  closing: AbortSignal,
  answered: () => void,
): Promise<Core> {
  const settings = settingsOf(options);
  const clock = options.clock ?? systemClock();
  const store = new Store(options.storage, subscriptionOf(options));
  const notifications = new Notifications(settings.logger, store.subscription);
  const spans = new Spans(settings.tracer, store.subscription, (error) =>
    notifications.error(error),
  );
  store.around = spans.aroundCommit;
  if (!store.capabilities.multiWriter) takePlace(options.storage, store.subscription, closing);
  await refuseHalfImport(store);
  const subscription = await openSubscription(store, options.shards ?? SHARDS, clock.now());
  const { shards } = subscription.body;
  const backFlow: Core['backFlow'] = { hear: null };
  store.heard = () => backFlow.hear?.();
  const members = new Members({
    store,
    name: settings.name,
    ttl: settings.lease,
    shards,
    works: settings.email !== null || settings.actions.size > 0,
    shared: settings.shared,
  });
  await checkKey(await keyRecord(store), settings.hashes);
  store.fence = () => members.fence;
  notifications.log('info', { engine: settings.name, shards }, 'opened');
  return {
    settings,
    clock,
    store,
    registry: new Registry(store, settings, () => settings.facts || notifications.wantsFacts),
    members,
    feed: new Feed(shards),
    notifications,
    spans,
    pace: new Pace(() => members.keep(clock.now())),
    outbox: [],
    night: { done: null },
    outbound: new Outbound(answered),
    backFlow,
    publishing: new Set(),
    leftovers: true,
    stale: true,
    closing,
  };
}
