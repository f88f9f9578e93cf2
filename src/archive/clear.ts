import { RECORD_KINDS } from '../ports/storage.ts';
import type { Expectation, Operation } from '../ports/storage.ts';
import { IMPORT_MARKER } from '../records/import-marker.ts';
import type { Store } from '../records/store.ts';

/** Counters per commit. */
const COUNTERS = 500;

/**
 * Takes everything out that a half import left, but its marker (AR-22). Counters cannot be deleted: they are brought
 * back to 0. Every commit relies on the marker, so that an attempt that was overtaken takes nothing out.
 */
export async function clear(store: Store, batch: number, expects: Expectation): Promise<void> {
  for (const kind of RECORD_KINDS) {
    for (;;) {
      const page = await store.scan({ kind, index: 'id', limit: batch + 1 });
      const operations: Operation[] = page
        .filter(({ id }) => kind !== IMPORT_MARKER.kind || id !== IMPORT_MARKER.id)
        .map(({ id, version }) => ({ op: 'delete', key: { kind, id }, version }));
      if (operations.length > 0)
        await store.write({ operations, counters: [], expects: [expects] });
      if (page.length <= batch) break;
    }
  }
  const counters = (await store.counters('')).filter(({ value }) => value !== 0);
  for (let at = 0; at < counters.length; at += COUNTERS) {
    const deltas = counters
      .slice(at, at + COUNTERS)
      .map(({ name, value }) => ({ name, value: -value }));
    await store.write({ operations: [], counters: deltas, expects: [expects] });
  }
}
