import type { Storage } from '../../../ports/storage.ts';
import { checkRejects, checkSame, checkThat } from '../../check.ts';
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

const REQUEST = { name: 'l', owner: 'one', now: 1000, ttl: 100 };

async function checkClosed(storage: Storage, subscription: string): Promise<void> {
  const lease = { name: 'l', owner: 'one', fence: 1, expiresAt: 1100 };
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    load: () => storage.load(subscription, []),
    'scan by id': () => storage.scan(subscription, { kind: 'account', index: 'id', limit: 1 }),
    'scan by due': () =>
      storage.scan(subscription, { kind: 'account', index: 'due', until: 1, limit: 1 }),
    commit: () => storage.commit(subscription, only(put('a'))),
    counters: () => storage.counters(subscription, ''),
    acquire: () => storage.acquire(subscription, REQUEST),
    renew: () => storage.renew(subscription, lease, REQUEST),
    release: () => storage.release(subscription, lease),
    leases: () => storage.leases(subscription, ''),
  };
  for (const [name, call] of Object.entries(calls)) {
    await checkRejects(call(), 'ENGINE_CLOSED', `${name} after close`);
  }
}

export const LIFECYCLE_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-80',
    title: 'after close every call rejects, and closing again does nothing',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'));
      await storage.close();
      await checkClosed(storage, subscription);
      await storage.close();
      await checkClosed(storage, subscription);
    },
  },
  {
    rule: 'ST-80',
    title: 'a storage that was never used can be closed',
    async run({ open, subscription }) {
      const storage = await open();
      await storage.close();
      await checkClosed(storage, subscription);
    },
  },
  {
    rule: 'ST-81',
    title: 'the open storage declares what its adapter does, by a name and levels that are known',
    async run({ open, capabilities }) {
      const storage = await open();
      checkSame(storage.capabilities, capabilities, 'the capabilities of the open storage');
      const { name, durability, multiWriter } = capabilities;
      checkThat(name !== '', 'the name is empty');
      checkThat(['none', 'process', 'synced'].includes(durability), `durability ${durability}`);
      checkThat(typeof multiWriter === 'boolean', 'multiWriter is not a truth value');
    },
  },
  {
    rule: 'ST-82',
    title: 'what was committed is there again after close, what was refused is not',
    needs: { durability: 'process' },
    async run({ open, reopen, subscription }) {
      const first = await open();
      const counters = [{ name: 'n', value: 3 }];
      await first.commit(subscription, {
        operations: [put('a', 1, { due: 2, body: { x: ['\u{1f600}', 0.1] } }), put('b'), put('c')],
        counters,
      });
      await write(first, subscription, put('b', 2, { due: 1 }), remove('c'));
      await first.commit(subscription, { operations: [put('a', 9), put('d')], counters });
      const before = await snapshot(first, subscription);
      const second = await reopen();
      checkSame(await snapshot(second, subscription), before, 'the state after opening again');
      checkSame(await dueIdsOf(second, subscription), ['b', 'a'], 'what is due');
      const stale = await second.commit(subscription, only(put('b', 2), put('c', 2)));
      checkSame(stale, conflict('b', 'c'), 'versions after opening again');
      await write(second, subscription, put('b', 3), put('c', 1), put('d', 1));
    },
  },
  {
    rule: 'ST-82',
    title: 'leases and fences survive close',
    needs: { durability: 'process' },
    async run({ open, reopen, subscription }) {
      const lease = await (await open()).acquire(subscription, REQUEST);
      const second = await reopen();
      const other = { ...REQUEST, owner: 'two' };
      checkSame(await second.acquire(subscription, other), undefined, 'another owner');
      const renewed = await second.renew(subscription, lease!, { ...REQUEST, now: 1050 });
      checkSame(renewed, { ...lease, expiresAt: 1150 }, 'the renewed lease');
      const third = await reopen();
      const taken = await third.acquire(subscription, { ...other, now: 1150 });
      checkThat(taken !== undefined && taken.fence > lease!.fence, 'the fence did not rise');
      const fence = { lease: 'l', fence: lease!.fence };
      const result = await third.commit(subscription, { ...only(put('a')), fence });
      checkSame(result, { ok: false, reason: 'fenced' }, 'the old owner');
    },
  },
  {
    rule: 'ST-82',
    title: 'commits that are under way when close is called are complete or absent',
    needs: { durability: 'process' },
    async run({ open, reopen, subscription }) {
      const first = await open();
      const commits = Array.from({ length: 20 }, (_, index) =>
        first.commit(subscription, only(put(`a${index}`), put(`b${index}`))).then(
          () => true,
          () => false,
        ),
      );
      await first.close();
      const done = await Promise.all(commits);
      const second = await reopen();
      for (const [index, applied] of done.entries()) {
        const pair = await load(second, subscription, [`a${index}`, `b${index}`]);
        const found = pair.filter((record) => record !== undefined).length;
        checkThat(found !== 1, `half of commit ${index} is there`);
        checkThat(!applied || found === 2, `commit ${index} was acknowledged and is not there`);
      }
    },
  },
  {
    rule: 'ST-83',
    title: 'nothing survives close',
    needs: { durability: 'none' },
    async run({ open, reopen, subscription }) {
      await write(await open(), subscription, put('a', 1, { due: 1 }));
      const again = await reopen();
      const found = await load(again, subscription, ['a']).catch(() => [undefined]);
      checkSame(found, [undefined], 'what is left');
    },
  },
  {
    rule: 'ST-84',
    title: 'a second writer sees what the first committed, and conflicts with it',
    needs: { multiWriter: true },
    async run({ open, subscription }) {
      const [one, two] = [await open(), await open()];
      await write(one, subscription, put('a', 1, { due: 1 }), put('b'));
      checkSame(await idsOf(two, subscription), ['a', 'b'], 'the ids at the second writer');
      await write(two, subscription, put('a', 2, { due: 5 }), remove('b'));
      const stale = await one.commit(subscription, only(put('a', 2), put('b', 2), put('c')));
      checkSame(stale, conflict('a', 'b'), 'the answer to the first writer');
      checkSame(await snapshot(one, subscription), await snapshot(two, subscription), 'the states');
    },
  },
  {
    rule: 'ST-84',
    title: 'two writers that raise the same record and counter lose nothing',
    needs: { multiWriter: true },
    async run({ open, subscription }) {
      const writers = [await open(), await open()];
      await write(writers[0]!, subscription, put('a', 1, { body: 0 }));
      const raise = async (storage: Storage): Promise<void> => {
        for (let done = 0; done < 25;) {
          const [record] = await load(storage, subscription, ['a']);
          const { version, body } = record!;
          const result = await storage.commit(subscription, {
            operations: [put('a', version + 1, { body: (body as number) + 1 })],
            counters: [{ name: 'n', value: 1 }],
          });
          if (result.ok) done += 1;
        }
      };
      await Promise.all(writers.map(raise));
      const [record] = await load(writers[1]!, subscription, ['a']);
      checkSame([record?.version, record?.body], [51, 50], 'the record');
      const counters = await writers[0]!.counters(subscription, '');
      checkSame(counters, [{ name: 'n', value: 50 }], 'the counter');
    },
  },
  {
    rule: 'ST-84',
    title: 'a lease taken over at one writer fences the other',
    needs: { multiWriter: true },
    async run({ open, subscription }) {
      const [one, two] = [await open(), await open()];
      const lease = await one.acquire(subscription, REQUEST);
      const other = { ...REQUEST, owner: 'two' };
      checkSame(await two.acquire(subscription, other), undefined, 'before expiry');
      const taken = await two.acquire(subscription, { ...other, now: 1100 });
      checkSame(taken?.owner, 'two', 'after expiry');
      const fence = { lease: 'l', fence: lease!.fence };
      const result = await one.commit(subscription, { ...only(put('a')), fence });
      checkSame(result, { ok: false, reason: 'fenced' }, 'the first writer');
      checkSame(await one.renew(subscription, lease!, REQUEST), undefined, 'its renewal');
    },
  },
  {
    rule: 'ST-85',
    title: 'a second writer is refused while the first goes on',
    needs: { multiWriter: false },
    async run({ open, subscription }) {
      const first = await open();
      await checkRejects(open(), 'STORAGE_IN_USE', 'a second writer');
      await write(first, subscription, put('a'));
    },
  },
];
