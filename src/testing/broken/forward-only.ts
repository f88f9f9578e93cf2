import type { BrokenStorage } from './broken-storage.ts';

/** Knows no direction but one. */
export const forwardOnly: BrokenStorage = {
  name: 'forward-only',
  fault: 'A scan in reverse goes forwards.',
  rule: 'ST-26',
  wrap: (inner) => ({
    ...inner,
    scan(subscription, query) {
      if (query.index === 'due') return inner.scan(subscription, query);
      const { reverse: _ignored, ...forwards } = query;
      return inner.scan(subscription, forwards);
    },
  }),
};
