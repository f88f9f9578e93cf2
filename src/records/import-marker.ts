import { AccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Key, StoredRecord } from '../ports/storage.ts';
import type { Store } from './store.ts';

/**
 * The record that stands in a subscription from the first write of an import to its last: what is there is a part of
 * something, and nobody may use it (AR-21). Each new attempt raises its version.
 */
export const IMPORT_MARKER: Key = Object.freeze({ kind: 'subscription', id: 'import' });

/** What the marker says. */
export interface ImportMarker {
  /** Subscription that was exported. */
  readonly from: string;
  readonly startedAt: Instant;
}

/** The marker of an import that has not ended; `undefined` when there is none. */
export async function findImportMarker(
  store: Store,
): Promise<StoredRecord<ImportMarker> | undefined> {
  const [found] = await store.load([IMPORT_MARKER]);
  return found as StoredRecord<ImportMarker> | undefined;
}

/** @throws AccompanyError `NOT_ALLOWED` for a subscription that holds a half import (AR-21) */
export async function refuseHalfImport(store: Store): Promise<void> {
  if ((await findImportMarker(store)) === undefined) return;
  throw new AccompanyError(
    'NOT_ALLOWED',
    `The subscription ${store.subscription} holds an import that has not ended. Import again: that clears what is there first.`,
  );
}
