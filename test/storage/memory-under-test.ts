import { AccompanyError } from '../../src/kernel/errors.ts';
import type { Storage, StorageCapabilities } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { StorageUnderTest } from '../../src/testing/conformance/storage-case.ts';

/** The memory storage as it is, shared by all writers, with something around it if wanted. */
export function memoryUnderTest(
  wrap: (inner: Storage) => Storage = (inner) => inner,
): StorageUnderTest {
  return {
    capabilities: memoryStorage().capabilities,
    create: () => {
      const storage = wrap(memoryStorage());
      return Promise.resolve({ open: () => Promise.resolve(storage) });
    },
  };
}

/** An adapter that declares otherwise, and whose storages do so too. */
export function claiming(
  { capabilities, create }: StorageUnderTest,
  claimed: Partial<StorageCapabilities>,
): StorageUnderTest {
  const declared = { ...capabilities, ...claimed };
  return {
    capabilities: declared,
    create: async () => {
      const data = await create();
      return { ...data, open: async () => ({ ...(await data.open()), capabilities: declared }) };
    },
  };
}

/**
 * A stand-in for adapters whose data outlives a writer: each writer has its own `close`, the data stays. With
 * `forgets` it claims so wrongly.
 */
export function lastingUnderTest(
  multiWriter: boolean,
  fault: 'none' | 'forgets' | 'admits everybody' = 'none',
): StorageUnderTest {
  const capabilities: StorageCapabilities = { name: 'lasting', durability: 'process', multiWriter };
  return {
    capabilities,
    create: () => {
      let data = memoryStorage();
      let writers = 0;
      const open = (): Promise<Storage> => {
        if (writers > 0 && !multiWriter && fault !== 'admits everybody') {
          const message = 'Another writer has this data open. Close it first.';
          return Promise.reject(new AccompanyError('STORAGE_IN_USE', message));
        }
        writers += 1;
        return Promise.resolve(
          writer(data, capabilities, () => {
            writers -= 1;
            if (fault === 'forgets' && writers === 0) data = memoryStorage();
          }),
        );
      };
      return Promise.resolve({ open });
    },
  };
}

function writer(data: Storage, capabilities: StorageCapabilities, left: () => void): Storage {
  const shut = memoryStorage();
  let current = data;
  return {
    capabilities,
    load: (...call) => current.load(...call),
    scan: (...call) => current.scan(...call),
    commit: (...call) => current.commit(...call),
    counters: (...call) => current.counters(...call),
    acquire: (...call) => current.acquire(...call),
    renew: (...call) => current.renew(...call),
    release: (...call) => current.release(...call),
    leases: (...call) => current.leases(...call),
    close: async () => {
      if (current === shut) return;
      current = shut;
      await shut.close();
      left();
    },
  };
}
