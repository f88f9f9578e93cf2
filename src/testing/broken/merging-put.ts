import type { Operation, StoredRecord } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Updates the properties that a put names and leaves the others. */
export const mergingPut: BrokenStorage = {
  name: 'merging-put',
  fault: 'A put merges its body with the one that is stored.',
  rule: 'ST-36',
  wrap: (inner) => ({
    ...inner,
    commit: async (subscription, commit) => {
      const puts = commit.operations.flatMap((one) => (one.op === 'put' ? [one.record] : []));
      const answers = puts.map((record) => inner.load(subscription, [record]).catch(() => []));
      const stored = await Promise.all(answers);
      const operations = commit.operations.map((operation): Operation => {
        if (operation.op !== 'put') return operation;
        const [old] = stored[puts.indexOf(operation.record)]!;
        return { op: 'put', record: merged(old, operation.record) };
      });
      return inner.commit(subscription, { ...commit, operations });
    },
  }),
};

function merged(old: StoredRecord | undefined, record: StoredRecord): StoredRecord {
  if (!isObject(old?.body) || !isObject(record.body)) return record;
  return { ...record, body: { ...old.body, ...record.body } };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
