import type { BrokenStorage } from './broken-storage.ts';

/** Forgets the subscription in one query, the one by due. */
export const sharedSubscriptions: BrokenStorage = {
  name: 'shared-subscriptions',
  fault: 'A scan by due finds the records of every subscription.',
  rule: 'ST-5',
  wrap: (inner) => {
    const names = new Set<string>();
    return {
      ...inner,
      commit: async (subscription, commit) => {
        const result = await inner.commit(subscription, commit);
        names.add(subscription);
        return result;
      },
      scan: async (subscription, query) => {
        const own = await inner.scan(subscription, query);
        if (query.index === 'id') return own;
        const others = [...names].filter((name) => name !== subscription);
        const pages = await Promise.all(others.map((name) => inner.scan(name, query)));
        return [...own, ...pages.flat()]
          .sort((a, b) => a.due! - b.due! || (a.id < b.id ? -1 : 1))
          .slice(0, query.limit);
      },
    };
  },
};
