import type { Commit, ScanQuery } from '../../../ports/storage.ts';
import { checkSame } from '../../check.ts';
import { keys, load, put, remove, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

/** Freezes all of a value, so that whoever changes it fails. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}

/** What an adapter may do with what it is given, and with what it gives. */
export const REQUEST_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-3',
    title: 'commits that are frozen are taken and left as they are',
    async run({ open, subscription }) {
      const storage = await open();
      const commits = frozen<Commit[]>([
        {
          operations: [put('b', 1, { due: 2, body: { list: [3, 1, 2] } }), put('a', 1, { due: 1 })],
          counters: [
            { name: 'm', value: 1 },
            { name: 'm', value: 1 },
          ],
          expects: [{ key: { kind: 'account', id: 'c' }, version: 0 }],
        },
        { operations: [remove('a', 1), put('b', 2)], counters: [] },
      ]);
      for (const commit of commits) {
        checkSame(await storage.commit(subscription, commit), { ok: true }, 'the answer');
      }
      const refused = frozen<Commit>({ operations: [put('z', 3), put('b', 9)], counters: [] });
      const { ok } = await storage.commit(subscription, refused);
      checkSame(ok, false, 'the answer to what does not fit');
    },
  },
  {
    rule: 'ST-12',
    title: 'requests to read that are frozen are answered and left as they are',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { due: 1 }), put('b', 1, { due: 1 }));
      const asked = frozen(keys(['b', 'x', 'a', 'b']));
      const loaded = await storage.load(subscription, asked);
      checkSame(loaded[3]?.id, 'b', 'the last answer of load');
      const query = { kind: 'account', limit: 2 } as const;
      const queries = frozen<ScanQuery[]>([
        { ...query, index: 'id', prefix: '', after: 'a', reverse: false },
        { ...query, index: 'due', until: 1, after: { due: 1, id: 'a' } },
      ]);
      for (const one of queries) {
        const page = await storage.scan(subscription, one);
        checkSame(
          page.map(({ id }) => id),
          ['b'],
          `the page by ${one.index}`,
        );
      }
    },
  },
  {
    rule: 'ST-64',
    title: 'a frozen lease can be renewed and given back',
    async run({ open, subscription }) {
      const storage = await open();
      const request = frozen({ name: 'l', owner: 'one', now: 1_000, ttl: 10 });
      const lease = frozen((await storage.acquire(subscription, request))!);
      const renewed = await storage.renew(subscription, lease, frozen({ ...request, ttl: 20 }));
      checkSame(renewed, { ...lease, expiresAt: 1_020 }, 'the renewed lease');
      checkSame(lease.expiresAt, 1_010, 'the expiry of the lease that was given');
      checkSame(await storage.release(subscription, lease), true, 'the answer of release');
    },
  },
  {
    rule: 'ST-12',
    title: 'reading in a subscription that holds nothing makes nothing',
    async run({ open, subscription }) {
      const storage = await open();
      const empty = `${subscription}-empty`;
      for (let round = 0; round < 2; round += 1) {
        const answers = await Promise.all([
          load(storage, empty, ['a']),
          storage.scan(empty, { kind: 'effect', index: 'id', limit: 1, reverse: true }),
          storage.scan(empty, { kind: 'effect', index: 'due', until: 1, limit: 1 }),
          storage.counters(empty, 'a'),
          storage.leases(empty, 'a'),
        ]);
        checkSame(answers, [[undefined], [], [], [], []], 'the answers');
      }
      const lease = { name: 'l', owner: 'one', fence: 1, expiresAt: 9 };
      checkSame(await storage.release(empty, lease), false, 'release');
      checkSame(await storage.leases(empty, ''), [], 'the leases afterwards');
    },
  },
  {
    rule: 'ST-10',
    title: 'hundreds of loads of the same keys in any order all answer in theirs',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = Array.from({ length: 40 }, (_, index) => `id-${index}`);
      await write(storage, subscription, ...ids.map((id) => put(id)));
      const orders = Array.from({ length: 40 }, (_, turn) => [
        ...ids.slice(turn),
        'x',
        ...ids.slice(0, turn),
      ]);
      const found = await Promise.all(orders.map((order) => load(storage, subscription, order)));
      checkSame(
        found.map((records) => records.map((record) => record?.id ?? 'x')),
        orders,
        'the answers',
      );
    },
  },
];
