import type { StoredRecord } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Adds an entry to the index by due with each put and never takes one out. */
export const lingeringDue: BrokenStorage = {
  name: 'lingering-due',
  fault: 'A record that came back to an earlier due is found there twice.',
  rule: 'ST-23',
  wrap: (inner) => {
    const entries: { subscription: string; kind: string; id: string; due: number }[] = [];
    return {
      ...inner,
      commit: async (subscription, commit) => {
        const result = await inner.commit(subscription, commit);
        if (!result.ok) return result;
        for (const operation of commit.operations) {
          if (operation.op === 'delete' || operation.record.due === null) continue;
          const { kind, id, due } = operation.record;
          entries.push({ subscription, kind, id, due });
        }
        return result;
      },
      scan: async (subscription, query) => {
        const page = await inner.scan(subscription, query);
        if (query.index === 'id') return page;
        const standing = ({ kind, id, due }: StoredRecord): number =>
          entries.filter(
            (entry) =>
              entry.subscription === subscription &&
              entry.kind === kind &&
              entry.id === id &&
              entry.due === due,
          ).length;
        return page
          .flatMap((record) => Array.from({ length: standing(record) }, () => record))
          .slice(0, query.limit);
      },
    };
  },
};
