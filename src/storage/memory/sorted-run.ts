import type { Instant } from '../../kernel/instant.ts';

/**
 * Entries in order of (due, id), ids by UTF-16 code units, in two parallel arrays: 16 bytes an entry. What lies
 * before `from` has been used up. Only `from` ever changes.
 */
export interface SortedRun {
  readonly dues: Float64Array;
  readonly ids: string[];
  from: number;
}

/** Entries in any order, before they are sorted. */
export interface Entries {
  readonly dues: readonly Instant[];
  readonly ids: readonly string[];
}

/** How many entries of a run are left. */
export function left(run: SortedRun): number {
  return run.ids.length - run.from;
}

/** Sorts entries. Fast when they are in order already, as pages that are written back often are. */
export function sortedRun({ dues, ids }: Entries): SortedRun {
  const length = ids.length;
  if (isSorted(dues, ids)) return { dues: Float64Array.from(dues), ids: [...ids], from: 0 };
  const order = orderByDue(dues);
  for (let start = 0; start < length;) {
    const due = dues[order[start]!]!;
    let end = start + 1;
    while (end < length && dues[order[end]!] === due) end += 1;
    if (end - start > 1) order.subarray(start, end).sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
    start = end;
  }
  const run = emptyRun(length);
  for (let index = 0; index < length; index += 1) {
    const at = order[index]!;
    run.dues[index] = dues[at]!;
    run.ids[index] = ids[at]!;
  }
  return run;
}

/**
 * Indexes in order of due. Distance from the earliest due and index are packed into one number, because sorting
 * numbers without a comparator is several times faster; where they do not fit, a comparator does it.
 */
function orderByDue(dues: readonly Instant[]): Uint32Array {
  const length = dues.length;
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  for (const due of dues) {
    if (due < earliest) earliest = due;
    if (due > latest) latest = due;
  }
  const order = new Uint32Array(length);
  for (let index = 0; index < length; index += 1) order[index] = index;
  if (earliest === latest) return order;
  if ((latest - earliest + 1) * length > Number.MAX_SAFE_INTEGER) {
    return order.sort((a, b) => dues[a]! - dues[b]!);
  }
  const packed = new Float64Array(length);
  for (let index = 0; index < length; index += 1) {
    packed[index] = (dues[index]! - earliest) * length + index;
  }
  packed.sort();
  for (let index = 0; index < length; index += 1) order[index] = packed[index]! % length;
  return order;
}

/** Two runs as one. */
export function merged(a: SortedRun, b: SortedRun): SortedRun {
  const length = left(a) + left(b);
  const run = emptyRun(length);
  const endA = a.ids.length;
  const endB = b.ids.length;
  let i = a.from;
  let j = b.from;
  for (let index = 0; index < length; index += 1) {
    if (j >= endB || (i < endA && precedes(a, i, b, j))) {
      run.dues[index] = a.dues[i]!;
      run.ids[index] = a.ids[i]!;
      i += 1;
    } else {
      run.dues[index] = b.dues[j]!;
      run.ids[index] = b.ids[j]!;
      j += 1;
    }
  }
  return run;
}

/** The entries for which `keep` holds, each once. */
export function filtered(run: SortedRun, keep: (due: Instant, id: string) => boolean): SortedRun {
  const dues: number[] = [];
  const ids: string[] = [];
  for (let index = run.from; index < run.ids.length; index += 1) {
    const due = run.dues[index]!;
    const id = run.ids[index]!;
    if ((due === dues.at(-1) && id === ids.at(-1)) || !keep(due, id)) continue;
    dues.push(due);
    ids.push(id);
  }
  return { dues: Float64Array.from(dues), ids, from: 0 };
}

/** Index of the first entry at or after a position; strictly after it when `past`. */
export function indexOf(run: SortedRun, due: Instant, id: string, past: boolean): number {
  let low = run.from;
  let high = run.ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const middleDue = run.dues[middle]!;
    const middleId = run.ids[middle]!;
    const before =
      middleDue < due || (middleDue === due && (past ? middleId <= id : middleId < id));
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** True when entry `i` of one run stands before entry `j` of another, or at the same place. */
export function precedes(a: SortedRun, i: number, b: SortedRun, j: number): boolean {
  const dueA = a.dues[i]!;
  const dueB = b.dues[j]!;
  return dueA < dueB || (dueA === dueB && a.ids[i]! <= b.ids[j]!);
}

function emptyRun(length: number): SortedRun {
  const ids: string[] = [];
  ids.length = length;
  return { dues: new Float64Array(length), ids, from: 0 };
}

function isSorted(dues: readonly Instant[], ids: readonly string[]): boolean {
  for (let index = 1; index < ids.length; index += 1) {
    const before = dues[index - 1]!;
    const due = dues[index]!;
    if (before > due || (before === due && ids[index - 1]! > ids[index]!)) return false;
  }
  return true;
}
