// A storage adapter of one's own, and the published cases that say whether it may carry an engine: every subscription is
// a JSON file in a folder. The data outlives the process, one writer may have the folder open, and each commit writes the
// file of its subscription anew. Guide: docs/storage/adapters.md.
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AccompanyError,
  checkCommit,
  checkKeys,
  checkLease,
  checkLeaseRequest,
  checkPrefix,
  checkQuery,
  checkSubscription,
} from 'accompany';
import type {
  Commit,
  CommitResult,
  Key,
  Lease,
  LeaseRequest,
  ScanQuery,
  Storage,
  StorageCapabilities,
  StoredRecord,
} from 'accompany';
import { formatConformance, runStorageConformance } from 'accompany/testing';

const CAPABILITIES: StorageCapabilities = {
  name: 'json-files',
  durability: 'process',
  multiWriter: false,
};

const READS = { writes: false };
const WRITES = { writes: true };

/** What a file holds. A lease that was given back keeps its fence, and no owner. */
interface Space {
  readonly records: Map<string, StoredRecord>;
  readonly counters: Map<string, number>;
  readonly leases: Map<string, Omit<Lease, 'owner'> & { readonly owner: string | null }>;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const place = ({ kind, id }: Key): string => `${kind}/${id}`;

function commit({ records, counters, leases }: Space, given: Commit): CommitResult {
  const held = given.fence && leases.get(given.fence.lease);
  if (given.fence && !(held && held.owner !== null && held.fence === given.fence.fence)) {
    return { ok: false, reason: 'fenced' };
  }
  const needed = [
    ...given.operations.map((one) =>
      one.op === 'put' ? { key: one.record, version: one.record.version - 1 } : one,
    ),
    ...(given.expects ?? []),
  ];
  const conflicts = needed
    .filter(({ key, version }) => (records.get(place(key))?.version ?? 0) !== version)
    .map(({ key: { kind, id } }) => ({ kind, id }));
  if (conflicts.length > 0) return { ok: false, reason: 'conflict', conflicts };
  for (const one of given.operations) {
    if (one.op === 'put') records.set(place(one.record), one.record);
    else records.delete(place(one.key));
  }
  for (const { name, value } of given.counters) {
    counters.set(name, (counters.get(name) ?? 0) + value);
  }
  return { ok: true };
}

function scan({ records }: Space, query: ScanQuery): StoredRecord[] {
  const ofKind = [...records.values()].filter(({ kind }) => kind === query.kind);
  const sorted = ofKind.sort((a, b) => order(a.id, b.id));
  if (query.index === 'id') {
    const { prefix = '', after = '', reverse = false, limit } = query;
    if (reverse) sorted.reverse();
    const goesOn = (id: string): boolean => after === '' || (reverse ? id < after : id > after);
    return sorted.filter(({ id }) => id.startsWith(prefix) && goesOn(id)).slice(0, limit);
  }
  const { until, after = { due: Number.NEGATIVE_INFINITY, id: '' }, limit } = query;
  return sorted
    .filter(({ due }) => due !== null && due <= until)
    .filter(({ due, id }) => due! > after.due || (due === after.due && id > after.id))
    .sort((a, b) => a.due! - b.due!)
    .slice(0, limit);
}

function acquire({ leases }: Space, { name, owner, now, ttl }: LeaseRequest): Lease | undefined {
  const held = leases.get(name);
  const isOwn = held?.owner === owner;
  if (held && !isOwn && held.owner !== null && now < held.expiresAt) return undefined;
  const fence = isOwn ? held.fence : (held?.fence ?? 0) + 1;
  const lease = { name, owner, fence, expiresAt: now + ttl };
  leases.set(name, lease);
  return lease;
}

function isHeld({ leases }: Space, { name, owner, fence }: Lease): boolean {
  return leases.get(name)?.owner === owner && leases.get(name)?.fence === fence;
}

function renew(space: Space, lease: Lease, request: LeaseRequest): Lease | undefined {
  const isOver = request.now >= (space.leases.get(lease.name)?.expiresAt ?? 0);
  const isOwn = isHeld(space, lease) && lease.owner === request.owner;
  return isOwn && !isOver ? acquire(space, request) : undefined;
}

function release(space: Space, lease: Lease): boolean {
  if (!isHeld(space, lease)) return false;
  space.leases.set(lease.name, { ...lease, owner: null });
  return true;
}

function startingWith<T>(map: ReadonlyMap<string, T>, prefix: string): [string, T][] {
  return [...map].filter(([name]) => name.startsWith(prefix)).sort(([a], [b]) => order(a, b));
}

/** Opens a folder. Throws `STORAGE_IN_USE` while another writer has it open. */
function openFolder(folder: string): Storage {
  const lock = join(folder, 'lock');
  try {
    closeSync(openSync(lock, 'wx'));
  } catch (cause) {
    const message = `Another writer has ${folder} open. Close it.`;
    throw new AccompanyError('STORAGE_IN_USE', message, { cause });
  }
  let isClosed = false;

  /** Reads the file of a subscription, works, and puts a new file in its place when told to. */
  async function on<T>(
    name: string,
    { writes }: { writes: boolean },
    work: (space: Space) => T,
  ): Promise<T> {
    if (isClosed) throw new AccompanyError('ENGINE_CLOSED', 'This storage is closed.');
    checkSubscription(name);
    // A name of a subscription may be too long for one of a file, or differ by case alone.
    const file = join(folder, createHash('sha256').update(name).digest('hex'));
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '[[],[],[]]';
    const [records, counters, leases] = JSON.parse(text) as [[], [], []];
    const space: Space = {
      records: new Map(records),
      counters: new Map(counters),
      leases: new Map(leases),
    };
    const answer = work(space);
    if (writes) {
      const lists = [[...space.records], [...space.counters], [...space.leases]];
      writeFileSync(`${file}.new`, JSON.stringify(lists));
      renameSync(`${file}.new`, file);
    }
    return answer;
  }

  return {
    capabilities: CAPABILITIES,
    async load(name, keys) {
      checkKeys(keys);
      return on(name, READS, ({ records }) => keys.map((key) => records.get(place(key))));
    },
    async scan(name, query) {
      checkQuery(query);
      return on(name, READS, (space) => scan(space, query));
    },
    async commit(name, given) {
      checkCommit(given);
      return on(name, WRITES, (space) => commit(space, given));
    },
    async counters(name, prefix) {
      checkPrefix(prefix);
      const found = await on(name, READS, ({ counters }) => startingWith(counters, prefix));
      return found.map(([counter, value]) => ({ name: counter, value }));
    },
    async acquire(name, request) {
      checkLeaseRequest(request);
      return on(name, WRITES, (space) => acquire(space, request));
    },
    async renew(name, lease, request) {
      checkLease(lease);
      checkLeaseRequest(request, lease);
      return on(name, WRITES, (space) => renew(space, lease, request));
    },
    async release(name, lease) {
      checkLease(lease);
      return on(name, WRITES, (space) => release(space, lease));
    },
    async leases(name, prefix) {
      checkPrefix(prefix);
      const found = await on(name, READS, ({ leases }) => startingWith(leases, prefix));
      return found.map(([, lease]) => lease).filter((lease) => lease.owner !== null) as Lease[];
    },
    async close() {
      if (!isClosed) rmSync(lock);
      isClosed = true;
    },
  };
}

const report = await runStorageConformance({
  capabilities: CAPABILITIES,
  create: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'json-files-'));
    return {
      open: async () => openFolder(folder),
      remove: async () => rmSync(folder, { recursive: true }),
    };
  },
});
console.log(formatConformance(report));
if (report.failed > 0) process.exitCode = 1;
