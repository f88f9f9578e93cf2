import type { Commit, Lease, Storage } from '../../../ports/storage.ts';
import { checkSame } from '../../check.ts';
import { conflict, dueIdsOf, idsOf, only, put, remove, snapshot, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

/** The right number `1` and others that are taken for it, or refused, where numbers are kept in 32 bits or as text. */
const WIDE: readonly (readonly [what: string, number: number])[] = [
  ['1 + 2^32', 2 ** 32 + 1],
  ['2^31', 2 ** 31],
  ['the greatest safe integer', Number.MAX_SAFE_INTEGER],
];

interface Held {
  readonly storage: Storage;
  readonly subscription: string;
  /** The lease `l` of `one`. */
  readonly lease: Lease;
}

/** What is asked with a number that is not the stored one, and the answer. */
const PLACES: readonly {
  readonly rule: string;
  readonly what: string;
  readonly ask: (held: Held, number: number) => Promise<unknown>;
  readonly answer: unknown;
}[] = [
  {
    rule: 'ST-32',
    what: 'the version of a put',
    ask: ({ storage, subscription }, number) =>
      storage.commit(subscription, only(put('a', number), put('new'))),
    answer: conflict('a'),
  },
  {
    rule: 'ST-33',
    what: 'the version of a delete',
    ask: ({ storage, subscription }, number) =>
      storage.commit(subscription, only(remove('a', number), put('new'))),
    answer: conflict('a'),
  },
  {
    rule: 'ST-54',
    what: 'the version of an expectation',
    ask: ({ storage, subscription }, number) =>
      storage.commit(subscription, expecting('a', number)),
    answer: conflict('a'),
  },
  {
    rule: 'ST-50',
    what: 'the fence of a commit',
    ask: ({ storage, subscription, lease }, number) => {
      const fence = { lease: 'l', fence: lease.fence - 1 + number };
      return Number.isSafeInteger(fence.fence)
        ? storage.commit(subscription, { ...only(put('new')), fence })
        : Promise.resolve({ ok: false, reason: 'fenced' });
    },
    answer: { ok: false, reason: 'fenced' },
  },
  {
    rule: 'ST-64',
    what: 'the fence of a renewal',
    ask: ({ storage, subscription, lease }, number) =>
      storage.renew(
        subscription,
        { ...lease, fence: number },
        { name: 'l', owner: 'one', now: 1_001, ttl: 9_000 },
      ),
    answer: undefined,
  },
  {
    rule: 'ST-68',
    what: 'the fence of a release',
    ask: ({ storage, subscription, lease }, number) =>
      storage.release(subscription, { ...lease, fence: number }),
    answer: false,
  },
];

function expecting(id: string, version: number): Commit {
  return { ...only(put('new')), expects: [{ key: { kind: 'account', id }, version }] };
}

const wrongNumbers = PLACES.flatMap(({ rule, what, ask, answer }) =>
  WIDE.map(([name, number]): StorageCase => ({
    rule,
    title: `${what} may be ${name}, and does not fit`,
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { due: 1 }));
      const request = { name: 'l', owner: 'one', now: 1_000, ttl: 100 };
      const lease = (await storage.acquire(subscription, request))!;
      const before = [
        await snapshot(storage, subscription),
        await storage.leases(subscription, ''),
      ];
      checkSame(await ask({ storage, subscription, lease }, number), answer, 'the answer');
      const after = [await snapshot(storage, subscription), await storage.leases(subscription, '')];
      checkSame(after, before, 'the state afterwards');
    },
  })),
);

/** Cases about numbers beyond what an adapter may keep them in. */
export const WIDE_NUMBER_CASES: readonly StorageCase[] = [
  ...wrongNumbers,
  {
    rule: 'ST-53',
    title: 'an expectation of version 2^32 is not one of no record',
    async run({ open, subscription }) {
      const storage = await open();
      const answer = await storage.commit(subscription, expecting('x', 2 ** 32));
      checkSame(answer, conflict('x'), 'the answer');
    },
  },
  ...[2 ** 31, 2 ** 32, 2 ** 53 - 1].map((limit): StorageCase => ({
    rule: 'ST-18',
    title: `a page of ${limit} records holds as many as there are, by every index`,
    async run({ open, subscription }) {
      const storage = await open();
      const ids = ['a', 'b', 'c'];
      await write(storage, subscription, ...ids.map((id) => put(id, 1, { due: 1 })));
      checkSame(await idsOf(storage, subscription, { limit }), ids, 'by id');
      const query = { limit, reverse: true, after: 'c' };
      checkSame(await idsOf(storage, subscription, query), ['b', 'a'], 'backwards');
      checkSame(await dueIdsOf(storage, subscription, { limit }), ids, 'by due');
    },
  })),
  ...[-1, 2 ** 31, 2 ** 32, -(2 ** 53) + 1, 2 ** 53 - 1].map((value): StorageCase => ({
    rule: 'ST-45',
    title: `a delta of ${value} is added, and taken away again`,
    async run({ open, subscription }) {
      const storage = await open();
      for (const [delta, sum] of [
        [value, value],
        [-value, 0],
        [1, 1],
      ] as const) {
        const counters = [{ name: 'n', value: delta }];
        await storage.commit(subscription, { operations: [], counters });
        checkSame(await storage.counters(subscription, ''), [{ name: 'n', value: sum }], 'the sum');
      }
    },
  })),
  {
    rule: 'ST-45',
    title: 'several deltas in one commit are summed exactly, whatever their order',
    async run({ open, subscription }) {
      const storage = await open();
      const largest = Number.MAX_SAFE_INTEGER;
      const values = [largest, -largest, largest - 1, 1, -largest, 7];
      const counters = values.map((value) => ({ name: 'n', value }));
      checkSame(await storage.commit(subscription, { operations: [], counters }), { ok: true }, '');
      checkSame(await storage.counters(subscription, ''), [{ name: 'n', value: 7 }], 'the sum');
    },
  },
];
