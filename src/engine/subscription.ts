import { put } from '../records/put.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Operation } from '../ports/storage.ts';
import type { Held, Store } from '../records/store.ts';

const KEY = { kind: 'subscription', id: 'subscription' } as const;

/** The subscription's record; made when there is none. The number of shards is fixed from then on. */
export async function openSubscription(
  store: Store,
  shards: number,
  at: Instant,
): Promise<Held<'subscription'>> {
  for (;;) {
    const known = await store.get(KEY.kind, KEY.id);
    if (known !== undefined) return known;
    const record = {
      ...KEY,
      version: 1,
      due: null,
      body: { shards, createdAt: at, evaluate: null },
    } as const;
    await store.commit({ operations: [put(record)], counters: [] });
  }
}

/** Notes in a commit which engine evaluates all accounts, or that it is done (EN-7); nothing when it is noted already. */
export async function noteEvaluation(
  store: Store,
  evaluate: string | null,
): Promise<readonly Operation[]> {
  const known = await store.get(KEY.kind, KEY.id);
  if (known === undefined || known.body.evaluate === evaluate) return [];
  const record = { ...known, version: known.version + 1, body: { ...known.body, evaluate } };
  return [put(record)];
}

/** When retention was last carried out; before the first time, when the subscription came into being (PV-7). */
export async function prunedAt(store: Store): Promise<Instant> {
  const { createdAt, prunedAt: at = createdAt } = (await store.get(KEY.kind, KEY.id))!.body;
  return at;
}

/** Notes that retention was carried out. When somebody else has changed the record, it is left to the next pass. */
export async function notePruning(store: Store, at: Instant): Promise<void> {
  const known = (await store.get(KEY.kind, KEY.id))!;
  const record = { ...known, version: known.version + 1, body: { ...known.body, prunedAt: at } };
  await store.commit({ operations: [put(record)], counters: [] });
}

/** Which engine evaluates all accounts; `null` for none. */
export async function evaluatedBy(store: Store): Promise<string | null> {
  return (await store.get(KEY.kind, KEY.id))?.body.evaluate ?? null;
}
