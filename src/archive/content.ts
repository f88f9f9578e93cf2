import { AccompanyError } from '../kernel/errors.ts';
import { RECORD_KINDS } from '../ports/storage.ts';
import type { Store } from '../records/store.ts';

/** @throws AccompanyError `NOT_ALLOWED` when a subscription holds any record, or a counter that is not 0 (AR-20) */
export async function refuseContent(store: Store): Promise<void> {
  const what = await contentOf(store);
  if (what.length === 0) return;
  throw new AccompanyError(
    'NOT_ALLOWED',
    `The subscription ${store.subscription} is not empty: it holds ${what.join(', ')}. Import into another subscription or storage.`,
  );
}

/**
 * What lost only the record of the subscription itself is still there, and worth a backup.
 * @throws AccompanyError `NOT_FOUND` when a subscription holds nothing at all (AR-9)
 */
export async function refuseAbsent(store: Store): Promise<void> {
  if ((await store.get('subscription', 'subscription')) !== undefined) return;
  if ((await contentOf(store)).length > 0) return;
  throw new AccompanyError(
    'NOT_FOUND',
    `There is no subscription ${JSON.stringify(store.subscription)} in this storage. Check its name and the storage it is in; an engine that is opened on it makes it.`,
  );
}

/** Kinds of which there are records, and `counters`. */
async function contentOf(store: Store): Promise<readonly string[]> {
  const what: string[] = [];
  for (const kind of RECORD_KINDS) {
    const [first] = await store.scan({ kind, index: 'id', limit: 1 });
    if (first !== undefined) what.push(kind);
  }
  const counters = await store.counters('');
  if (counters.some(({ value }) => value !== 0)) what.push('counters');
  return what;
}
