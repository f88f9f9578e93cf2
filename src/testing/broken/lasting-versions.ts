import type { Operation } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Marks a record as deleted and goes on counting when it is put again. */
export const lastingVersions: BrokenStorage = {
  name: 'lasting-versions',
  fault: 'The first put after a delete must name the version after that of the delete.',
  rule: 'ST-34',
  wrap: (inner) => {
    /** What was deleted last, by place. */
    const deleted = new Map<string, number>();
    const placeOf = (subscription: string, operation: Operation): string => {
      const { kind, id } = operation.op === 'put' ? operation.record : operation.key;
      return JSON.stringify([subscription, kind, id]);
    };
    return {
      ...inner,
      commit: async (subscription, commit) => {
        const result = await inner.commit(subscription, {
          ...commit,
          operations: commit.operations.map((operation) => {
            if (operation.op !== 'put') return operation;
            const { record } = operation;
            const before = deleted.get(placeOf(subscription, operation));
            if (before === undefined || !(record.version >= 1)) return operation;
            const version = record.version === before + 1 ? 1 : record.version + before + 1;
            return { op: 'put', record: { ...record, version } };
          }),
        });
        if (!result.ok) return result;
        for (const operation of commit.operations) {
          const place = placeOf(subscription, operation);
          if (operation.op === 'delete') deleted.set(place, operation.version);
          else deleted.delete(place);
        }
        return result;
      },
    };
  },
};
