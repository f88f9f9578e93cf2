import type { Instant } from '../../kernel/instant.ts';
import type { ScanQuery, StoredRecord } from '../../ports/storage.ts';
import { sortedIndex } from './sorted-index.ts';
import type { SortedIndex } from './sorted-index.ts';

/** The records of one kind in one subscription, by reference, with their two indexes. */
export interface Table {
  readonly records: ReadonlyMap<string, StoredRecord>;
  /** Writes a record in place of `old`, the one that stands under its id. */
  put(record: StoredRecord, old: StoredRecord | undefined): void;
  delete(old: StoredRecord): void;
  scan(query: ScanQuery): StoredRecord[];
}

/** Makes an empty table. The index by id comes into being with the first scan by id. */
export function table(): Table {
  const records = new Map<string, StoredRecord>();
  let waiting = 0;
  const byDue = sortedIndex(
    (due, id) => {
      const record = records.get(id);
      return record !== undefined && record.due === due ? record : undefined;
    },
    () => waiting,
  );
  let byId: SortedIndex<StoredRecord> | undefined;

  function put(record: StoredRecord, old: StoredRecord | undefined): void {
    const { id, due } = record;
    records.set(id, record);
    if (old === undefined) byId?.add(0, id);
    const before = old === undefined ? null : old.due;
    if (before === due) return;
    if (before === null) waiting += 1;
    if (due === null) waiting -= 1;
    else byDue.add(due, id);
  }

  function remove(old: StoredRecord): void {
    records.delete(old.id);
    if (old.due !== null) waiting -= 1;
  }

  function scan(query: ScanQuery): StoredRecord[] {
    return query.index === 'due' ? scanDue(byDue, query) : scanId(indexById(), query);
  }

  function indexById(): SortedIndex<StoredRecord> {
    if (byId !== undefined) return byId;
    byId = sortedIndex(
      (_, id) => records.get(id),
      () => records.size,
    );
    for (const id of records.keys()) byId.add(0, id);
    return byId;
  }

  return { records, put, delete: remove, scan };
}

function scanDue(
  index: SortedIndex<StoredRecord>,
  { until, after, limit }: ScanQuery & { readonly index: 'due' },
): StoredRecord[] {
  const from = after === undefined ? undefined : { ...after, past: true };
  return index.page(from, (due) => due <= until, limit);
}

function scanId(
  index: SortedIndex<StoredRecord>,
  { prefix = '', after = '', reverse = false, limit }: ScanQuery & { readonly index: 'id' },
): StoredRecord[] {
  const goesOn = (_: Instant, id: string): boolean => id.startsWith(prefix);
  if (reverse) {
    const end = endOf(prefix);
    const before = after !== '' && (end === undefined || after < end) ? after : end;
    return index.pageBack(before === undefined ? undefined : { due: 0, id: before }, goesOn, limit);
  }
  if (prefix === '' && after === '') return index.page(undefined, goesOn, limit);
  const past = after >= prefix;
  return index.page({ due: 0, id: past ? after : prefix, past }, goesOn, limit);
}

/** The first text behind all that start with the prefix; `undefined` when there is none. */
function endOf(prefix: string): string | undefined {
  for (let length = prefix.length; length > 0; length -= 1) {
    const unit = prefix.charCodeAt(length - 1);
    if (unit < 0xffff) return prefix.slice(0, length - 1) + String.fromCharCode(unit + 1);
  }
  return undefined;
}
