import { AccompanyError } from '../kernel/errors.ts';
import type { Storage } from '../ports/storage.ts';

/** Subscriptions with an open engine, of storages that bear one writer. */
const TAKEN = new WeakMap<Storage, Set<string>>();

/**
 * Takes the one place that a storage with one writer has for a subscription, until the engine has closed: the file is locked
 * against other processes, this keeps a second engine in the same process out.
 * @throws AccompanyError `STORAGE_IN_USE`
 */
export function takePlace(storage: Storage, subscription: string, closing: AbortSignal): void {
  const taken = TAKEN.get(storage) ?? new Set();
  TAKEN.set(storage, taken);
  if (taken.has(subscription)) {
    throw new AccompanyError(
      'STORAGE_IN_USE',
      `Another engine of this process has subscription ${subscription} open, and the storage bears one. Close that one first.`,
    );
  }
  taken.add(subscription);
  closing.addEventListener('abort', () => taken.delete(subscription));
}
