import type {
  Commit,
  CommitResult,
  Counter,
  Key,
  Operation,
  RecordKind,
  Storage,
  StoredRecord,
} from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';

/** What a storage can do with one kind of record, and with what is no record. */
export type Verb = 'load' | 'scan by id' | 'scan by due' | 'put' | 'delete' | 'expect';
export type OtherVerb = 'count' | 'counters' | 'acquire' | 'release' | 'leases' | 'fence';

/** One place in which a storage leaves the tenant out of its query. */
export type Place = `${Verb} ${RecordKind}` | OtherVerb;

/** Calls after which somebody must be going round in circles. */
const PATIENCE = 2_000;

/**
 * A storage in memory that forgets whose a record is in one place, as a query without its `where subscription = ?` would:
 * it takes the first tenant that has something of the name. Without a place it forgets nothing. `used` is told the
 * places that were come to.
 */
export function forgetfulStorage(
  forgets: Place | null,
  used: (place: Place) => void = () => undefined,
): Storage {
  const inner = memoryStorage();
  const tenants = new Set<string>();
  let calls = 0;
  const isLost = (subscription: string, place: Place): boolean => {
    if ((calls += 1) > PATIENCE * (tenants.size + 1)) throw new Error('No end in sight.');
    tenants.add(subscription);
    used(place);
    return place === forgets;
  };
  const at = async (subscription: string, key: Key): Promise<StoredRecord | undefined> =>
    (await inner.load(subscription, [key]))[0];
  const holderOf = async (subscription: string, key: Key): Promise<string> => {
    for (const tenant of tenants) if ((await at(tenant, key)) !== undefined) return tenant;
    return subscription;
  };
  const leaseHolder = async (subscription: string, name: string): Promise<string> => {
    for (const tenant of tenants)
      if ((await inner.leases(tenant, name)).some((lease) => lease.name === name)) return tenant;
    return subscription;
  };

  async function commit(subscription: string, given: Commit): Promise<CommitResult> {
    const operations: Operation[] = [];
    const strayed: (() => Promise<unknown>)[] = [];
    const conflicts: Key[] = [];
    for (const operation of given.operations) {
      const { kind, id } = operation.op === 'put' ? operation.record : operation.key;
      const holds = isLost(subscription, `${operation.op} ${kind}`)
        ? await holderOf(subscription, { kind, id })
        : subscription;
      if (operation.op === 'delete' || holds === subscription) operations.push(operation);
      if (holds !== subscription) strayed.push(() => force(holds, operation, { kind, id }));
    }
    const expects = [];
    for (const expected of given.expects ?? []) {
      const { key, version } = expected;
      if (!isLost(subscription, `expect ${key.kind}`)) expects.push(expected);
      else if (((await at(await holderOf(subscription, key), key))?.version ?? 0) !== version)
        conflicts.push(key);
    }
    if (conflicts.length > 0) return { ok: false, reason: 'conflict', conflicts };
    const [counters, others] = await deltas(subscription, given.counters);
    let { fence } = given;
    if (fence !== undefined && isLost(subscription, 'fence')) {
      const holder = await leaseHolder(subscription, fence.lease);
      const passed = await inner.commit(holder, { operations: [], counters: [], fence });
      if (!passed.ok) return passed;
      fence = undefined;
    }
    const whole = { operations, counters, expects, ...(fence && { fence }) };
    const result = await inner.commit(subscription, whole);
    if (result.ok) for (const work of [...strayed, ...others]) await work();
    return result;
  }

  /** Writes over what another tenant has, whatever its version is. */
  async function force(tenant: string, operation: Operation, key: Key): Promise<unknown> {
    const version = (await at(tenant, key))?.version ?? 0;
    const forced: Operation =
      operation.op === 'put'
        ? { op: 'put', record: { ...operation.record, version: version + 1 } }
        : { op: 'delete', key, version };
    return inner.commit(tenant, { operations: [forced], counters: [] });
  }

  async function deltas(
    subscription: string,
    counters: readonly Counter[],
  ): Promise<readonly [Counter[], (() => Promise<unknown>)[]]> {
    const own: Counter[] = [];
    const others: (() => Promise<unknown>)[] = [];
    for (const counter of counters) {
      const [first] = tenants;
      if (!isLost(subscription, 'count') || first === undefined) own.push(counter);
      else others.push(() => inner.commit(first, { operations: [], counters: [counter] }));
    }
    return [own, others];
  }

  return {
    capabilities: inner.capabilities,
    load: async (subscription, keys) => {
      const lost = keys.map(({ kind }) => isLost(subscription, `load ${kind}`));
      if (!lost.includes(true)) return inner.load(subscription, keys);
      const found: (StoredRecord | undefined)[] = [];
      for (const [index, key] of keys.entries())
        found.push(await at(lost[index]! ? await holderOf(subscription, key) : subscription, key));
      return found;
    },
    scan: async (subscription, query) => {
      const lost = isLost(subscription, `scan by ${query.index} ${query.kind}`);
      if (!lost) return inner.scan(subscription, query);
      const pages = await Promise.all([...tenants].map((tenant) => inner.scan(tenant, query)));
      const back = query.index === 'id' && query.reverse === true ? -1 : 1;
      return pages
        .flat()
        .sort(
          (a, b) =>
            (query.index === 'due' ? a.due! - b.due! : 0) ||
            back * (a.id < b.id ? -1 : Number(a.id > b.id)),
        )
        .slice(0, query.limit);
    },
    commit,
    counters: async (subscription, prefix) => {
      if (!isLost(subscription, 'counters')) return inner.counters(subscription, prefix);
      const lists = await Promise.all([...tenants].map((each) => inner.counters(each, prefix)));
      const sums = new Map<string, number>();
      for (const { name, value } of lists.flat()) sums.set(name, (sums.get(name) ?? 0) + value);
      return [...sums].map(([name, value]) => ({ name, value }));
    },
    acquire: async (subscription, request) =>
      isLost(subscription, 'acquire')
        ? inner.acquire(await leaseHolder(subscription, request.name), request)
        : inner.acquire(subscription, request),
    renew: (subscription, lease, request) => inner.renew(subscription, lease, request),
    release: async (subscription, lease) =>
      isLost(subscription, 'release')
        ? inner.release(await leaseHolder(subscription, lease.name), lease)
        : inner.release(subscription, lease),
    leases: async (subscription, prefix) => {
      if (!isLost(subscription, 'leases')) return inner.leases(subscription, prefix);
      const lists = await Promise.all([...tenants].map((tenant) => inner.leases(tenant, prefix)));
      return lists.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    close: () => inner.close(),
  };
}
