// A storage adapter of one's own, and the published cases that say whether it may carry an engine.
import { AccompanyError, RECORD_KINDS } from 'accompany';
import type {
  Commit,
  CommitResult,
  Key,
  Lease,
  LeaseRequest,
  Operation,
  ScanQuery,
  Storage,
  StoredRecord,
} from 'accompany';
import { formatConformance, runStorageConformance } from 'accompany/testing';

interface Space {
  readonly records: Map<string, StoredRecord>;
  readonly counters: Map<string, number>;
  /** Without an owner once it was given back. */
  readonly leases: Map<string, Omit<Lease, 'owner'> & { readonly owner: string | null }>;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const place = ({ kind, id }: Key): string => `${kind}/${id}`;
const keyOf = (operation: Operation): Key =>
  operation.op === 'put' ? operation.record : operation.key;

function refuseUnless(fits: boolean, what: string): void {
  if (!fits) throw new AccompanyError('INVALID_INPUT', `The storage was given ${what}.`);
}

const isText = (text: unknown): boolean =>
  typeof text === 'string' &&
  text !== '' &&
  text.length <= 1_024 &&
  !text.includes('\0') &&
  text.isWellFormed();
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
const isInstant = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Math.abs(value as number) <= 8.64e15;

function checkKey({ kind, id }: Key): void {
  refuseUnless(RECORD_KINDS.includes(kind) && isText(id), 'no key');
}

function checkCommit({ operations, counters, expects = [], fence }: Commit): void {
  const keys = operations.map((operation) => {
    refuseUnless(operation.op === 'put' || operation.op === 'delete', 'no operation');
    checkKey(keyOf(operation));
    const { version } = operation.op === 'put' ? operation.record : operation;
    refuseUnless(isCount(version), 'no version');
    if (operation.op === 'put') {
      const { due, body } = operation.record;
      refuseUnless((due === null || isInstant(due)) && body !== undefined, 'no due, or no body');
    }
    return place(keyOf(operation));
  });
  for (const { key, version } of expects) {
    checkKey(key);
    refuseUnless(version === 0 || isCount(version), 'no version');
    keys.push(place(key));
  }
  refuseUnless(new Set(keys).size === keys.length, 'a key twice');
  refuseUnless(
    counters.every(({ name, value }) => isText(name) && Number.isSafeInteger(value)),
    'no counter',
  );
  refuseUnless(fence === undefined || (isText(fence.lease) && isCount(fence.fence)), 'no fence');
}

function commit({ records, counters, leases }: Space, given: Commit): CommitResult {
  checkCommit(given);
  if (given.fence !== undefined) {
    const held = leases.get(given.fence.lease);
    if (held === undefined || held.owner === null || held.fence !== given.fence.fence) {
      return { ok: false, reason: 'fenced' };
    }
  }
  const versionAt = (key: Key): number => records.get(place(key))?.version ?? 0;
  const conflicts = [
    ...given.operations
      .filter((operation) => {
        const needed = operation.op === 'put' ? operation.record.version - 1 : operation.version;
        return versionAt(keyOf(operation)) !== needed;
      })
      .map(keyOf),
    ...(given.expects ?? [])
      .filter(({ key, version }) => versionAt(key) !== version)
      .map(({ key }) => key),
  ];
  if (conflicts.length > 0) {
    return {
      ok: false,
      reason: 'conflict',
      conflicts: conflicts.map(({ kind, id }) => ({ kind, id })),
    };
  }
  for (const operation of given.operations) {
    if (operation.op === 'put')
      records.set(place(operation.record), structuredClone(operation.record));
    else records.delete(place(operation.key));
  }
  for (const { name, value } of given.counters)
    counters.set(name, (counters.get(name) ?? 0) + value);
  return { ok: true };
}

function scan({ records }: Space, query: ScanQuery): readonly StoredRecord[] {
  refuseUnless(RECORD_KINDS.includes(query.kind) && isCount(query.limit), 'no query');
  const all = [...records.values()].filter(({ kind }) => kind === query.kind);
  if (query.index === 'id') {
    const { prefix = '', after = '', reverse = false } = query;
    refuseUnless((prefix === '' || isText(prefix)) && (after === '' || isText(after)), 'no text');
    const sorted = all.filter(({ id }) => id.startsWith(prefix)).sort((a, b) => order(a.id, b.id));
    if (reverse) sorted.reverse();
    const rest =
      after === '' ? sorted : sorted.filter(({ id }) => (reverse ? id < after : id > after));
    return rest.slice(0, query.limit);
  }
  const { until, after } = query;
  refuseUnless(
    query.index === 'due' && typeof until === 'number' && !Number.isNaN(until),
    'no index',
  );
  refuseUnless(
    after === undefined || (isInstant(after.due) && (after.id === '' || isText(after.id))),
    'no position',
  );
  return all
    .filter(
      ({ due, id }) =>
        due !== null &&
        due <= until &&
        (after === undefined || due > after.due || (due === after.due && id > after.id)),
    )
    .sort((a, b) => (a.due ?? 0) - (b.due ?? 0) || order(a.id, b.id))
    .slice(0, query.limit);
}

function checkRequest({ name, owner, now, ttl }: LeaseRequest): void {
  refuseUnless(
    isText(name) && isText(owner) && isInstant(now) && isCount(ttl),
    'no request for a lease',
  );
}

function grant({ leases }: Space, { name, owner, now, ttl }: LeaseRequest, fence: number): Lease {
  const lease = { name, owner, fence, expiresAt: now + ttl };
  leases.set(name, lease);
  return lease;
}

function acquire(space: Space, request: LeaseRequest): Lease | undefined {
  checkRequest(request);
  const held = space.leases.get(request.name);
  if (held === undefined) return grant(space, request, 1);
  if (held.owner === request.owner) return grant(space, request, held.fence);
  const isFree = held.owner === null || request.now >= held.expiresAt;
  return isFree ? grant(space, request, held.fence + 1) : undefined;
}

function renew(space: Space, { name, fence }: Lease, request: LeaseRequest): Lease | undefined {
  checkRequest(request);
  refuseUnless(name === request.name, 'another name than the lease has');
  const held = space.leases.get(name);
  const isOurs =
    held?.owner === request.owner && held.fence === fence && request.now < held.expiresAt;
  return isOurs ? grant(space, request, fence) : undefined;
}

function release({ leases }: Space, { name, owner, fence }: Lease): boolean {
  refuseUnless(isText(name) && isText(owner) && isCount(fence), 'no lease');
  const held = leases.get(name);
  if (held?.owner !== owner || held.fence !== fence) return false;
  leases.set(name, { ...held, owner: null });
  return true;
}

function leasesOf({ leases }: Space, prefix: string): readonly Lease[] {
  refuseUnless(prefix === '' || isText(prefix), 'no prefix');
  const held = [...leases.values()].filter((lease): lease is Lease => lease.owner !== null);
  return held.filter(({ name }) => name.startsWith(prefix)).sort((a, b) => order(a.name, b.name));
}

/** A storage of plain maps: every call does its work at once, so that nothing can come between. */
function mapStorage(): Storage {
  const spaces = new Map<string, Space>();
  let isClosed = false;
  async function on<T>(subscription: string, work: (space: Space) => T): Promise<T> {
    if (isClosed) throw new AccompanyError('ENGINE_CLOSED', 'This storage is closed.');
    refuseUnless(isText(subscription), 'no subscription');
    const space = spaces.get(subscription) ?? {
      records: new Map(),
      counters: new Map(),
      leases: new Map(),
    };
    spaces.set(subscription, space);
    return work(space);
  }
  return {
    capabilities: { name: 'maps', durability: 'none', multiWriter: true },
    load: (name, keys) =>
      on(name, ({ records }) => {
        keys.forEach(checkKey);
        return keys.map((key) => records.get(place(key)));
      }),
    scan: (name, query) => on(name, (space) => scan(space, query)),
    commit: (name, given) => on(name, (space) => commit(space, given)),
    counters: (name, prefix) =>
      on(name, ({ counters }) => {
        refuseUnless(prefix === '' || isText(prefix), 'no prefix');
        const found = [...counters].filter(([counter]) => counter.startsWith(prefix));
        return found
          .sort(([a], [b]) => order(a, b))
          .map(([counter, value]) => ({ name: counter, value }));
      }),
    acquire: (name, request) => on(name, (space) => acquire(space, request)),
    renew: (name, lease, request) => on(name, (space) => renew(space, lease, request)),
    release: (name, lease) => on(name, (space) => release(space, lease)),
    leases: (name, prefix) => on(name, (space) => leasesOf(space, prefix)),
    close: async () => {
      isClosed = true;
      spaces.clear();
    },
  };
}

const report = await runStorageConformance({
  capabilities: mapStorage().capabilities,
  create: async () => {
    const storage = mapStorage();
    return { open: async () => storage };
  },
});
console.log(formatConformance(report));
if (report.failed > 0) process.exitCode = 1;
