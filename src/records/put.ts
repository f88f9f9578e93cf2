import type { Operation, StoredRecord } from '../ports/storage.ts';

/** The operation that writes a record. */
export function put(record: StoredRecord): Operation {
  return { op: 'put', record };
}
