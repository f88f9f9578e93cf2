import type {
  Commit,
  CommitResult,
  Counter,
  Key,
  Operation,
  RecordKind,
  StoredRecord,
} from '../../ports/storage.ts';
import {
  checkCountersAndFence,
  checkExpected,
  checkKind,
  checkOperation,
  checkText,
  keyOf,
  standsTwice,
} from '../request-checks.ts';
import { passes } from './leases.ts';
import type { Leases } from './leases.ts';
import { table } from './table.ts';
import type { Table } from './table.ts';

/** Everything that one subscription keeps. */
export interface Namespace {
  readonly tables: Map<RecordKind, Table>;
  readonly counters: Map<string, number>;
  readonly leases: Leases;
}

/** Makes the namespace of a subscription that nobody has written to. */
export function emptyNamespace(): Namespace {
  return { tables: new Map(), counters: new Map(), leases: new Map() };
}

/** The table of a kind; made when it is first asked for. */
export function tableOf({ tables }: Namespace, kind: RecordKind): Table {
  let found = tables.get(kind);
  if (found === undefined) {
    checkKind(kind);
    found = table();
    tables.set(kind, found);
  }
  return found;
}

/** Checks all of a commit, then applies all of it, within one turn (ST-30 to ST-55). */
export function apply(space: Namespace, commit: Commit): CommitResult {
  checkCountersAndFence(commit);
  const { operations, fence } = commit;
  const olds: (StoredRecord | undefined)[] = [];
  const conflicts: Key[] = [];
  const seen = new Map<RecordKind, Set<string>>();
  let kind: RecordKind | undefined;
  let ids = new Set<string>();
  let current: Table | undefined;
  const storedAt = (key: Key): StoredRecord | undefined => {
    if (current === undefined || key.kind !== kind) {
      current = tableOf(space, key.kind);
      kind = key.kind;
      ids = seen.get(kind) ?? new Set();
      seen.set(kind, ids);
    }
    const before = ids.size;
    const stored = current.records.get(key.id);
    if (stored === undefined) checkText(key.id, 'an id');
    if (ids.add(key.id).size === before) throw standsTwice(key);
    return stored;
  };
  for (const operation of operations) {
    const key = keyOf(operation);
    const old = storedAt(key);
    olds.push(old);
    if (!fits(operation, old)) conflicts.push({ kind: key.kind, id: key.id });
  }
  for (const { key, version } of commit.expects ?? []) {
    checkExpected(version);
    if ((storedAt(key)?.version ?? 0) !== version) conflicts.push({ kind: key.kind, id: key.id });
  }
  if (fence !== undefined && !passes(space.leases, fence.lease, fence.fence)) {
    return { ok: false, reason: 'fenced' };
  }
  if (conflicts.length > 0) return { ok: false, reason: 'conflict', conflicts };

  for (let index = 0; index < operations.length; index += 1) {
    const operation = operations[index]!;
    const at = tableOf(space, keyOf(operation).kind);
    if (operation.op === 'put') at.put(operation.record, olds[index]);
    else at.delete(olds[index]!);
  }
  for (const { name, value } of commit.counters) {
    space.counters.set(name, (space.counters.get(name) ?? 0) + value);
  }
  return { ok: true };
}

/** The counters whose name starts with a prefix, by name. */
export function countersOf({ counters }: Namespace, prefix: string): Counter[] {
  const found: Counter[] = [];
  for (const [name, value] of counters) if (name.startsWith(prefix)) found.push({ name, value });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** True when an operation names the version that it must; throws when it is malformed. */
function fits(operation: Operation, old: StoredRecord | undefined): boolean {
  checkOperation(operation);
  if (operation.op === 'delete') return old?.version === operation.version;
  return operation.record.version === (old === undefined ? 1 : old.version + 1);
}
