import { checkRejects, checkSame } from '../../check.ts';
import {
  conflict,
  dueIdsOf,
  idsOf,
  load,
  only,
  put,
  remove,
  snapshot,
  write,
} from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { ODD_BODIES } from './odd-bodies.ts';
import { ODD_IDS, ODD_IDS_IN_ORDER } from './odd-values.ts';

const REQUEST = { name: 'l', owner: 'one', now: 1_000, ttl: 100 };
const LASTING = { durability: 'process' } as const;

/** What must be there again, or still be gone, when the data is opened after `close`. */
export const DURABILITY_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-82',
    title: 'odd ids are there again, apart and in order',
    needs: LASTING,
    async run({ open, reopen, subscription }) {
      const puts = ODD_IDS.map((id) => put(id, 1, { due: 1 }));
      await write(await open(), subscription, ...puts);
      const again = await reopen();
      const found = (await load(again, subscription, ODD_IDS)).map((record) => record?.id);
      checkSame(found, ODD_IDS, 'the ids from load');
      checkSame(await idsOf(again, subscription), ODD_IDS_IN_ORDER, 'the ids by id');
      checkSame(await dueIdsOf(again, subscription), ODD_IDS_IN_ORDER, 'the ids by due');
    },
  },
  {
    rule: 'ST-82',
    title: 'odd bodies are there again, equal',
    needs: LASTING,
    async run({ open, reopen, subscription }) {
      const puts = ODD_BODIES.map(([what, body]) => put(what, 1, { body }));
      await write(await open(), subscription, ...puts);
      const again = await reopen();
      for (const [what, body] of ODD_BODIES) {
        const [record] = await load(again, subscription, [what]);
        checkSame(record?.body, body, `the body: ${what}`);
      }
    },
  },
  {
    rule: 'ST-82',
    title: 'deleted records stay away, and old places in the index by due too',
    needs: LASTING,
    async run({ open, reopen, subscription }) {
      const first = await open();
      await write(first, subscription, ...['a', 'b', 'c'].map((id) => put(id, 1, { due: 1 })));
      await write(first, subscription, remove('a'), put('b', 2, { due: 9 }), put('c', 2));
      const again = await reopen();
      checkSame(await idsOf(again, subscription), ['b', 'c'], 'by id');
      checkSame(await dueIdsOf(again, subscription), ['b'], 'by due');
      checkSame(await dueIdsOf(again, subscription, { until: 1 }), [], 'at the old place');
      const expects = [{ key: { kind: 'account', id: 'a' } as const, version: 0 }];
      const answer = await again.commit(subscription, { ...only(put('a')), expects: [] });
      checkSame(answer, { ok: true }, 'a first put of a deleted record');
      const late = await again.commit(subscription, { ...only(), expects });
      checkSame(late, conflict('a'), 'an expectation of no record');
    },
  },
  {
    rule: 'ST-82',
    title: 'counters go on where they were, in every subscription',
    needs: LASTING,
    async run({ open, reopen, subscription }) {
      const names = [subscription, `${subscription}/2`];
      for (const [round, value] of [5, -7, 2 ** 40].entries()) {
        const storage = round === 0 ? await open() : await reopen();
        for (const name of names) {
          const counters = [{ name: `n/${name}`, value }];
          await storage.commit(name, { operations: [], counters });
        }
      }
      const last = await reopen();
      for (const name of names) {
        const expected = [{ name: `n/${name}`, value: 2 ** 40 - 2 }];
        checkSame(await last.counters(name, ''), expected, `the counters of ${name}`);
      }
    },
  },
  {
    rule: 'ST-82',
    title: 'a lease that was given back stays so, and the next fence is greater',
    needs: LASTING,
    async run({ open, reopen, subscription }) {
      const first = await open();
      const lease = (await first.acquire(subscription, REQUEST))!;
      await first.release(subscription, lease);
      const kept = await first.acquire(subscription, { ...REQUEST, name: 'kept' });
      const again = await reopen();
      checkSame(await again.leases(subscription, ''), [kept], 'the leases');
      const fence = { lease: 'l', fence: lease.fence };
      const answer = await again.commit(subscription, { ...only(), fence });
      checkSame(answer, { ok: false, reason: 'fenced' }, 'a commit under the old fence');
      const next = await again.acquire(subscription, REQUEST);
      checkSame(next?.fence === lease.fence, false, 'the next fence is the old one');
    },
  },
  {
    rule: 'ST-82',
    title: 'what was refused does not appear later',
    needs: LASTING,
    async run({ open, reopen, subscription }) {
      const first = await open();
      const counters = [{ name: 'n', value: 1 }];
      await first.commit(subscription, { operations: [put('a', 1, { due: 1 })], counters });
      const before = await snapshot(first, subscription);
      const fence = { lease: 'l', fence: 1 };
      const expects = [{ key: { kind: 'account', id: 'a' } as const, version: 7 }];
      await first.commit(subscription, { operations: [put('b')], counters, fence });
      await first.commit(subscription, { operations: [put('c')], counters, expects });
      const malformed = first.commit(subscription, { operations: [put('d', 0)], counters });
      await checkRejects(malformed, 'INVALID_INPUT', 'version 0');
      checkSame(await snapshot(await reopen(), subscription), before, 'the state');
    },
  },
  {
    rule: 'ST-82',
    title: 'the data can be opened again and again, and grows each time',
    needs: LASTING,
    async run({ open, reopen, subscription }) {
      let storage = await open();
      for (let version = 1; version <= 6; version += 1) {
        await write(storage, subscription, put('a', version), put(`id-${version}`));
        storage = await reopen();
        const found = await idsOf(storage, subscription);
        checkSame(found.length, 1 + version, `records at version ${version}`);
      }
    },
  },
  {
    rule: 'ST-84',
    title: 'a writer that closes leaves the others going, and its leases standing',
    needs: { ...LASTING, multiWriter: true },
    async run({ open, subscription }) {
      const [one, two] = [await open(), await open()];
      await write(one, subscription, put('a'));
      const lease = await one.acquire(subscription, REQUEST);
      await one.close();
      await write(two, subscription, put('a', 2));
      checkSame(await two.leases(subscription, ''), [lease], 'the leases');
      await checkRejects(load(one, subscription, ['a']), 'ENGINE_CLOSED', 'the closed writer');
      const three = await open();
      const [record] = await load(three, subscription, ['a']);
      checkSame(record?.version, 2, 'what a third writer sees');
    },
  },
  {
    rule: 'ST-84',
    title: 'a lease that one writer gives back can be taken by another at once',
    needs: { multiWriter: true },
    async run({ open, subscription }) {
      const [one, two] = [await open(), await open()];
      const lease = (await one.acquire(subscription, REQUEST))!;
      checkSame(await two.release(subscription, lease), true, 'released by the other writer');
      const next = await two.acquire(subscription, { ...REQUEST, owner: 'two' });
      checkSame(next?.owner, 'two', 'the next owner');
      const fence = { lease: 'l', fence: lease.fence };
      const answer = await one.commit(subscription, { ...only(), fence });
      checkSame(answer, { ok: false, reason: 'fenced' }, 'the first writer');
    },
  },
  {
    rule: 'ST-85',
    title: 'the data can be opened when its writer has closed, however often others tried',
    needs: { multiWriter: false },
    async run({ open, subscription }) {
      const first = await open();
      await write(first, subscription, put('a'));
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await checkRejects(open(), 'STORAGE_IN_USE', 'another writer');
      }
      await write(first, subscription, put('a', 2));
      await first.close();
      await first.close();
      const second = await open();
      await first.close();
      await checkRejects(open(), 'STORAGE_IN_USE', 'a third writer');
      await write(second, subscription, put('b'));
    },
  },
];
