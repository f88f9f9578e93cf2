import type { Key, RecordKind, Storage, StoredRecord } from '../../ports/storage.ts';
import {
  checkKey,
  checkLease,
  checkLeaseRequest,
  checkPrefix,
  checkQuery,
  checkSubscription,
  closed,
} from '../request-checks.ts';
import { acquire, leasesOf, release, renew } from './leases.ts';
import { apply, countersOf, emptyNamespace, tableOf } from './namespace.ts';
import type { Namespace } from './namespace.ts';
import type { Table } from './table.ts';

/**
 * A storage in the memory of this process. Nothing survives `close`. Several engines may share it.
 *
 * Bodies are kept and returned by reference, never copied: whoever puts a record must not change it afterwards, and
 * whoever loads one must not change it at all. Every call does its work before it returns its promise.
 */
export function memoryStorage(): Storage {
  const namespaces = new Map<string, Namespace>();
  let isClosed = false;

  function namespaceOf(subscription: string): Namespace {
    let found = namespaces.get(subscription);
    if (found === undefined) {
      checkSubscription(subscription);
      found = emptyNamespace();
      namespaces.set(subscription, found);
    }
    return found;
  }

  /** Answers with a promise, at once, unless the storage is closed. */
  function answer<T>(subscription: string, work: (space: Namespace) => T): Promise<T> {
    try {
      if (isClosed) throw closed();
      return Promise.resolve(work(namespaceOf(subscription)));
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  return {
    capabilities: { name: 'memory', durability: 'none', multiWriter: true },
    load: (subscription, keys) => answer(subscription, (space) => recordsAt(space, keys)),
    scan: (subscription, query) =>
      answer(subscription, (space) => {
        checkQuery(query);
        return tableOf(space, query.kind).scan(query);
      }),
    commit: (subscription, commit) => answer(subscription, (space) => apply(space, commit)),
    counters: (subscription, prefix) =>
      answer(subscription, (space) => {
        checkPrefix(prefix);
        return countersOf(space, prefix);
      }),
    acquire: (subscription, request) =>
      answer(subscription, ({ leases }) => {
        checkLeaseRequest(request);
        return acquire(leases, request);
      }),
    renew: (subscription, lease, request) =>
      answer(subscription, ({ leases }) => {
        checkLeaseRequest(request, lease);
        return renew(leases, lease, request);
      }),
    release: (subscription, lease) =>
      answer(subscription, ({ leases }) => {
        checkLease(lease);
        return release(leases, lease);
      }),
    leases: (subscription, prefix) =>
      answer(subscription, ({ leases }) => {
        checkPrefix(prefix);
        return leasesOf(leases, prefix);
      }),
    close: () => {
      isClosed = true;
      namespaces.clear();
      return Promise.resolve();
    },
  };
}

/** The records at the keys. Keys of one kind mostly stand together. */
function recordsAt(space: Namespace, keys: readonly Key[]): (StoredRecord | undefined)[] {
  const found: (StoredRecord | undefined)[] = [];
  let kind: RecordKind | undefined;
  let current: Table | undefined;
  for (const key of keys) {
    if (current === undefined || key.kind !== kind) {
      current = tableOf(space, key.kind);
      kind = key.kind;
    }
    const record = current.get(key.id);
    if (record === undefined) checkKey(key);
    found.push(record);
  }
  return found;
}
