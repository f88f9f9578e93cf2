import type { Core } from './core.ts';
import { Feed } from './feed.ts';
import { Notifications } from './notifications.ts';
import { Pace } from './pace.ts';
import { Registry } from './registry.ts';
import { settingsOf, SHARDS, subscriptionOf, type EngineOptions } from './settings.ts';
import { Store } from '../records/store.ts';
import { openSubscription } from './subscription.ts';
import { systemClock } from './system-clock.ts';

/**
 * The parts of an engine, with nothing read yet but the subscription: they count as stale, so that the first call reads
 * the rest and takes up what was left half done (EN-1).
 * @throws AccompanyError `INVALID_INPUT`, `STORAGE_FAILED`
 */
export async function openCore(options: EngineOptions, closing: AbortSignal): Promise<Core> {
  const settings = settingsOf(options);
  const clock = options.clock ?? systemClock();
  const store = new Store(options.storage, subscriptionOf(options));
  const subscription = await openSubscription(store, options.shards ?? SHARDS, clock.now());
  return {
    settings,
    clock,
    store,
    registry: new Registry(store, settings),
    feed: new Feed(subscription.body.shards),
    notifications: new Notifications(),
    pace: new Pace(),
    outbox: [],
    leftovers: true,
    stale: true,
    closing,
  };
}
