import { RECORD_KINDS } from '../../../ports/storage.ts';
import type { RecordKind, Storage } from '../../../ports/storage.ts';
import { checkSame } from '../../check.ts';
import { dueIdsOf, idsOf, keys, load, only, put, remove, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

/** One case a kind: all that can be done with a record, while the next kind has a record of the same id. */
export const KIND_CASES: readonly StorageCase[] = RECORD_KINDS.map((kind, index) => ({
  rule: 'ST-4',
  title: `a record of kind ${kind} lives like any other, beside one of another kind and the same id`,
  async run({ open, subscription }) {
    const storage = await open();
    const other = RECORD_KINDS[(index + 1) % RECORD_KINDS.length]!;
    await write(storage, subscription, put('a', 1, { kind: other, due: 5, body: 'other' }));
    const untouched = await seen(storage, subscription, other);
    checkSame(await seen(storage, subscription, kind), [[undefined], [], []], 'at first');
    await write(storage, subscription, put('a', 1, { kind, due: 3 }), put('b', 1, { kind }));
    await write(storage, subscription, put('a', 2, { kind, due: 4, body: 'own' }));
    const record = { kind, id: 'a', version: 2, due: 4, body: 'own' };
    checkSame(await seen(storage, subscription, kind), [[record], ['a', 'b'], ['a']], 'then');
    const stale = await storage.commit(subscription, only(put('a', 2, { kind })));
    const conflict = { ok: false, reason: 'conflict', conflicts: keys(['a'], kind) };
    checkSame(stale, conflict, 'the answer to a stale put');
    const expects = [{ key: { kind, id: 'a' }, version: 1 }];
    checkSame(
      await storage.commit(subscription, { ...only(), expects }),
      conflict,
      'the answer to an expectation of the version of the other kind',
    );
    await write(storage, subscription, remove('a', 2, kind));
    checkSame(await seen(storage, subscription, kind), [[undefined], ['b'], []], 'at the end');
    checkSame(await seen(storage, subscription, other), untouched, 'the other kind');
  },
}));

async function seen(
  storage: Storage,
  subscription: string,
  kind: RecordKind,
): Promise<readonly unknown[]> {
  return [
    await load(storage, subscription, ['a'], kind),
    await idsOf(storage, subscription, { kind }),
    await dueIdsOf(storage, subscription, { kind }),
  ];
}
