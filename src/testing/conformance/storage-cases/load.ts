import { checkSame, checkThat } from '../../check.ts';
import { keys, load, only, put, remove, snapshot, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

export const LOAD_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-10',
    title: 'load answers in the order of the keys, with undefined where there is nothing',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('b'), put('a'), put('c', 1, { kind: 'person' }));
      const asked = [...keys(['c', 'b', 'x', 'a']), ...keys(['c', 'a'], 'person')];
      const found = await storage.load(subscription, asked);
      checkSame(
        found.map((record) => record && [record.kind, record.id]),
        [undefined, ['account', 'b'], undefined, ['account', 'a'], ['person', 'c'], undefined],
        'the answers',
      );
      checkThat(found.length === asked.length, `${asked.length} keys, ${found.length} answers`);
      checkThat(found[0] === undefined && found[2] === undefined, 'absent must be undefined');
    },
  },
  {
    rule: 'ST-10',
    title: 'a key that is given twice is answered twice',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'));
      const found = await load(storage, subscription, ['a', 'x', 'a', 'x', 'a']);
      checkSame(
        found.map((record) => record?.id ?? null),
        ['a', null, 'a', null, 'a'],
        'the answers',
      );
    },
  },
  {
    rule: 'ST-10',
    title: 'no keys give an empty list',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'));
      checkSame(await storage.load(subscription, []), [], 'the answer');
    },
  },
  {
    rule: 'ST-10',
    title: 'ids that only look alike are not found',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('Acm\u00e9'), put('1'));
      const alike = ['acm\u00e9', 'Acme\u0301', 'Acm\u00e9 ', ' Acm\u00e9', 'Acm', '01', '1.0'];
      const found = await load(storage, subscription, alike);
      checkSame(
        found.map((record) => record?.id ?? null),
        alike.map(() => null),
        'the answers',
      );
    },
  },
  {
    rule: 'ST-11',
    title: 'load sees all of a commit or nothing of it',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = Array.from({ length: 20 }, (_, index) => `id-${index}`);
      await write(storage, subscription, ...ids.map((id) => put(id)));
      const commits: Promise<unknown>[] = [];
      const loads: Promise<readonly ({ version: number } | undefined)[]>[] = [];
      for (let version = 2; version <= 20; version += 1) {
        const operations = ids.map((id) => put(id, version));
        commits.push(storage.commit(subscription, only(...operations)));
        loads.push(load(storage, subscription, ids));
        if (version % 3 === 0) await commits.at(-1);
      }
      await Promise.all(commits);
      for (const found of await Promise.all(loads)) {
        const versions = new Set(found.map((record) => record?.version));
        checkThat(versions.size === 1, `one load saw versions ${[...versions].join(', ')}`);
      }
    },
  },
  {
    rule: 'ST-11',
    title: 'load sees what was committed before',
    async run({ open, subscription }) {
      const storage = await open();
      for (let version = 1; version <= 30; version += 1) {
        await write(storage, subscription, put('a', version));
        const [record] = await load(storage, subscription, ['a']);
        checkSame(record?.version, version, 'the version after a commit');
      }
      await write(storage, subscription, remove('a', 30));
      checkSame(await load(storage, subscription, ['a']), [undefined], 'after the delete');
    },
  },
  {
    rule: 'ST-12',
    title: 'reading changes nothing',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { due: 2 }), put('b', 1, { due: 1 }));
      const before = await snapshot(storage, subscription);
      await load(storage, subscription, ['a', 'b', 'x']);
      await storage.counters(subscription, 'x');
      await storage.scan(subscription, { kind: 'account', index: 'due', until: 1, limit: 1 });
      checkSame(await snapshot(storage, subscription), before, 'the state after reading');
      await write(storage, subscription, put('x'));
    },
  },
];
