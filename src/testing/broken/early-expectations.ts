import { checkCommit } from '../../storage/request-checks.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Looks at what a commit expects first, and writes in a transaction of its own. */
export const earlyExpectations: BrokenStorage = {
  name: 'early-expectations',
  fault: 'Between comparing what a commit expects and writing, others may write.',
  rule: 'ST-55',
  wrap: (inner) => ({
    ...inner,
    commit: async (subscription, commit) => {
      checkCommit(commit);
      const { expects = [], ...rest } = commit;
      if (expects.length === 0) return inner.commit(subscription, commit);
      const keys = expects.map(({ key }) => key);
      const stored = await inner.load(subscription, keys);
      const fits = expects.every(({ version }, index) => version === (stored[index]?.version ?? 0));
      // What does not fit gets the answer of the right one.
      return inner.commit(subscription, fits ? rest : commit);
    },
  }),
};
