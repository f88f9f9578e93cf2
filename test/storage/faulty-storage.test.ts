import { describe, expect, test } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { registerStorageConformance } from '../../src/testing/conformance/register-storage-cases.ts';
import { put } from '../../src/testing/conformance/storage-case.ts';
import { CrashSignal, faultyStorage } from '../../src/testing/faulty-storage.ts';
import type { StorageCall, StorageFault, StorageMethod } from '../../src/testing/faulty-storage.ts';
import { memoryUnderTest } from './memory-under-test.ts';

describe('ST-91 a faulty storage whose plan always answers ok', () => {
  const wrapped = memoryUnderTest((inner) => faultyStorage(inner, { next: () => 'ok' }));
  registerStorageConformance({ describe, test }, wrapped);
});

const REQUEST = { name: 'l', owner: 'o', now: 0, ttl: 10 };
const LEASE = { name: 'l', owner: 'o', fence: 1, expiresAt: 10 };
const COMMIT = { operations: [put('a')], counters: [] };
const CALLS: Readonly<Record<StorageMethod, (storage: Storage) => Promise<unknown>>> = {
  load: (storage) => storage.load('s', [{ kind: 'account', id: 'a' }]),
  scan: (storage) => storage.scan('s', { kind: 'account', index: 'id', limit: 1 }),
  commit: (storage) => storage.commit('s', COMMIT),
  counters: (storage) => storage.counters('s', ''),
  acquire: (storage) => storage.acquire('s', REQUEST),
  renew: (storage) => storage.renew('s', LEASE, REQUEST),
  release: (storage) => storage.release('s', LEASE),
  leases: (storage) => storage.leases('s', ''),
};

test.each(Object.keys(CALLS) as StorageMethod[])(
  'ST-90 ST-91 the plan is asked once before each call of %s, and calls are counted',
  async (method) => {
    const asked: StorageCall[] = [];
    const faults: StorageFault[] = ['ok', 'refuse', 'lost', 'crash', 'crashAfter'];
    const next = (call: StorageCall): StorageFault => {
      asked.push(call);
      return faults[call.number - 1]!;
    };
    const storage = faultyStorage(memoryStorage(), { next });
    const outcomes: string[] = [];
    for (const _ of faults) {
      outcomes.push(
        await CALLS[method](storage).then(
          () => 'answered',
          (error: { code?: string; name: string }) => error.code ?? error.name,
        ),
      );
    }
    expect(outcomes).toEqual([
      'answered',
      'STORAGE_FAILED',
      'STORAGE_FAILED',
      'CrashSignal',
      'CrashSignal',
    ]);
    expect(asked).toEqual([1, 2, 3, 4, 5].map((number) => ({ number, method, subscription: 's' })));
    expect(storage.calls).toBe(5);
  },
);

test.each([
  ['ok', true],
  ['refuse', false],
  ['lost', true],
  ['crash', false],
  ['crashAfter', true],
] as const)('ST-90 after %s the commit has been done: %s', async (fault, done) => {
  const inner = memoryStorage();
  const storage = faultyStorage(inner, { next: () => fault });
  const error: unknown = await storage.commit('s', COMMIT).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (fault.startsWith('crash')) expect(error).toBeInstanceOf(CrashSignal);
  const [record] = await inner.load('s', [{ kind: 'account', id: 'a' }]);
  expect(record !== undefined).toBe(done);
});

test('ST-91 close is passed on, and is no call', async () => {
  const inner = memoryStorage();
  const storage = faultyStorage(inner, { next: () => 'refuse' });
  await storage.close();
  expect(storage.calls).toBe(0);
  await expect(inner.counters('s', '')).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
});
