import type { Key, Operation } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Compares ids as a column of fixed width does: spaces at the end do not count. */
export const trimmedIds: BrokenStorage = {
  name: 'trimmed-ids',
  fault: 'An id with spaces at its end is the same as one without.',
  rule: 'ST-1',
  wrap: (inner) => ({
    ...inner,
    load: (subscription, keys) => inner.load(subscription, keys.map(trimmed)),
    commit: (subscription, commit) =>
      inner.commit(subscription, {
        ...commit,
        operations: commit.operations.map((operation): Operation =>
          operation.op === 'put'
            ? { op: 'put', record: trimmed(operation.record) }
            : operation.op === 'delete'
              ? { ...operation, key: trimmed(operation.key) }
              : operation,
        ),
      }),
  }),
};

/** A text of nothing but spaces stays, as no id is empty. */
function trimmed<T extends Key>(key: T): T {
  if (typeof key.id !== 'string') return key;
  return { ...key, id: key.id.replace(/(?<=[^ ]) +$/, '') };
}
