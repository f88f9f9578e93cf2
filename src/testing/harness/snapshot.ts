import { joinIds } from '../../runtime/effect.ts';
import type { Counter, RecordKind, Storage, StoredRecord } from '../../ports/storage.ts';

/** Everything that matters of a subscription, in a form that can be compared; versions of records are left out. */
export interface Snapshot {
  /** Bodies by id, kind by kind. */
  readonly records: Readonly<Partial<Record<RecordKind, Readonly<Record<string, unknown>>>>>;
  /** Sums by name, zeroes left out. */
  readonly counters: Readonly<Record<string, number>>;
}

/** Kinds whose records say what has become of the tenant. */
export const TENANT_KINDS: readonly RecordKind[] = [
  'definition',
  'journey',
  'plan',
  'account',
  'person',
  'progress',
  'effect',
  'message',
  'quarantine',
  'suppression',
];

/** Counters of how many facts there are: not there when facts are off. */
const FEED = joinIds('feed', '');

/** Reads a subscription straight from its storage. */
export async function snapshot(
  storage: Storage,
  subscription = 'default',
  kinds: readonly RecordKind[] = TENANT_KINDS,
): Promise<Snapshot> {
  const records: Partial<Record<RecordKind, Readonly<Record<string, unknown>>>> = {};
  for (const kind of kinds) {
    const entries = (await allOf(storage, subscription, kind)).map(({ id, due, body }) => [
      id,
      { due, body },
    ]);
    records[kind] = Object.fromEntries(entries) as Readonly<Record<string, unknown>>;
  }
  const counters = await storage.counters(subscription, '');
  const ofTenant = counters.filter(({ name }) => !name.startsWith(FEED));
  return { records, counters: sums(ofTenant) };
}

/** All records of one kind in order of id. */
export async function allOf<Body = unknown>(
  storage: Storage,
  subscription: string,
  kind: RecordKind,
): Promise<readonly StoredRecord<Body>[]> {
  const found: StoredRecord<Body>[] = [];
  const limit = 500;
  for (let after: string | undefined; ; after = found.at(-1)!.id) {
    const from = after === undefined ? {} : { after };
    const page = await storage.scan(subscription, { kind, index: 'id', limit, ...from });
    found.push(...(page as readonly StoredRecord<Body>[]));
    if (page.length < limit) return found;
  }
}

/** Counters as a record, zeroes left out. */
export function sums(counters: readonly Counter[]): Readonly<Record<string, number>> {
  const sorted = counters
    .filter(({ value }) => value !== 0)
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  return Object.fromEntries(sorted.map(({ name, value }) => [name, value]));
}
