import type { BrokenStorage } from './broken-storage.ts';

/** Writes for everybody who once had the lease. */
export const ignoredFence: BrokenStorage = {
  name: 'ignored-fence',
  fault: 'The fence of a commit is not compared.',
  rule: 'ST-50',
  wrap: (inner) => ({
    ...inner,
    commit: async (subscription, commit) => {
      const result = await inner.commit(subscription, commit);
      if (result.ok || result.reason === 'conflict') return result;
      const { operations, counters } = commit;
      return inner.commit(subscription, { operations, counters });
    },
  }),
};
