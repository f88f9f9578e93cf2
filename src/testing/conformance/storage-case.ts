import type {
  Commit,
  CommitResult,
  Key,
  Operation,
  RecordKind,
  Storage,
  StorageCapabilities,
  StoredRecord,
} from '../../ports/storage.ts';
import type { Instant } from '../../kernel/instant.ts';
import { checkSame } from '../check.ts';

/** An adapter that is to be tested. */
export interface StorageUnderTest {
  /** What the adapter declares; chooses the cases. */
  readonly capabilities: StorageCapabilities;
  /** Makes a fresh, empty data set. */
  readonly create: () => Promise<StorageData>;
}

/** One data set of an adapter under test. */
export interface StorageData {
  /**
   * Opens a writer on the data. The first call is the first writer; a later one is another writer, or the data opened
   * again when the earlier writers are closed. An adapter with durability `none` and `multiWriter` answers with the same
   * storage again.
   */
  readonly open: () => Promise<Storage>;
  /** Takes the data away when the case is over. Writers are closed by then. */
  readonly remove?: () => Promise<void>;
}

/** What a case gets. Writers that it opens are closed when it ends. */
export interface StorageContext {
  /** A subscription of the case's own. */
  readonly subscription: string;
  /** What the adapter declares. */
  readonly capabilities: StorageCapabilities;
  /** Numbers from 0 to below 1 that look random and are the same for the same seed. */
  readonly chance: () => number;
  /** Opens a writer on the data of the case, fresh at the first call. */
  readonly open: () => Promise<Storage>;
  /** Closes all writers and opens the data again. */
  readonly reopen: () => Promise<Storage>;
}

/** One published case. */
export interface StorageCase {
  /** The rule of `docs/semantics/storage.md` that it shows. */
  readonly rule: string;
  readonly title: string;
  /** Runs only for adapters that declare this; durability `process` stands for `synced` too. */
  readonly needs?: Partial<Omit<StorageCapabilities, 'name'>>;
  /** Rejects with a message when the rule is broken. */
  readonly run: (context: StorageContext) => Promise<void>;
}

/** A put of a record of kind `account` unless another kind is named. */
export function put(
  id: string,
  version = 1,
  rest: { kind?: RecordKind; due?: Instant | null; body?: unknown } = {},
): Operation & { readonly op: 'put' } {
  const { kind = 'account', due = null, body = { of: id, version } } = rest;
  return { op: 'put', record: { kind, id, version, due, body } };
}

/** A delete of a record of kind `account` unless another kind is named. */
export function remove(id: string, version = 1, kind: RecordKind = 'account'): Operation {
  return { op: 'delete', key: { kind, id }, version };
}

/** Keys of kind `account` unless another kind is named. */
export function keys(ids: readonly string[], kind: RecordKind = 'account'): Key[] {
  return ids.map((id) => ({ kind, id }));
}

/** A commit of operations alone. */
export function only(...operations: readonly Operation[]): Commit {
  return { operations, counters: [] };
}

/** Commits, and fails the case unless the answer is `{ ok: true }`. */
export async function write(
  storage: Storage,
  subscription: string,
  ...operations: readonly Operation[]
): Promise<void> {
  const result = await storage.commit(subscription, only(...operations));
  checkSame(result, { ok: true }, 'the answer of commit');
}

/** What is stored under the keys, for comparing before and after. */
export function load(
  storage: Storage,
  subscription: string,
  ids: readonly string[],
  kind: RecordKind = 'account',
): Promise<readonly (StoredRecord | undefined)[]> {
  return storage.load(subscription, keys(ids, kind));
}

/** The ids of a page by id. */
export async function idsOf(
  storage: Storage,
  subscription: string,
  query: {
    prefix?: string;
    after?: string;
    reverse?: boolean;
    limit?: number;
    kind?: RecordKind;
  } = {},
): Promise<string[]> {
  const page = await storage.scan(subscription, {
    kind: 'account',
    index: 'id',
    limit: 1000,
    ...query,
  });
  return page.map(({ id }) => id);
}

/** The ids of a page by due. */
export async function dueIdsOf(
  storage: Storage,
  subscription: string,
  query: { until?: Instant; after?: Position; limit?: number; kind?: RecordKind } = {},
): Promise<string[]> {
  const page = await storage.scan(subscription, {
    kind: 'account',
    index: 'due',
    until: 8.64e15,
    limit: 1000,
    ...query,
  });
  return page.map(({ id }) => id);
}

/** A position in the index by due. */
export interface Position {
  readonly due: Instant;
  readonly id: string;
}

/** Everything that two scans and the counters show of kind `account`. */
export async function snapshot(storage: Storage, subscription: string): Promise<unknown> {
  const byId = await storage.scan(subscription, { kind: 'account', index: 'id', limit: 1000 });
  const byDue = await dueIdsOf(storage, subscription);
  return { byId, byDue, counters: await storage.counters(subscription, '') };
}

/** The answer to a commit that conflicts on keys of kind `account`. */
export function conflict(...ids: readonly string[]): CommitResult {
  return { ok: false, reason: 'conflict', conflicts: keys(ids) };
}
