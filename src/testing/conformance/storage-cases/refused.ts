import type { Commit, Storage } from '../../../ports/storage.ts';
import { checkRejects, checkSame } from '../../check.ts';
import { put, snapshot, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

/** A call that must be refused, and how to name it. */
export type Call = readonly [
  what: string,
  call: (storage: Storage, subscription: string) => Promise<unknown>,
];

/** A case in which every call rejects with `INVALID_INPUT` and nothing changes. */
export function refusals(rule: string, title: string, calls: readonly Call[]): StorageCase {
  return {
    rule,
    title,
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { due: 1 }), put('b', 1, { due: 2 }));
      const before = await snapshot(storage, subscription);
      for (const [what, call] of calls) {
        await checkRejects(call(storage, subscription), 'INVALID_INPUT', what);
      }
      checkSame(await snapshot(storage, subscription), before, 'the state afterwards');
    },
  };
}

/** A malformed commit, along with an operation and a counter that would fit. */
export function commitOf(what: string, commit: Partial<Commit>): Call {
  return [
    what,
    (storage, subscription) =>
      storage.commit(subscription, {
        ...commit,
        operations: [put('a', 2), put('new'), ...(commit.operations ?? [])],
        counters: [{ name: 'n', value: 1 }, ...(commit.counters ?? [])],
      }),
  ];
}
