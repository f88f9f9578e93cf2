import type { CommitResult } from '../../../ports/storage.ts';
import { checkRejects, checkSame, checkThat } from '../../check.ts';
import {
  conflict,
  dueIdsOf,
  idsOf,
  keys,
  load,
  only,
  put,
  remove,
  snapshot,
  write,
} from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

export const COMMIT_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-30',
    title: 'after a commit all of it is there, in every way of reading',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('gone'), put('kept', 1, { due: 9 }));
      const result = await storage.commit(subscription, {
        operations: [put('new', 1, { due: 5 }), put('kept', 2, { due: 4 }), remove('gone')],
        counters: [{ name: 'n', value: 3 }],
      });
      checkSame(result, { ok: true }, 'the answer');
      const versions = (await load(storage, subscription, ['new', 'kept', 'gone'])).map(
        (record) => record?.version ?? null,
      );
      checkSame(versions, [1, 2, null], 'the versions');
      checkSame(await idsOf(storage, subscription), ['kept', 'new'], 'by id');
      checkSame(await dueIdsOf(storage, subscription), ['kept', 'new'], 'by due');
      const counters = await storage.counters(subscription, '');
      checkSame(counters, [{ name: 'n', value: 3 }], 'the counters');
    },
  },
  {
    rule: 'ST-31',
    title: 'after a refusal every way of reading shows the state before',
    async run({ open, subscription }) {
      const storage = await open();
      await storage.commit(subscription, {
        operations: [put('a', 1, { due: 1 }), put('b', 1, { due: 2 })],
        counters: [{ name: 'n', value: 1 }],
      });
      const before = await snapshot(storage, subscription);
      const operations = [put('new', 1, { due: 0 }), remove('a'), put('b', 2, { due: 9 })];
      const counters = [{ name: 'n', value: 5 }];
      const refused = await storage.commit(subscription, {
        operations: [...operations, put('x', 2)],
        counters,
      });
      checkSame(refused, conflict('x'), 'the answer to a conflict');
      checkSame(await snapshot(storage, subscription), before, 'after a conflict');
      const malformed = { operations: [...operations, put('x', 0)], counters };
      await checkRejects(storage.commit(subscription, malformed), 'INVALID_INPUT', 'version 0');
      checkSame(await snapshot(storage, subscription), before, 'after a malformed commit');
      const fence = { lease: 'l', fence: 1 };
      const fenced = await storage.commit(subscription, { operations, counters, fence });
      checkSame(fenced, { ok: false, reason: 'fenced' }, 'the answer to an unknown fence');
      checkSame(await snapshot(storage, subscription), before, 'after a fenced commit');
      await write(storage, subscription, ...operations);
    },
  },
  {
    rule: 'ST-32',
    title: 'versions count from 1 in steps of one',
    async run({ open, subscription }) {
      const storage = await open();
      for (let version = 1; version <= 50; version += 1) {
        const stale = await storage.commit(subscription, only(put('a', version + 1)));
        checkSame(stale, conflict('a'), `version ${version + 1} on ${version - 1}`);
        await write(storage, subscription, put('a', version));
      }
    },
  },
  {
    rule: 'ST-34',
    title: 'a deleted record is gone, and its next put has version 1',
    async run({ open, subscription }) {
      const storage = await open();
      for (let round = 0; round < 3; round += 1) {
        await write(storage, subscription, put('a', 1, { due: 1, body: { round } }));
        await write(storage, subscription, put('a', 2, { due: 2 }));
        await write(storage, subscription, remove('a', 2));
        checkSame(await load(storage, subscription, ['a']), [undefined], 'load');
        checkSame(await idsOf(storage, subscription), [], 'by id');
        checkSame(await dueIdsOf(storage, subscription), [], 'by due');
        const next = await storage.commit(subscription, only(put('a', 3)));
        checkSame(next, conflict('a'), 'a put of the next version');
        const again = await storage.commit(subscription, only(remove('a', 2)));
        checkSame(again, conflict('a'), 'a second delete');
      }
      await write(storage, subscription, put('a', 1, { body: 'new' }));
      const [record] = await load(storage, subscription, ['a']);
      checkSame(record, put('a', 1, { body: 'new' }).record, 'the new record');
    },
  },
  {
    rule: 'ST-35',
    title: 'a conflict names every key that did not fit, in order, and nothing is applied',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = ['a', 'b', 'c', 'd', 'e'];
      await write(storage, subscription, ...ids.map((id) => put(id, 1, { due: 5 })));
      const before = await snapshot(storage, subscription);
      const result = await storage.commit(subscription, {
        operations: [
          put('new', 1, { due: 1 }),
          put('d', 1, { due: 1 }),
          put('c', 2, { due: 1 }),
          remove('a', 2),
          remove('e', 1),
          put('b', 3),
          put('f', 2),
        ],
        counters: [{ name: 'n', value: 1 }],
      });
      checkSame(result, conflict('d', 'a', 'b', 'f'), 'the answer');
      checkSame(await snapshot(storage, subscription), before, 'the state afterwards');
      checkSame(
        await load(storage, subscription, ['new', 'f']),
        [undefined, undefined],
        'new ones',
      );
    },
  },
  {
    rule: 'ST-35',
    title: 'one conflict at the end of 500 operations undoes all of them',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = Array.from({ length: 500 }, (_, index) => `id-${index}`);
      await write(storage, subscription, ...ids.map((id) => put(id, 1, { due: 5 })));
      const before = await snapshot(storage, subscription);
      const operations = ids.map((id, index) =>
        index === 499 ? put(id, 1) : index % 2 === 0 ? put(id, 2, { due: 1 }) : remove(id, 1),
      );
      const result = await storage.commit(subscription, only(...operations));
      checkSame(result, conflict('id-499'), 'the answer');
      checkSame(await snapshot(storage, subscription), before, 'the state afterwards');
    },
  },
  {
    rule: 'ST-35',
    title: 'a conflict names the key of the right kind',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'), put('a', 1, { kind: 'person' }));
      const operations = [put('a', 2), put('a', 3, { kind: 'person' })];
      const result = await storage.commit(subscription, only(...operations));
      const expected: CommitResult = {
        ok: false,
        reason: 'conflict',
        conflicts: keys(['a'], 'person'),
      };
      checkSame(result, expected, 'the answer');
    },
  },
  {
    rule: 'ST-35',
    title: 'after a conflict the same commit with the right versions is applied',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'), put('b'));
      const refused = await storage.commit(subscription, only(put('a', 3), put('b', 2)));
      checkSame(refused, conflict('a'), 'the first answer');
      await write(storage, subscription, put('a', 2), put('b', 2));
    },
  },
  {
    rule: 'ST-36',
    title: 'a put replaces body and due and merges nothing',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { due: 3, body: { x: 1, y: { z: 2 } } }));
      await write(storage, subscription, put('a', 2, { body: { y: { w: 3 } } }));
      const [record] = await load(storage, subscription, ['a']);
      checkSame(record?.body, { y: { w: 3 } }, 'the body');
      checkThat(record?.due === null, 'the due of the first put is still there');
    },
  },
  {
    rule: 'ST-37',
    title: 'puts and deletes of several kinds in any order',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'), put('b', 1, { kind: 'effect' }));
      await write(
        storage,
        subscription,
        remove('b', 1, 'effect'),
        put('a', 1, { kind: 'effect' }),
        remove('a'),
        put('b'),
        put('a', 1, { kind: 'progress' }),
      );
      checkSame(await idsOf(storage, subscription), ['b'], 'accounts');
      checkSame(await idsOf(storage, subscription, { kind: 'effect' }), ['a'], 'effects');
      checkSame(await idsOf(storage, subscription, { kind: 'progress' }), ['a'], 'progress');
    },
  },
  {
    rule: 'ST-38',
    title: 'a commit without operations and counters is applied',
    async run({ open, subscription }) {
      const storage = await open();
      const result = await storage.commit(subscription, only());
      checkSame(result, { ok: true }, 'the answer');
    },
  },
  {
    rule: 'ST-39',
    title: 'of many commits at once for the same version exactly one is applied',
    async run({ open, subscription }) {
      const storage = await open();
      for (let version = 1; version <= 5; version += 1) {
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, writer) =>
            storage.commit(subscription, {
              operations: [put('a', version, { body: writer }), put(`${version}-${writer}`)],
              counters: [{ name: 'applied', value: 1 }],
            }),
          ),
        );
        const applied = results.flatMap((result, writer) => (result.ok ? [writer] : []));
        checkThat(applied.length === 1, `${applied.length} of 20 commits were applied`);
        const losers = results.filter((result) => !result.ok);
        for (const result of losers) checkSame(result, conflict('a'), 'the answer to a loser');
        const [record] = await load(storage, subscription, ['a']);
        checkSame([record?.version, record?.body], [version, applied[0]], 'what is stored');
      }
      const others = await idsOf(storage, subscription);
      checkThat(others.length === 6, `${others.length - 1} records of 5 applied commits`);
      const counters = await storage.counters(subscription, '');
      checkSame(counters, [{ name: 'applied', value: 5 }], 'the counters');
    },
  },
];
