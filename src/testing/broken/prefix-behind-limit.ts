import type { BrokenStorage } from './broken-storage.ts';

/** Takes a page first and looks for the prefix in it afterwards, so that pages come out short. */
export const prefixBehindLimit: BrokenStorage = {
  name: 'prefix-behind-limit',
  fault: 'The limit counts records that do not have the prefix.',
  rule: 'ST-18',
  wrap: (inner) => ({
    ...inner,
    scan: async (subscription, query) => {
      if (query.index === 'due' || !query.prefix || query.reverse)
        return inner.scan(subscription, query);
      const { prefix, ...rest } = query;
      // Only a scan that may be refused goes to the right one first.
      await inner.scan(subscription, query);
      const page = await inner.scan(subscription, rest);
      return page.filter(({ id }) => id.startsWith(prefix));
    },
  }),
};
