import { checkSame } from '../../check.ts';
import { load, only, put } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { LOOK_ALIKES } from './look-alikes.ts';

const REQUEST = { now: 1_000, ttl: 100 };

/** The families of cases in which look-alikes are names of subscriptions, counters and leases, and owners. */
export const LOOK_ALIKE_NAME_CASES: readonly StorageCase[] = LOOK_ALIKES.flatMap(
  ([what, names]) => {
    const inOrder = [...names].sort();
    const half = names.filter((_, index) => index % 2 === 0);
    return [
      {
        rule: 'ST-5',
        title: `as subscriptions, ${what} never meet`,
        async run({ open }) {
          const storage = await open();
          for (const name of half) {
            const commit = { ...only(put('a', 1, { body: name })), counters: [one(name)] };
            checkSame(await storage.commit(name, commit), { ok: true }, 'the answer');
            await storage.acquire(name, { ...REQUEST, name: 'l', owner: name });
          }
          for (const name of names) {
            const [record] = await load(storage, name, ['a']);
            const counters = await storage.counters(name, '');
            const owners = (await storage.leases(name, '')).map(({ owner }) => owner);
            const expected = half.includes(name) ? [name, [one(name)], [name]] : [null, [], []];
            const shown = [record?.body ?? null, counters, owners];
            checkSame(shown, expected, `what ${JSON.stringify(name)} holds`);
          }
        },
      },
      {
        rule: 'ST-47',
        title: `as counters and their prefixes, ${what} are kept apart and in order`,
        async run({ open, subscription }) {
          const storage = await open();
          const commit = { operations: [], counters: [...names, ...half].map(one) };
          checkSame(await storage.commit(subscription, commit), { ok: true }, 'the answer');
          for (const prefix of ['', ...names]) {
            checkSame(
              await storage.counters(subscription, prefix),
              inOrder
                .filter((name) => name.startsWith(prefix))
                .map((name) => ({ name, value: half.includes(name) ? 2 : 1 })),
              `the counters with prefix ${JSON.stringify(prefix)}`,
            );
          }
        },
      },
      {
        rule: 'ST-69',
        title: `as leases and their prefixes, ${what} are kept apart and in order`,
        async run({ open, subscription }) {
          const storage = await open();
          for (const name of names) {
            const lease = await storage.acquire(subscription, { ...REQUEST, name, owner: 'o' });
            checkSame(lease?.name, name, 'the name of a lease that nobody has had');
            if (!half.includes(name)) await storage.release(subscription, lease!);
          }
          for (const prefix of ['', ...names]) {
            checkSame(
              (await storage.leases(subscription, prefix)).map(({ name }) => name),
              inOrder.filter((name) => half.includes(name) && name.startsWith(prefix)),
              `the leases with prefix ${JSON.stringify(prefix)}`,
            );
          }
        },
      },
      {
        rule: 'ST-61',
        title: `as owners, ${what} are kept apart`,
        async run({ open, subscription }) {
          const storage = await open();
          const [owner, ...others] = names;
          const request = { ...REQUEST, name: 'l' };
          const lease = await storage.acquire(subscription, { ...request, owner: owner! });
          checkSame(lease?.owner, owner, 'the owner');
          for (const other of others) {
            const asked = { ...request, owner: other };
            const taken = { ...lease!, owner: other };
            const answers = [
              await storage.acquire(subscription, asked),
              await storage.renew(subscription, taken, asked),
              await storage.release(subscription, taken),
            ];
            checkSame(answers, [undefined, undefined, false], `what ${JSON.stringify(other)} gets`);
          }
          checkSame(await storage.leases(subscription, ''), [lease], 'the leases afterwards');
        },
      },
    ] satisfies StorageCase[];
  },
);

function one(name: string): { name: string; value: number } {
  return { name, value: 1 };
}
