import type { BrokenStorage } from './broken-storage.ts';

/** Orders the index by due as numbers of 32 bits. */
export const narrowInstants: BrokenStorage = {
  name: 'narrow-instants',
  fault: 'Instants beyond 32 bits are compared by what is left of them in 32 bits.',
  rule: 'ST-21',
  wrap: (inner) => ({
    ...inner,
    scan: async (subscription, query) => {
      if (query.index === 'id') return inner.scan(subscription, query);
      // Only a scan that may be refused goes to the right one first.
      await inner.scan(subscription, query);
      const { limit, after } = query;
      const whole = await inner.scan(subscription, { ...query, limit: 1_000_000 });
      return whole
        .toSorted((a, b) => (a.due! | 0) - (b.due! | 0) || (a.id < b.id ? -1 : 1))
        .filter(({ due }) => after === undefined || (due! | 0) >= (after.due | 0))
        .slice(0, limit);
    },
  }),
};
