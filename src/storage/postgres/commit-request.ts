import { AccompanyError } from '../../kernel/errors.ts';
import type { Commit, CommitResult, Counter, Key } from '../../ports/storage.ts';
import { checkCommit, keyOf } from '../request-checks.ts';
import { bodyText } from './body-text.ts';
import { columns, place } from './placed-text.ts';

/** A commit as the parameters of `commit_v1`, and how to read its answer. */
export interface CommitRequest {
  readonly values: unknown[];
  readonly resultOf: (answer: string) => CommitResult;
}

/** Modes of a key, as `commit_v1` knows them. */
const PUT = 0;
const DELETE = 1;
const EXPECT = 2;

interface Entry {
  /** Place in the commit: operations first, then expectations. */
  readonly at: number;
  readonly key: Key;
  readonly mode: typeof PUT | typeof DELETE | typeof EXPECT;
  /** The version that must be stored, 0 for none. */
  readonly stored: number;
  readonly due: number | null;
  readonly body: string | null;
}

/** More changes between reading and writing than this, and expectations are locked as if they were written. */
const MOST_RUNS = 16;

/**
 * Throws `INVALID_INPUT` for a commit that no adapter takes (ST-71), and `TOO_LARGE` for bodies beyond the limits; nothing
 * has been sent then.
 */
export function commitRequest(
  tenant: string,
  slot: number,
  commit: Commit,
  bodyLimit: number,
): CommitRequest {
  checkCommit(commit);
  const entries = entriesOf(commit, bodyLimit);
  const sorted = entries.toSorted(inLockOrder);
  const [ids, rests] = columns(sorted.map(({ key }) => place(key.id)));
  const [ends, shared] = runsOf(sorted);
  const [leaseName, leaseRest] =
    commit.fence === undefined ? [null, null] : place(commit.fence.lease);
  const values = [
    tenant,
    leaseName,
    leaseRest,
    commit.fence?.fence ?? null,
    sorted.map(({ key }) => key.kind),
    ids,
    rests,
    sorted.map(({ mode }) => mode),
    sorted.map(({ stored }) => stored),
    sorted.map(({ due }) => due),
    sorted.map(({ body }) => body),
    ends,
    shared,
    count(sorted, ({ mode, stored }) => mode === PUT && stored > 0),
    count(sorted, ({ stored }) => stored === 0),
    count(sorted, ({ mode }) => mode === DELETE),
    ...deltasOf(commit.counters),
    slot,
  ];
  return { values, resultOf: (answer) => resultOf(answer, sorted) };
}

function entriesOf({ operations, expects = [] }: Commit, bodyLimit: number): Entry[] {
  const text = bodyText(bodyLimit);
  const entries: Entry[] = operations.map((operation, at) => {
    const key = keyOf(operation);
    if (operation.op === 'delete') {
      return { at, key, mode: DELETE, stored: operation.version, due: null, body: null };
    }
    const { version, due, body } = operation.record;
    return { at, key, mode: PUT, stored: version - 1, due, body: text(key, body) };
  });
  for (const { key, version } of expects) {
    const at = entries.length;
    entries.push({ at, key, mode: EXPECT, stored: version, due: null, body: null });
  }
  return entries;
}

/** Any order does, so long as it is the same for every writer of every version. */
function inLockOrder({ key: a }: Entry, { key: b }: Entry): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** Stretches of keys that are locked alike: where each ends, from 1, and whether it is only read. */
function runsOf(sorted: readonly Entry[]): [ends: number[], shared: boolean[]] {
  const ends: number[] = [];
  const shared: boolean[] = [];
  for (const [index, { mode }] of sorted.entries()) {
    const isRead = mode === EXPECT;
    if (shared.at(-1) === isRead) ends[ends.length - 1] = index + 1;
    else {
      ends.push(index + 1);
      shared.push(isRead);
    }
  }
  return ends.length <= MOST_RUNS ? [ends, shared] : [[sorted.length], [false]];
}

/** One delta for each name; the sum on the way to it may be beyond the whole numbers that are exact. */
function deltasOf(
  counters: readonly Counter[],
): [names: string[], rests: string[], sums: string[]] {
  const sums = new Map<string, bigint>();
  for (const { name, value } of counters) sums.set(name, (sums.get(name) ?? 0n) + BigInt(value));
  const [names, rests] = columns([...sums.keys()].map(place));
  return [names, rests, Array.from(sums.values(), String)];
}

function resultOf(answer: string, sorted: readonly Entry[]): CommitResult {
  if (answer === 'ok') return { ok: true };
  if (answer === 'fenced') return { ok: false, reason: 'fenced' };
  const found = answer.split(',').map((position) => sorted[Number(position) - 1]);
  if (!found.every((entry) => entry !== undefined)) {
    throw new AccompanyError(
      'STORAGE_SCHEMA',
      'The function commit_v1 of the PostgreSQL schema gave an answer that this version does not know. Restore the schema.',
    );
  }
  const conflicts = found
    .sort((a, b) => a.at - b.at)
    .map(({ key }) => ({ kind: key.kind, id: key.id }));
  return { ok: false, reason: 'conflict', conflicts };
}

function count(entries: readonly Entry[], is: (entry: Entry) => boolean): number {
  let found = 0;
  for (const entry of entries) if (is(entry)) found += 1;
  return found;
}
