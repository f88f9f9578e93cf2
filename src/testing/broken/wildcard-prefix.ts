import type { BrokenStorage } from './broken-storage.ts';

/** Matches a prefix as SQL's LIKE does without escaping: `%` and `_` are wildcards, ASCII letters have no case. */
export const wildcardPrefix: BrokenStorage = {
  name: 'wildcard-prefix',
  fault: 'A prefix is matched with LIKE.',
  rule: 'ST-16',
  wrap: (inner) => ({
    ...inner,
    scan: async (subscription, query) => {
      if (query.index === 'due' || !query.prefix || query.reverse)
        return inner.scan(subscription, query);
      const { prefix, after = '', limit, kind } = query;
      // Only a scan that may be refused goes to the right one first.
      await inner.scan(subscription, query);
      const whole = { kind, index: 'id', after, limit: 1_000_000 } as const;
      const like = likePattern(prefix);
      const found = await inner.scan(subscription, whole);
      return found.filter(({ id }) => like.test(id)).slice(0, limit);
    },
  }),
};

function likePattern(prefix: string): RegExp {
  const source = Array.from(prefix, (unit) =>
    unit === '%' ? '.*' : unit === '_' ? '.' : unit.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'),
  );
  return new RegExp(`^${source.join('')}`, 'isu');
}
