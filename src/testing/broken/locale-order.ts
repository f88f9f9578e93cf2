import type { BrokenStorage } from './broken-storage.ts';

/** Sorts ids as people of some country would. */
export const localeOrder: BrokenStorage = {
  name: 'locale-order',
  fault: 'A scan by id sorts by locale.',
  rule: 'ST-15',
  wrap: (inner) => {
    const { compare } = new Intl.Collator('en');
    return {
      ...inner,
      scan: async (subscription, query) => {
        if (query.index === 'due') return inner.scan(subscription, query);
        const { after = '', limit, ...rest } = query;
        // Only a scan that may be refused goes to the right one first.
        await inner.scan(subscription, query);
        const whole = await inner.scan(subscription, { ...rest, limit: 1_000_000 });
        return [...whole]
          .sort((a, b) => compare(a.id, b.id))
          .filter(({ id }) => after === '' || compare(id, after) > 0)
          .slice(0, limit);
      },
    };
  },
};
