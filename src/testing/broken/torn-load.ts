import type { StoredRecord } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Reads key by key, each as things stand when its turn comes. */
export const tornLoad: BrokenStorage = {
  name: 'torn-load',
  fault: 'A load of several keys may see a part of a commit.',
  rule: 'ST-11',
  wrap: (inner) => ({
    ...inner,
    load: async (subscription, keys) => {
      const found: (StoredRecord | undefined)[] = [];
      // The empty load is refused where the others would be.
      await inner.load(subscription, []);
      for (const key of keys) found.push(...(await inner.load(subscription, [key])));
      return found;
    },
  }),
};
