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
  const { operations, expects = [], counters, fence } = commit;
  const taken = emptyTaken();
  let written = 0;
  try {
    const conflicts: Key[] = [];
    for (const operation of operations) {
      const key = keyOf(operation);
      const old = take(space, taken, key);
      if (!fits(operation, old)) conflicts.push({ kind: key.kind, id: key.id });
    }
    for (const { key, version } of expects) {
      checkExpected(version);
      const stored = take(space, taken, key);
      if ((stored?.version ?? 0) !== version) conflicts.push({ kind: key.kind, id: key.id });
    }
    if (fence !== undefined && !passes(space.leases, fence.lease, fence.fence)) {
      return { ok: false, reason: 'fenced' };
    }
    if (conflicts.length > 0) return { ok: false, reason: 'conflict', conflicts };
    written = operations.length;
  } finally {
    giveBack(taken, written);
  }
  write(taken, operations);
  for (const { name, value } of counters) {
    space.counters.set(name, (space.counters.get(name) ?? 0) + value);
  }
  return { ok: true };
}

/**
 * The places that a commit has taken, in the order of its operations and expectations. What stood there is kept here, and
 * {@link TAKEN} stands there meanwhile, so that a key that comes a second time is seen without looking for it.
 */
interface Taken {
  readonly tables: Table[];
  readonly places: number[];
  readonly ids: string[];
  readonly olds: (StoredRecord | undefined)[];
}

const TAKEN: StoredRecord = Object.freeze({
  kind: 'registry',
  id: '',
  version: 0,
  due: null,
  body: null,
});

function emptyTaken(): Taken {
  return { tables: [], places: [], ids: [], olds: [] };
}

/** Takes the place of a key; what stood there. Throws for a key that stands in the commit already. */
function take(space: Namespace, taken: Taken, { kind, id }: Key): StoredRecord | undefined {
  const at = tableOf(space, kind);
  const place = at.placeOf(id);
  const old = at.records[place];
  if (old === TAKEN) throw standsTwice({ kind, id });
  at.records[place] = TAKEN;
  taken.tables.push(at);
  taken.places.push(place);
  taken.ids.push(id);
  taken.olds.push(old);
  return old;
}

/** Puts back what stood at the places from a position on. */
function giveBack({ tables, places, ids, olds }: Taken, from: number): void {
  for (let index = from; index < places.length; index += 1) {
    const [at, place, old] = [tables[index]!, places[index]!, olds[index]];
    if (old === undefined) at.vacate(ids[index]!, place);
    else at.records[place] = old;
  }
}

/** All records first: a table that brings its indexes up to date looks at what stands. */
function write({ tables, places, ids, olds }: Taken, operations: readonly Operation[]): void {
  for (let index = 0; index < operations.length; index += 1) {
    const operation = operations[index]!;
    if (operation.op === 'put') tables[index]!.records[places[index]!] = operation.record;
    else tables[index]!.vacate(ids[index]!, places[index]!);
  }
  for (let index = 0; index < operations.length; index += 1) {
    const operation = operations[index]!;
    tables[index]!.changed(operation.op === 'put' ? operation.record : undefined, olds[index]);
  }
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
