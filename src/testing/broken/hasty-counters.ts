import type { BrokenStorage } from './broken-storage.ts';

/** Adds the deltas first and looks at the versions afterwards. */
export const hastyCounters: BrokenStorage = {
  name: 'hasty-counters',
  fault: 'A commit with conflicts adds its counters.',
  rule: 'ST-46',
  wrap: (inner) => ({
    ...inner,
    commit: async (subscription, commit) => {
      const result = await inner.commit(subscription, commit);
      if (!result.ok && result.reason === 'conflict') {
        await inner.commit(subscription, { operations: [], counters: commit.counters });
      }
      return result;
    },
  }),
};
