import type { Instant } from '../../../kernel/instant.ts';
import { checkSame } from '../../check.ts';
import { dueIdsOf, load, put, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

const LAST = 8.64e15;

/** Instants at which types of numbers end, or change their sign or their length as text. */
const EDGES: readonly (readonly [what: string, instant: Instant])[] = [
  ['the second instant of all', 1 - LAST],
  ['the least number of 32 bits', -(2 ** 31)],
  ['the year 1 in seconds', -62_135_596_800],
  ['-10', -10],
  ['0', 0],
  ['9', 9],
  ['the greatest signed number of 32 bits', 2 ** 31 - 1],
  ['the greatest number of 32 bits', 2 ** 32 - 1],
  ['a second of 2026 that is no whole second', 1_767_603_600_999],
  ['the greatest number of 48 bits', 2 ** 48 - 1],
  ['the last instant but one', LAST - 1],
];

const atEdges = EDGES.map(([what, edge]): StorageCase => ({
  rule: 'ST-21',
  title: `the instants before, at and behind ${what} are told apart`,
  async run({ open, subscription }) {
    const storage = await open();
    const around = [edge - 1, edge, edge + 1];
    const ids = ['c', 'b', 'a'];
    await write(
      storage,
      subscription,
      ...ids.map((id, index) => put(id, 1, { due: around[index]! })),
    );
    for (const [index, until] of around.entries()) {
      const found = await dueIdsOf(storage, subscription, { until });
      checkSame(found, ids.slice(0, index + 1), `until ${until}`);
      const after = { due: until, id: ids[index]! };
      const rest = await dueIdsOf(storage, subscription, { after });
      checkSame(rest, ids.slice(index + 1), `after ${until}`);
    }
    const dues = (await load(storage, subscription, ids)).map((record) => record?.due);
    checkSame(dues, around, 'the instants from load');
  },
}));

/** Values of `until` that are no instants, over records that are due at -1, 0 and 1. */
const BETWEEN: readonly (readonly [until: number, ids: string[]])[] = [
  [Number.NEGATIVE_INFINITY, []],
  [-1e300, []],
  [-LAST - 1, []],
  [-1.5, []],
  [-0.5, ['a']],
  [0.5, ['a', 'b']],
  [0.999_999, ['a', 'b']],
  [2 ** 53, ['a', 'b', 'c']],
  [2 ** 63, ['a', 'b', 'c']],
  [1e300, ['a', 'b', 'c']],
  [Number.POSITIVE_INFINITY, ['a', 'b', 'c']],
];

/** Cases about instants at the edges of what an adapter may keep them in. */
export const INSTANT_CASES: readonly StorageCase[] = [
  ...atEdges,
  ...BETWEEN.map(([until, ids]): StorageCase => ({
    rule: 'ST-72',
    title: `until ${until} finds what is due at or before it`,
    async run({ open, subscription }) {
      const storage = await open();
      const dues = { a: -1, b: 0, c: 1 };
      const puts = Object.entries(dues).map(([id, due]) => put(id, 1, { due }));
      await write(storage, subscription, ...puts);
      checkSame(await dueIdsOf(storage, subscription, { until }), ids, 'the ids');
    },
  })),
  {
    rule: 'ST-22',
    title: 'a position at the first and at the last instant, and one that nothing ever had',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { due: -LAST }), put('b', 1, { due: LAST }));
      const expected: readonly [due: Instant, id: string, ids: string[]][] = [
        [-LAST, '', ['a', 'b']],
        [-LAST, 'a', ['b']],
        [0, '\uffff', ['b']],
        [LAST, 'a', ['b']],
        [LAST, 'b', []],
        [LAST, '\uffff', []],
      ];
      for (const [due, id, ids] of expected) {
        const page = await dueIdsOf(storage, subscription, { after: { due, id } });
        checkSame(page, ids, `after (${due}, ${id})`);
      }
    },
  },
  {
    rule: 'ST-20',
    title: 'an until before the position to continue after finds nothing',
    async run({ open, subscription }) {
      const storage = await open();
      const puts = [1, 2, 3].map((due) => put(`at-${due}`, 1, { due }));
      await write(storage, subscription, ...puts);
      const after = { due: 2, id: '' };
      checkSame(await dueIdsOf(storage, subscription, { until: 1, after }), [], 'until 1');
      checkSame(await dueIdsOf(storage, subscription, { until: 2, after }), ['at-2'], 'until 2');
    },
  },
];
