import { RECORD_KINDS } from '../../../ports/storage.ts';
import type { Commit } from '../../../ports/storage.ts';
import { checkSame, checkThat } from '../../check.ts';
import { conflict, dueIdsOf, idsOf, load, only, put, remove, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { ODD_BODIES } from './odd-bodies.ts';
import { ODD_IDS, ODD_IDS_IN_ORDER } from './odd-values.ts';

const bodies = ODD_BODIES.map(([what, body]): StorageCase => ({
  rule: 'ST-2',
  title: `a body comes back equal: ${what}`,
  async run({ open, subscription }) {
    const storage = await open();
    await write(storage, subscription, put('a', 1, { body, due: 5 }));
    const [record] = await load(storage, subscription, ['a']);
    checkSame(record?.body, body, 'the body from load');
    const query = { kind: 'account', limit: 10 } as const;
    const [byId] = await storage.scan(subscription, { ...query, index: 'id' });
    checkSame(byId?.body, body, 'the body from a scan by id');
    const [byDue] = await storage.scan(subscription, { ...query, index: 'due', until: 5 });
    checkSame(byDue?.body, body, 'the body from a scan by due');
  },
}));

export const ID_AND_BODY_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-1',
    title: 'odd ids are kept apart and exactly',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, ...ODD_IDS.map((id) => put(id)));
      const records = await load(storage, subscription, ODD_IDS);
      checkSame(
        records.map((record) => record?.id),
        ODD_IDS,
        'the ids from load',
      );
      checkSame(
        records.map((record) => (record?.body as { of: string } | undefined)?.of),
        ODD_IDS,
        'the bodies',
      );
      const found = await idsOf(storage, subscription);
      checkSame(found, ODD_IDS_IN_ORDER, 'the ids from a scan');
    },
  },
  {
    rule: 'ST-1',
    title: 'each odd id may be written again and deleted without touching the others',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, ...ODD_IDS.map((id) => put(id)));
      for (const [index, id] of ODD_IDS.entries()) {
        const body = { again: index };
        if (index % 2 === 0) await write(storage, subscription, put(id, 2, { body }));
        else {
          const key = { kind: 'account', id } as const;
          await write(storage, subscription, { op: 'delete', key, version: 1 });
        }
      }
      const records = await load(storage, subscription, ODD_IDS);
      const expected = ODD_IDS.map((id, index) =>
        index % 2 === 0 ? put(id, 2, { body: { again: index } }).record : undefined,
      );
      checkSame(records, expected, 'the records');
    },
  },
  {
    rule: 'ST-1',
    title: 'odd names of subscriptions, counters, leases and owners are kept apart',
    async run({ open }) {
      const storage = await open();
      for (const [index, name] of ODD_IDS.entries()) {
        const counters = [{ name, value: index + 1 }];
        await storage.commit(name, { operations: [put('a', 1, { body: index })], counters });
        const request = { name, owner: name, now: 1000, ttl: 10 };
        const lease = await storage.acquire(name, request);
        checkSame(lease?.owner, name, 'the owner');
        checkSame(lease?.name, name, 'the name of the lease');
      }
      for (const [index, name] of ODD_IDS.entries()) {
        const [record] = await load(storage, name, ['a']);
        checkSame(record?.body, index, `the body in subscription ${JSON.stringify(name)}`);
        const counters = await storage.counters(name, '');
        checkSame(counters, [{ name, value: index + 1 }], 'the counters');
      }
    },
  },
  ...bodies,
  {
    rule: 'ST-2',
    title: 'a property whose value is undefined counts as absent',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { body: { a: undefined, b: 1 } }));
      const [record] = await load(storage, subscription, ['a']);
      checkSame(record?.body, { b: 1 }, 'the body');
    },
  },
  {
    rule: 'ST-3',
    title: 'a record has the kind, id, version, due and body of its last put, and nothing else',
    async run({ open, subscription }) {
      const storage = await open();
      const first = put('a', 1, { due: 1_767_603_600_000, body: { n: 1 } });
      await write(storage, subscription, first);
      checkSame(await load(storage, subscription, ['a']), [first.record], 'after the first put');
      const second = put('a', 2, { due: -1, body: [2] });
      await write(storage, subscription, second);
      checkSame(await load(storage, subscription, ['a']), [second.record], 'after the second put');
    },
  },
  {
    rule: 'ST-3',
    title: 'a loaded record stays as it was when the key is written again',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { body: { n: 1 } }));
      const [before] = await load(storage, subscription, ['a']);
      await write(storage, subscription, put('a', 2, { body: { n: 2 } }));
      checkSame(before, put('a', 1, { body: { n: 1 } }).record, 'the record loaded before');
    },
  },
  {
    rule: 'ST-4',
    title: 'every kind keeps its own record under the same id',
    async run({ open, subscription }) {
      const storage = await open();
      const puts = RECORD_KINDS.map((kind, index) => put('same', 1, { kind, due: 1, body: index }));
      await write(storage, subscription, ...puts);
      const found = await storage.load(
        subscription,
        RECORD_KINDS.map((kind) => ({ kind, id: 'same' })),
      );
      checkSame(
        found.map((record) => [record?.kind, record?.body]),
        RECORD_KINDS.map((kind, index) => [kind, index]),
        'the records',
      );
      for (const kind of RECORD_KINDS) {
        checkSame(await idsOf(storage, subscription, { kind }), ['same'], `by id of ${kind}`);
        checkSame(await dueIdsOf(storage, subscription, { kind }), ['same'], `by due of ${kind}`);
      }
    },
  },
  {
    rule: 'ST-5',
    title: 'subscriptions with the same ids do not see each other',
    async run({ open, subscription }) {
      const storage = await open();
      const others = [`${subscription}/`, `${subscription}a`, subscription.slice(0, -1), 'account'];
      const all = [subscription, ...others];
      for (const [index, name] of all.entries()) {
        const counters = [{ name: 'n', value: index }];
        const operations = [put('a', 1, { due: index, body: index }), put(`a${index}`)];
        const result = await storage.commit(name, { operations, counters });
        checkSame(result, { ok: true }, `the first commit in ${name}`);
      }
      for (const [index, name] of all.entries()) {
        const [record] = await load(storage, name, ['a']);
        checkSame(record?.body, index, `the body in ${name}`);
        checkSame(await idsOf(storage, name), ['a', `a${index}`], `ids in ${name}`);
        checkSame(await dueIdsOf(storage, name), ['a'], `due in ${name}`);
        const counters = await storage.counters(name, '');
        checkSame(counters, [{ name: 'n', value: index }], `counters in ${name}`);
      }
    },
  },
  {
    rule: 'ST-5',
    title: 'conflicts, deletes and leases of one subscription leave another alone',
    async run({ open, subscription }) {
      const storage = await open();
      const other = `${subscription}-other`;
      await write(storage, subscription, put('a'));
      checkSame(
        await storage.commit(other, only(put('a', 2))),
        conflict('a'),
        'a second version where there is no first',
      );
      await write(storage, other, put('a', 1, { body: 'other' }));
      await write(storage, subscription, {
        op: 'delete',
        key: { kind: 'account', id: 'a' },
        version: 1,
      });
      const [record] = await load(storage, other, ['a']);
      checkSame(record?.body, 'other', 'the record of the other subscription');
      const request = { name: 'l', owner: 'one', now: 0, ttl: 100 };
      const lease = await storage.acquire(subscription, request);
      const taken = await storage.acquire(other, { ...request, owner: 'two' });
      checkSame([lease?.owner, taken?.owner], ['one', 'two'], 'the owners');
      checkSame(await storage.renew(other, lease!, request), undefined, 'renewal elsewhere');
    },
  },
  {
    rule: 'ST-5',
    title: 'a subscription that holds nothing answers with nothing',
    async run({ open, subscription }) {
      const storage = await open();
      checkSame(await load(storage, subscription, ['a']), [undefined], 'load');
      checkSame(await idsOf(storage, subscription), [], 'by id');
      checkSame(await dueIdsOf(storage, subscription), [], 'by due');
      checkSame(await storage.counters(subscription, ''), [], 'counters');
    },
  },
  {
    rule: 'ST-6',
    title: 'a body of a million characters',
    async run({ open, subscription }) {
      const storage = await open();
      const text = 'a\u00e9\u{1f600}\n'.repeat(200_000);
      await write(storage, subscription, put('a', 1, { body: { text } }));
      const [record] = await load(storage, subscription, ['a']);
      checkThat(
        (record?.body as { text: string } | undefined)?.text === text,
        'the text came back changed',
      );
    },
  },
  {
    rule: 'ST-6',
    title: 'a commit of 1,000 expectations and 1,000 counters',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = Array.from({ length: 1000 }, (_, index) => `id-${(index * 7) % 1000}`);
      const stored = ids.slice(0, 500);
      await write(storage, subscription, ...stored.map((id) => put(id)));
      const commit: Commit = {
        operations: [put('a')],
        counters: ids.map((name, value) => ({ name, value })),
        expects: ids.map((id, index) => ({
          key: { kind: 'account', id },
          version: index < 500 ? 1 : 0,
        })),
      };
      checkSame(await storage.commit(subscription, commit), { ok: true }, 'the answer');
      const counters = await storage.counters(subscription, '');
      checkSame(
        counters,
        ids.map((name, value) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1)),
        'the counters',
      );
      const again = await storage.commit(subscription, { ...commit, operations: [] });
      checkSame(again, { ok: true }, 'the answer when nothing is written');
      const stale = { ...commit, operations: [], expects: commit.expects!.toReversed() };
      await write(storage, subscription, put('id-999'), remove('id-0', 1));
      const answer = await storage.commit(subscription, stale);
      checkSame(answer, conflict('id-999', 'id-0'), 'the answer when two have changed');
    },
  },
  {
    rule: 'ST-6',
    title: 'a commit of 1,000 operations and a load of 1,000 keys',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = Array.from({ length: 1000 }, (_, index) => `id-${(index * 7) % 1000}`);
      await write(storage, subscription, ...ids.map((id) => put(id, 1, { due: 1 })));
      const found = await load(storage, subscription, ids);
      checkSame(
        found.map((record) => record?.id),
        ids,
        'the loaded ids',
      );
      await write(storage, subscription, ...ids.map((id) => put(id, 2)));
      checkSame(await dueIdsOf(storage, subscription), [], 'what is due');
    },
  },
];
