import type { Operation, StoredRecord } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** What is kept in place of a body: the version that the writer claimed, and its body. */
interface Claimed {
  readonly version: number;
  readonly body: unknown;
}

/** Takes every put, whatever its version is: the last write wins. */
export const uncheckedVersions: BrokenStorage = {
  name: 'unchecked-versions',
  fault: 'The version of an operation is stored and not compared.',
  rule: 'ST-32',
  wrap: (inner) => ({
    ...inner,
    load: async (subscription, keys) => (await inner.load(subscription, keys)).map(shown),
    scan: async (subscription, query) =>
      (await inner.scan(subscription, query)).map((record) => shown(record)!),
    commit: async (subscription, commit) => {
      for (;;) {
        const stored = await inner.load(subscription, commit.operations.map(keyOf));
        const operations = commit.operations.map((one, index) => forced(one, stored[index]));
        const result = await inner.commit(subscription, { ...commit, operations });
        if (result.ok || result.reason === 'fenced') return result;
        const puts = commit.operations.flatMap((one) => (one.op === 'put' ? [one.record] : []));
        const retry = result.conflicts.some(({ kind, id }) =>
          puts.some((record) => record.kind === kind && record.id === id),
        );
        if (!retry) return result;
      }
    },
  }),
};

function keyOf(operation: Operation): { kind: StoredRecord['kind']; id: string } {
  const { kind, id } = operation.op === 'put' ? operation.record : operation.key;
  return { kind, id };
}

/** The operation with the version that is stored. Malformed ones stay as they are, to be refused. */
function forced(operation: Operation, stored: StoredRecord | undefined): Operation {
  const { version } = operation.op === 'put' ? operation.record : operation;
  if (!Number.isSafeInteger(version) || version < 1) return operation;
  if (operation.op === 'delete') return { ...operation, version: stored?.version ?? version };
  const { record } = operation;
  if (record.body === undefined) return operation;
  const body: Claimed = { version, body: record.body };
  return { op: 'put', record: { ...record, version: (stored?.version ?? 0) + 1, body } };
}

function shown(record: StoredRecord | undefined): StoredRecord | undefined {
  if (record === undefined) return undefined;
  const { version, body } = record.body as Claimed;
  return { ...record, version, body };
}
