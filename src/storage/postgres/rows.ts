import type { Counter, Key, Lease, RecordKind, StoredRecord } from '../../ports/storage.ts';
import { textOfKey } from '../sql/order-key.ts';
import { bodyOf } from './body-text.ts';

/** Rows as the functions of the schema give them: whole numbers are text, so that no client rounds them. */

/** A row of `scan_by_id_v1` and `scan_by_due_v1`. */
export interface RecordRow {
  readonly key: string;
  readonly version: string;
  readonly due: string | null;
  readonly body: string;
}

/** A row of `load_v1`; `place` counts the keys that were asked for from 1. */
export interface LoadedRow extends Omit<RecordRow, 'key'> {
  readonly place: unknown;
}

/** A row of `counters_v1`. */
export interface CounterRow {
  readonly key: string;
  readonly total: string;
}

/** A row of `acquire_v1` and `renew_v1`. */
export interface GrantRow {
  readonly fence: string;
  readonly expires_at: string;
}

/** A row of `leases_v1`. */
export interface LeaseRow extends GrantRow {
  readonly key: string;
  readonly owner: string;
}

/** Records of one kind, as rows of a scan hold them. */
export function recordsOf(kind: RecordKind, rows: readonly RecordRow[]): StoredRecord[] {
  return rows.map((row) => recordOf({ kind, id: textOfKey(row.key) }, row));
}

/** One entry for each key, in their order. */
export function loadedRecords(
  keys: readonly Key[],
  rows: readonly LoadedRow[],
): (StoredRecord | undefined)[] {
  const found = Array.from<StoredRecord | undefined>({ length: keys.length }).fill(undefined);
  for (const row of rows) {
    const at = Number(row.place) - 1;
    found[at] = recordOf(keys[at]!, row);
  }
  return found;
}

/** Counters with their sums. */
export function countersOf(rows: readonly CounterRow[]): Counter[] {
  return rows.map(({ key, total }) => ({ name: textOfKey(key), value: Number(total) }));
}

/** Leases that are held. */
export function leasesOf(rows: readonly LeaseRow[]): Lease[] {
  return rows.map((row) => leaseOf(textOfKey(row.key), row.owner, row));
}

/** The lease that was granted; `undefined` when there is no row. */
export function grantedLease(
  name: string,
  owner: string,
  rows: readonly GrantRow[],
): Lease | undefined {
  const [row] = rows;
  return row === undefined ? undefined : leaseOf(name, owner, row);
}

function leaseOf(name: string, owner: string, { fence, expires_at }: GrantRow): Lease {
  return { name, owner, fence: Number(fence), expiresAt: Number(expires_at) };
}

function recordOf({ kind, id }: Key, { version, due, body }: Omit<RecordRow, 'key'>): StoredRecord {
  return {
    kind,
    id,
    version: Number(version),
    due: due === null ? null : Number(due),
    body: bodyOf({ kind, id }, body),
  };
}
