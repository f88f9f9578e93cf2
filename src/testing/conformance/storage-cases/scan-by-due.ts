import type { Instant } from '../../../kernel/instant.ts';
import type { Storage } from '../../../ports/storage.ts';
import { checkSame, checkThat } from '../../check.ts';
import { dueIdsOf, load, put, remove, snapshot, write } from '../storage-case.ts';
import type { Position, StorageCase } from '../storage-case.ts';
import { ODD_IDS, ODD_IDS_IN_ORDER } from './odd-values.ts';

/** All ids that are due, in pages. */
async function paged(storage: Storage, subscription: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  let after: Position | undefined;
  for (;;) {
    const page = await storage.scan(subscription, {
      kind: 'account',
      index: 'due',
      until: 1e15,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    found.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return found;
    after = { due: last.due ?? 0, id: last.id };
  }
}

export const SCAN_BY_DUE_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-20',
    title: 'records are in order of due, and until belongs to the range',
    async run({ open, subscription }) {
      const storage = await open();
      const dues: Record<string, Instant> = { a: 30, b: 10, c: 20, d: 40, e: 20 };
      const puts = Object.entries(dues).map(([id, due]) => put(id, 1, { due }));
      await write(storage, subscription, ...puts);
      const expected: readonly [until: Instant, ids: string[]][] = [
        [9, []],
        [10, ['b']],
        [19, ['b']],
        [20, ['b', 'c', 'e']],
        [39, ['b', 'c', 'e', 'a']],
        [40, ['b', 'c', 'e', 'a', 'd']],
      ];
      for (const [until, ids] of expected) {
        checkSame(await dueIdsOf(storage, subscription, { until }), ids, `until ${until}`);
      }
    },
  },
  {
    rule: 'ST-20',
    title: 'records of the same instant are in order of id by UTF-16 code units',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, ...ODD_IDS.map((id) => put(id, 1, { due: 7 })));
      checkSame(await dueIdsOf(storage, subscription), ODD_IDS_IN_ORDER, 'the ids');
    },
  },
  {
    rule: 'ST-20',
    title: 'records of the same instant that came in several commits are in order of id',
    async run({ open, subscription }) {
      const storage = await open();
      for (const id of ['m', 'c', 'x', 'B', 'a', 'n']) {
        await write(storage, subscription, put(id, 1, { due: 7 }));
        await dueIdsOf(storage, subscription, { limit: 2 });
      }
      checkSame(await dueIdsOf(storage, subscription), ['B', 'a', 'c', 'm', 'n', 'x'], 'the ids');
    },
  },
  {
    rule: 'ST-21',
    title: 'records without due are not in the index',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'), put('b', 1, { due: 0 }), put('c'));
      checkSame(await dueIdsOf(storage, subscription), ['b'], 'the ids');
      checkSame(await dueIdsOf(storage, subscription, { until: -1 }), [], 'until -1');
      const [a] = await load(storage, subscription, ['a']);
      checkThat(a?.due === null, `the due of a record without one is ${String(a?.due)}`);
    },
  },
  {
    rule: 'ST-21',
    title: 'instants before 1970, at 0 and far beyond 32 bits are in order and exact',
    async run({ open, subscription }) {
      const storage = await open();
      const dues = [
        -8.64e15, -1e12, -2_147_483_649, -10, -9, -1, 0, 1, 9, 10, 2_147_483_647, 2_147_483_648,
        4_294_967_296, 1_767_603_600_000, 1_767_603_600_001, 8.64e15,
      ];
      const shuffled = dues.map((due, index) => [due, index] as const).reverse();
      await write(
        storage,
        subscription,
        ...shuffled.map(([due, index]) => put(`id-${String(index)}`, 1, { due })),
      );
      const query = { kind: 'account', index: 'due', until: 8.64e15, limit: 99 } as const;
      const page = await storage.scan(subscription, query);
      checkSame(
        page.map(({ due }) => due),
        dues,
        'the instants',
      );
    },
  },
  {
    rule: 'ST-22',
    title: 'after continues behind a position, within an instant and between instants',
    async run({ open, subscription }) {
      const storage = await open();
      const puts = ['a', 'b', 'c'].flatMap((id) => [
        put(`1${id}`, 1, { due: 10 }),
        put(`0${id}`, 1, { due: 20 }),
      ]);
      await write(storage, subscription, ...puts);
      const expected: readonly [after: Position, ids: string[]][] = [
        [{ due: 9, id: 'z' }, ['1a', '1b', '1c', '0a', '0b', '0c']],
        [{ due: 10, id: '' }, ['1a', '1b', '1c', '0a', '0b', '0c']],
        [{ due: 10, id: '1a' }, ['1b', '1c', '0a', '0b', '0c']],
        [{ due: 10, id: '1bb' }, ['1c', '0a', '0b', '0c']],
        [{ due: 10, id: '1c' }, ['0a', '0b', '0c']],
        [{ due: 15, id: 'a' }, ['0a', '0b', '0c']],
        [{ due: 20, id: '0b' }, ['0c']],
        [{ due: 20, id: '0c' }, []],
        [{ due: 30, id: 'a' }, []],
      ];
      for (const [after, ids] of expected) {
        const page = await dueIdsOf(storage, subscription, { after });
        checkSame(page, ids, `after (${after.due}, ${after.id})`);
      }
    },
  },
  {
    rule: 'ST-22',
    title: 'pages of every size join to the whole when all are due at the same instant',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, ...ODD_IDS.map((id) => put(id, 1, { due: 7 })));
      for (const limit of [1, 3, ODD_IDS.length, 1000]) {
        const found = await paged(storage, subscription, limit);
        checkSame(found, ODD_IDS_IN_ORDER, `the pages of ${limit}`);
      }
    },
  },
  {
    rule: 'ST-22',
    title: 'writes between the pages',
    async run({ open, subscription }) {
      const storage = await open();
      const at = (id: string, due: Instant, version = 1) => put(id, version, { due });
      await write(storage, subscription, at('a', 1), at('b', 2), at('c', 3), at('d', 4));
      checkSame(await dueIdsOf(storage, subscription, { limit: 2 }), ['a', 'b'], 'the first page');
      await write(storage, subscription, at('a', 5, 2), at('c', 1, 2), at('e', 3), at('f', 0));
      const second = await dueIdsOf(storage, subscription, {
        after: { due: 2, id: 'b' },
        limit: 2,
      });
      checkSame(second, ['e', 'd'], 'the second page');
      await write(storage, subscription, remove('d'), at('e', 6, 2));
      const third = await dueIdsOf(storage, subscription, { after: { due: 4, id: 'd' }, limit: 9 });
      checkSame(third, ['a', 'e'], 'the third page');
      checkSame(await dueIdsOf(storage, subscription), ['f', 'c', 'b', 'a', 'e'], 'at the end');
    },
  },
  {
    rule: 'ST-23',
    title: 'a put moves a record in the index, and the old place is never shown',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { due: 1 }), put('b', 1, { due: 2 }));
      await dueIdsOf(storage, subscription);
      await write(storage, subscription, put('a', 2, { due: 3 }));
      checkSame(await dueIdsOf(storage, subscription), ['b', 'a'], 'after moving later');
      checkSame(await dueIdsOf(storage, subscription, { until: 1 }), [], 'at the old place');
      await write(storage, subscription, put('a', 3, { due: -5 }));
      checkSame(await dueIdsOf(storage, subscription), ['a', 'b'], 'after moving earlier');
    },
  },
  {
    rule: 'ST-23',
    title: 'a put with null and a delete take a record out',
    async run({ open, subscription }) {
      const storage = await open();
      const dues = ['a', 'b', 'c'].map((id) => put(id, 1, { due: 1 }));
      await write(storage, subscription, ...dues);
      await write(storage, subscription, put('a', 2), remove('b'));
      checkSame(await dueIdsOf(storage, subscription), ['c'], 'what is left');
      await write(storage, subscription, put('b'), put('a', 3, { due: 1 }));
      checkSame(await dueIdsOf(storage, subscription), ['a', 'c'], 'after coming back');
    },
  },
  {
    rule: 'ST-23',
    title: 'a record that comes back to an earlier due is shown once',
    async run({ open, subscription }) {
      const storage = await open();
      let version = 0;
      const move = (due: Instant | null): Promise<void> =>
        write(storage, subscription, put('a', (version += 1), { due }));
      await write(storage, subscription, put('0', 1, { due: 1 }), put('z', 1, { due: 1 }));
      for (const due of [1, 2, 1, null, 1, 1, 3, 1]) {
        await move(due);
        if (version % 3 === 0) await dueIdsOf(storage, subscription, { limit: 2 });
      }
      await write(storage, subscription, remove('a', version));
      version = 0;
      await move(1);
      checkSame(await dueIdsOf(storage, subscription), ['0', 'a', 'z'], 'the ids');
      checkSame(await paged(storage, subscription, 1), ['0', 'a', 'z'], 'in pages of one');
    },
  },
  {
    rule: 'ST-23',
    title: 'scan a page, move it on, scan again: every record comes up exactly once',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = Array.from({ length: 120 }, (_, index) => `id-${(index * 37) % 120}`);
      await write(storage, subscription, ...ids.map((id) => put(id, 1, { due: 100 })));
      const seen: string[] = [];
      for (;;) {
        const page = await dueIdsOf(storage, subscription, { until: 100, limit: 7 });
        if (page.length === 0) break;
        seen.push(...page);
        checkThat(seen.length <= ids.length, 'a record came up twice');
        await write(
          storage,
          subscription,
          ...page.map((id, index) => put(id, 2, { due: index % 3 === 0 ? null : 200 })),
        );
      }
      checkSame(seen, [...ids].sort(), 'the records in the order they came up');
    },
  },
  {
    rule: 'ST-23',
    title: 'records that stay in front do not hide or repeat those behind them',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = Array.from({ length: 60 }, (_, index) => `id-${String(index).padStart(2, '0')}`);
      await write(storage, subscription, ...ids.map((id, due) => put(id, 1, { due })));
      for (let from = 3; from < 60; from += 4) {
        const moving = ids.slice(from, from + 4);
        const page = await dueIdsOf(storage, subscription, { limit: 3 + moving.length });
        checkSame(page, [...ids.slice(0, 3), ...moving], `the page at ${from}`);
        await write(storage, subscription, ...moving.map((id) => put(id, 2)));
      }
      checkSame(await dueIdsOf(storage, subscription), ids.slice(0, 3), 'at the end');
    },
  },
  {
    rule: 'ST-24',
    title: 'the same scan again finds the same records',
    async run({ open, subscription }) {
      const storage = await open();
      const dues = [5, 3, 8, 3, 1, 9].map((due, index) => put(`id-${index}`, 1, { due }));
      await write(storage, subscription, ...dues);
      const first = await dueIdsOf(storage, subscription, { until: 8, limit: 4 });
      for (const limit of [1, 2, 3, 4]) {
        const again = await dueIdsOf(storage, subscription, { until: 8, limit });
        checkSame(again, first.slice(0, limit), `again with limit ${limit}`);
      }
      checkSame(
        await snapshot(storage, subscription),
        await snapshot(storage, subscription),
        'all',
      );
    },
  },
];
