import type { Storage } from '../../ports/storage.ts';
import { memoryStorage } from '../../storage/memory/memory-storage.ts';
import type { StorageUnderTest } from '../conformance/storage-case.ts';

/** A storage with one fault, to show that the published cases find it. */
export interface BrokenStorage {
  readonly name: string;
  /** What it does wrong, as a sentence. */
  readonly fault: string;
  /** The rule that must catch it; others may break along with it. */
  readonly rule: string;
  /** Puts the fault around a storage that is right. */
  readonly wrap: (inner: Storage) => Storage;
}

/** A broken storage on memory, ready for the cases. */
export function brokenUnderTest({ name, wrap }: BrokenStorage): StorageUnderTest {
  const capabilities = { ...memoryStorage().capabilities, name };
  return {
    capabilities,
    create: () => {
      const storage: Storage = { ...wrap(memoryStorage()), capabilities };
      return Promise.resolve({ open: () => Promise.resolve(storage) });
    },
  };
}
