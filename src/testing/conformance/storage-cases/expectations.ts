import type { Commit, Expectation, Storage } from '../../../ports/storage.ts';
import { checkRejects, checkSame } from '../../check.ts';
import { conflict, only, put, remove, snapshot, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

/** An expectation of a record of kind `account`. */
function expectation(id: string, version: number): Expectation {
  return { key: { kind: 'account', id }, version };
}

function expecting(expects: readonly Expectation[], rest: Partial<Commit> = {}): Commit {
  return { operations: [], counters: [], ...rest, expects };
}

/** Commits, and fails the case unless nothing is different afterwards. */
async function checkNothingChanges(
  storage: Storage,
  subscription: string,
  commit: Commit,
  answer: unknown,
): Promise<void> {
  const before = await snapshot(storage, subscription);
  checkSame(await storage.commit(subscription, commit), answer, 'the answer');
  checkSame(await snapshot(storage, subscription), before, 'the state afterwards');
}

export const EXPECTATION_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-53',
    title: 'a commit whose expectations fit is applied, and what it expects stays as it was',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'), put('gone'));
      await write(storage, subscription, put('a', 2), remove('gone'));
      const expects = [expectation('a', 2), expectation('gone', 0), expectation('never', 0)];
      const before = await snapshot(storage, subscription);
      checkSame(await storage.commit(subscription, expecting(expects)), { ok: true }, 'the answer');
      checkSame(await snapshot(storage, subscription), before, 'the state afterwards');
      const commit = expecting(expects, { operations: [put('b')] });
      checkSame(await storage.commit(subscription, commit), { ok: true }, 'the answer');
      await write(storage, subscription, put('a', 3), put('gone', 1), put('b', 2));
    },
  },
  {
    rule: 'ST-54',
    title: 'what is not as expected is a conflict, named behind the operations in order',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'), put('b'), put('c'));
      const expects = [
        expectation('c', 2),
        expectation('d', 1),
        expectation('a', 1),
        expectation('b', 0),
      ];
      const commit = expecting(expects, {
        operations: [put('z', 4), put('e')],
        counters: [{ name: 'n', value: 1 }],
      });
      await checkNothingChanges(storage, subscription, commit, conflict('z', 'c', 'd', 'b'));
    },
  },
  {
    rule: 'ST-55',
    title: 'of two commits that each rely on what the other writes, at most one is applied',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'), put('b'));
      for (let round = 1; round <= 10; round += 1) {
        const [a, b] = await storage.load(subscription, [
          { kind: 'account', id: 'a' },
          { kind: 'account', id: 'b' },
        ]);
        const [atA, atB] = [a!.version, b!.version];
        const answers = await Promise.all([
          storage.commit(
            subscription,
            expecting([expectation('b', atB)], { operations: [put('a', atA + 1)] }),
          ),
          storage.commit(
            subscription,
            expecting([expectation('a', atA)], { operations: [put('b', atB + 1)] }),
          ),
        ]);
        checkSame(answers.filter(({ ok }) => ok).length <= 1, true, 'at most one is applied');
      }
    },
  },
  {
    rule: 'ST-71',
    title: 'a key that is expected twice, or expected and written, is refused',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'));
      for (const commit of [
        expecting([expectation('a', 1), expectation('a', 1)]),
        expecting([expectation('a', 1)], { operations: [put('a', 2)] }),
        expecting([expectation('a', -1)]),
        expecting([expectation('a', 1.5)]),
        expecting([expectation('', 0)]),
      ]) {
        await checkRejects(storage.commit(subscription, commit), 'INVALID_INPUT', 'the commit');
      }
      await write(storage, subscription, put('a', 2));
      checkSame(await storage.commit(subscription, only()), { ok: true }, 'the storage goes on');
    },
  },
];
