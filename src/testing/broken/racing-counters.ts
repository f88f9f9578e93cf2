import type { Counter } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Reads a counter, adds, and writes the sum, with time for others in between. */
export const racingCounters: BrokenStorage = {
  name: 'racing-counters',
  fault: 'Of deltas that are committed at the same time some are lost.',
  rule: 'ST-48',
  wrap: (inner) => {
    const sums = new Map<string, Map<string, number>>();
    const sumsOf = (subscription: string): Map<string, number> => {
      const found = sums.get(subscription) ?? new Map<string, number>();
      sums.set(subscription, found);
      return found;
    };
    return {
      ...inner,
      commit: async (subscription, commit) => {
        const result = await inner.commit(subscription, commit);
        if (!result.ok) return result;
        const own = sumsOf(subscription);
        const read = new Map(own);
        await Promise.resolve();
        for (const { name, value } of commit.counters) {
          read.set(name, (read.get(name) ?? 0) + value);
          own.set(name, read.get(name)!);
        }
        return result;
      },
      counters: async (subscription, prefix) => {
        const right = await inner.counters(subscription, prefix);
        const own = sumsOf(subscription);
        return right.map(({ name, value }): Counter => ({ name, value: own.get(name) ?? value }));
      },
    };
  },
};
