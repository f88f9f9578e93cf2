import type { BrokenStorage } from './broken-storage.ts';

/** Knows commits as they were before there were expectations. */
export const ignoredExpectations: BrokenStorage = {
  name: 'ignored-expectations',
  fault: 'What a commit expects is checked for its form and not compared.',
  rule: 'ST-54',
  wrap: (inner) => ({
    ...inner,
    commit: async (subscription, commit) => {
      const result = await inner.commit(subscription, commit);
      if (result.ok || result.reason === 'fenced') return result;
      const { expects: _ignored, ...rest } = commit;
      return inner.commit(subscription, rest);
    },
  }),
};
