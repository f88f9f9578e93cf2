import type { BrokenStorage } from './broken-storage.ts';

/** Sorts by due alone, so that records of the same instant come in any order. */
export const unorderedTies: BrokenStorage = {
  name: 'unordered-ties',
  fault: 'Records that are due at the same instant are not in order of id.',
  rule: 'ST-20',
  wrap: (inner) => ({
    ...inner,
    scan: async (subscription, query) => {
      const page = await inner.scan(subscription, query);
      if (query.index === 'id') return page;
      return [...page].reverse().sort((a, b) => a.due! - b.due!);
    },
  }),
};
