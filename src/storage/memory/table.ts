import type { Instant } from '../../kernel/instant.ts';
import type { ScanQuery, StoredRecord } from '../../ports/storage.ts';
import { checkText } from '../request-checks.ts';
import { sortedIndex } from './sorted-index.ts';
import type { SortedIndex } from './sorted-index.ts';

/**
 * The records of one kind in one subscription, by reference, with their two indexes. Each id that is there has a place, a
 * small number, at which its record stands: a commit looks each id up once, checks it and writes by place. Tables of hashes
 * that lie in no cache are most of what a write costs.
 */
export interface Table {
  /** What stands at each place. */
  readonly records: (StoredRecord | undefined)[];
  get(id: string): StoredRecord | undefined;
  /** The place of an id, an empty one for an id that is new. @throws AccompanyError `INVALID_INPUT` for what is no id */
  placeOf(id: string): number;
  /** Gives a place back at which nothing stands any more. */
  vacate(id: string, place: number): void;
  /** Takes note of what has just come to stand in place of what stood there; `undefined` for nothing. */
  changed(record: StoredRecord | undefined, old: StoredRecord | undefined): void;
  scan(query: ScanQuery): StoredRecord[];
}

/** Makes an empty table. The index by id comes into being with the first scan by id. */
export function table(): Table {
  const records: (StoredRecord | undefined)[] = [];
  const places = new Map<string, number>();
  const empty: number[] = [];
  let waiting = 0;
  const byDue = sortedIndex(
    (due, id) => {
      const record = get(id);
      return record !== undefined && record.due === due ? record : undefined;
    },
    () => waiting,
  );
  let byId: SortedIndex<StoredRecord> | undefined;

  function get(id: string): StoredRecord | undefined {
    const place = places.get(id);
    return place === undefined ? undefined : records[place];
  }

  function placeOf(id: string): number {
    const known = places.get(id);
    if (known !== undefined) return known;
    checkText(id, 'an id');
    const place = empty.pop() ?? records.push(undefined) - 1;
    places.set(id, place);
    return place;
  }

  function vacate(id: string, place: number): void {
    records[place] = undefined;
    places.delete(id);
    empty.push(place);
  }

  function changed(record: StoredRecord | undefined, old: StoredRecord | undefined): void {
    const before = old === undefined ? null : old.due;
    const due = record === undefined ? null : record.due;
    if (old === undefined) byId?.add(0, record!.id);
    if (before === due) return;
    if (before === null) waiting += 1;
    if (due === null) waiting -= 1;
    else byDue.add(due, record!.id);
  }

  function scan(query: ScanQuery): StoredRecord[] {
    return query.index === 'due' ? scanDue(byDue, query) : scanId(indexById(), query);
  }

  function indexById(): SortedIndex<StoredRecord> {
    if (byId !== undefined) return byId;
    byId = sortedIndex(
      (_, id) => get(id),
      () => places.size,
    );
    for (const id of places.keys()) byId.add(0, id);
    return byId;
  }

  return { records, get, placeOf, vacate, changed, scan };
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
