import type { Instant } from '../../kernel/instant.ts';
import { filtered, indexOf, left, merged, precedes, sortedRun } from './sorted-run.ts';
import type { SortedRun } from './sorted-run.ts';

/**
 * An index over (due, id) that is cheap to write. Entries are appended; when they are read, or 4,096 have come
 * together, they become a sorted run, and runs of similar size are merged, so that there are few. An entry is never
 * taken out when its record changes: `find` says what stands there, if anything, and entries that no longer stand are
 * dropped when a scan meets them at the front of a run, and all at once when they outnumber the others.
 *
 * Invariant: every (due, id) that stands is in the index at least once. It may be there twice; a page shows it once.
 */
export interface SortedIndex<T> {
  add(due: Instant, id: string): void;
  /** What stands next, in order, from a position on, as long as `goesOn` holds. */
  page(
    from: Position | undefined,
    goesOn: (due: Instant, id: string) => boolean,
    limit: number,
  ): T[];
  /** What stands strictly before a position (missing: anywhere), in falling order, as long as `goesOn` holds. */
  pageBack(
    before: Omit<Position, 'past'> | undefined,
    goesOn: (due: Instant, id: string) => boolean,
    limit: number,
  ): T[];
}

/** Where a page starts: at (due, id), or strictly behind it when `past`. */
export interface Position {
  readonly due: Instant;
  readonly id: string;
  readonly past: boolean;
}

const MOST_FRESH = 4096;

/** Makes an empty index. `find` gives what stands at (due, id), `standing` counts all that do. */
export function sortedIndex<T extends object>(
  find: (due: Instant, id: string) => T | undefined,
  standing: () => number,
): SortedIndex<T> {
  let freshDues: Instant[] = [];
  let freshIds: string[] = [];
  /** Longest first, once settled. */
  let runs: SortedRun[] = [];

  function settle(): void {
    if (freshIds.length > 0) {
      runs.push(sortedRun({ dues: freshDues, ids: freshIds }));
      freshDues = [];
      freshIds = [];
    }
    runs = runs.filter((run) => left(run) > 0);
    runs.sort((a, b) => left(b) - left(a));
    const total = runs.reduce((sum, run) => sum + left(run), 0);
    if (total > 2 * standing() + MOST_FRESH) {
      runs = [filtered(runs.reduce(merged), (due, id) => find(due, id) !== undefined)];
    }
    while (runs.length > 1 && left(runs.at(-2)!) < 2 * left(runs.at(-1)!)) {
      const last = runs.pop()!;
      const previous = runs.pop()!;
      runs.push(merged(previous, last));
    }
  }

  function add(due: Instant, id: string): void {
    freshDues.push(due);
    freshIds.push(id);
    if (freshIds.length >= MOST_FRESH) settle();
  }

  function page(
    from: Position | undefined,
    goesOn: (due: Instant, id: string) => boolean,
    limit: number,
  ): T[] {
    settle();
    const at = runs.map((run) =>
      from === undefined ? run.from : indexOf(run, from.due, from.id, from.past),
    );
    const found: T[] = [];
    const shown: { dues: Instant[]; ids: string[] } = { dues: [], ids: [] };
    let lastDue = Number.NaN;
    let lastId = '';
    /** Entries that do not stand, behind one of the same run that does. */
    let trapped = 0;
    while (found.length < limit) {
      const next = earliest(runs, at);
      if (next === -1) break;
      const run = runs[next]!;
      const index = at[next]!;
      const due = run.dues[index]!;
      const id = run.ids[index]!;
      if (!goesOn(due, id)) break;
      at[next] = index + 1;
      const one = due === lastDue && id === lastId ? undefined : find(due, id);
      if (one === undefined) {
        if (run.from === index) run.from = index + 1;
        else trapped += 1;
        continue;
      }
      found.push(one);
      shown.dues.push(due);
      shown.ids.push(id);
      lastDue = due;
      lastId = id;
    }
    if (from === undefined && trapped > found.length) gather(at, shown);
    return found;
  }

  function pageBack(
    before: Omit<Position, 'past'> | undefined,
    goesOn: (due: Instant, id: string) => boolean,
    limit: number,
  ): T[] {
    settle();
    const at = runs.map((run) =>
      before === undefined ? run.ids.length - 1 : indexOf(run, before.due, before.id, false) - 1,
    );
    const found: T[] = [];
    let lastDue = Number.NaN;
    let lastId: string | undefined;
    while (found.length < limit) {
      const next = latest(runs, at);
      if (next === -1) break;
      const due = runs[next]!.dues[at[next]!]!;
      const id = runs[next]!.ids[at[next]!]!;
      if (!goesOn(due, id)) break;
      at[next] = at[next]! - 1;
      const one = due === lastDue && id === lastId ? undefined : find(due, id);
      if (one === undefined) continue;
      found.push(one);
      lastDue = due;
      lastId = id;
    }
    return found;
  }

  /** Makes what a page from the start has shown a run of its own, and drops all that it has passed. */
  function gather(at: readonly number[], { dues, ids }: { dues: Instant[]; ids: string[] }): void {
    runs.forEach((run, index) => {
      run.from = at[index]!;
    });
    runs.push({ dues: Float64Array.from(dues), ids, from: 0 });
  }

  return { add, page, pageBack };
}

function earliest(runs: readonly SortedRun[], at: readonly number[]): number {
  let best = -1;
  for (let index = 0; index < runs.length; index += 1) {
    if (at[index]! >= runs[index]!.ids.length) continue;
    if (best === -1 || !precedes(runs[best]!, at[best]!, runs[index]!, at[index]!)) best = index;
  }
  return best;
}

function latest(runs: readonly SortedRun[], at: readonly number[]): number {
  let best = -1;
  for (let index = 0; index < runs.length; index += 1) {
    if (at[index]! < runs[index]!.from) continue;
    if (best === -1 || precedes(runs[best]!, at[best]!, runs[index]!, at[index]!)) best = index;
  }
  return best;
}
