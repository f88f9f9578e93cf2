import { expect } from 'vitest';
import { digestStore, digestSubscription } from '../../src/archive/digest.ts';
import { exportSubscription } from '../../src/archive/export.ts';
import { importSubscription } from '../../src/archive/import.ts';
import type { ImportOptions } from '../../src/archive/import.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { Counter, Key, Storage, StoredRecord } from '../../src/ports/storage.ts';
import { Store } from '../../src/records/store.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';

export const NOW = Date.parse('2026-01-05T09:00:00Z');

/** A record without a due instant. */
export function record(
  kind: Key['kind'],
  id: string,
  body: unknown,
  due: number | null = null,
): StoredRecord {
  return { kind, id, version: 1, due, body };
}

/** A memory storage that holds records and counters. */
export async function holding(
  records: readonly StoredRecord[],
  counters: readonly Counter[] = [],
): Promise<Storage> {
  const storage = memoryStorage();
  const operations = records.map((each) => ({ op: 'put', record: each }) as const);
  await storage.commit('default', { operations, counters });
  return storage;
}

/** A few records of several kinds, and counters. */
export function small(): Promise<Storage> {
  return holding(
    [
      record('subscription', 'subscription', { shards: 4, createdAt: NOW, evaluate: null }),
      record('account', 'acme', { name: 'Acme', employees: 5 }),
      record('account', 'beta', { name: 'Beta' }, NOW + 1),
      record('fact', '0001', { items: [] }),
      record('person', 'ann', { email: 'ann@example.com' }),
    ],
    [
      { name: 'entered', value: 2 },
      { name: 'gone', value: 0 },
      { name: 'left', value: 1 },
    ],
  );
}

/** All lines of the export of the subscription `default`. */
export async function linesOf(storage: Storage, page = 500): Promise<string[]> {
  return Array.fromAsync(exportSubscription({ storage, subscription: 'default', page, now: NOW }));
}

/** The digest of the subscription `default`. */
export async function digestOf(storage: Storage): Promise<string> {
  return (await digestSubscription({ storage, subscription: 'default' })).digest;
}

/** Imports lines into the subscription `default` of a storage. */
export function importInto(
  storage: Storage,
  lines: ImportOptions['lines'],
  options: Partial<ImportOptions> = {},
): ReturnType<typeof importSubscription> {
  return importSubscription({ storage, subscription: 'default', lines, now: NOW, ...options });
}

/** The error of a promise as its code and line; fails when there is none. */
export async function faultOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (!isAccompanyError(error)) throw error;
    const line = error.details['line'] as number | undefined;
    if (line === undefined) return error.code;
    expect(error.message).toContain(`Line ${line} of the archive: `);
    return `${error.code} ${line}`;
  }
  throw new Error('there was no error');
}

/** How many records a subscription holds, and the sum of its counters' absolute values. */
export async function leftIn(storage: Storage): Promise<number> {
  const { records, counters } = await digestStore(new Store(storage, 'default'));
  return records + counters;
}
