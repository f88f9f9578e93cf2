import type { Instant } from '../../kernel/instant.ts';
import type { Commit, Key, Operation, RecordKind, StoredRecord } from '../../ports/storage.ts';
import type { Bodies } from '../../records/bodies.ts';

/** What is stored, as seen by somebody who watches every commit. */
export interface Mirror {
  get<K extends RecordKind>(kind: K, id: string): StoredRecord<Bodies[K]> | undefined;
  all<K extends RecordKind>(kind: K): ReadonlyMap<string, StoredRecord<Bodies[K]>>;
  /** Takes over what a commit has written. */
  take(commit: Commit): void;
  /** The next instants at which something is due, earliest first, without repetitions. */
  dues(count: number): readonly Instant[];
}

/** Kinds of records that engines see to when they are due. */
const WAITING: ReadonlySet<RecordKind> = new Set(['progress', 'message', 'effect']);

/** Makes an empty {@link Mirror}. */
export function mirror(): Mirror {
  const tables = new Map<RecordKind, Map<string, StoredRecord>>();
  const waiting = new Map<Instant, number>();
  const table = (kind: RecordKind): Map<string, StoredRecord> => {
    let found = tables.get(kind);
    if (found === undefined) tables.set(kind, (found = new Map()));
    return found;
  };
  const wait = (due: Instant | null | undefined, by: number): void => {
    if (due === null || due === undefined) return;
    const count = (waiting.get(due) ?? 0) + by;
    if (count === 0) waiting.delete(due);
    else waiting.set(due, count);
  };
  return {
    get: (kind, id) => table(kind).get(id) as never,
    all: (kind) => table(kind) as never,
    take({ operations }) {
      for (const operation of operations) {
        const { kind, id } = keyOf(operation);
        const records = table(kind);
        const counts = WAITING.has(kind);
        if (counts) wait(records.get(id)?.due, -1);
        if (operation.op === 'delete') records.delete(id);
        else {
          records.set(id, operation.record);
          if (counts) wait(operation.record.due, 1);
        }
      }
    },
    dues: (count) => [...waiting.keys()].sort((left, right) => left - right).slice(0, count),
  };
}

/** The key that an operation is about. */
export function keyOf(operation: Operation): Key {
  return operation.op === 'put' ? operation.record : operation.key;
}
