import { checkSame, checkThat } from '../../check.ts';
import { idsOf, put, remove, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { ODD_IDS, ODD_IDS_IN_ORDER } from './odd-values.ts';

const PREFIXES = [
  ' ',
  ...`a a/ a/b a% % _ a_ * . \\ a\\ [ ' A 1 1. x zz __`.split(' '),
  ...'\u00e9 e e\u0301 \u{1f468} \u{1f600} \uffff \ue000'.split(' '),
];

export const SCAN_BY_ID_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-15',
    title: 'ids are in order of UTF-16 code units, not of a locale or of code points',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = ['b', 'a', 'B', 'A', '\u00e4', 'z', 'Z', '10', '9', '_', '\u{1f600}', '\ue000'];
      await write(storage, subscription, ...ids.map((id) => put(id)));
      const expected = [
        '10',
        '9',
        'A',
        'B',
        'Z',
        '_',
        'a',
        'b',
        'z',
        '\u00e4',
        '\u{1f600}',
        '\ue000',
      ];
      checkSame(await idsOf(storage, subscription), expected, 'the ids');
    },
  },
  {
    rule: 'ST-15',
    title: 'a shorter id stands before those that begin with it',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = ['ab', 'a', 'a\u0001', 'aa', 'a ', 'a/', 'a\uffff', 'b'];
      await write(storage, subscription, ...ids.map((id) => put(id)));
      const expected = ['a', 'a\u0001', 'a ', 'a/', 'aa', 'ab', 'a\uffff', 'b'];
      checkSame(await idsOf(storage, subscription), expected, 'the ids');
    },
  },
  {
    rule: 'ST-16',
    title: 'a prefix is plain text without boundaries',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, ...ODD_IDS.map((id) => put(id)));
      for (const prefix of PREFIXES) {
        checkSame(
          await idsOf(storage, subscription, { prefix }),
          ODD_IDS_IN_ORDER.filter((id) => id.startsWith(prefix)),
          `the ids with prefix ${JSON.stringify(prefix)}`,
        );
      }
    },
  },
  {
    rule: 'ST-16',
    title: 'a prefix that ends in a separator does not find the id without it',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = ['acme', 'acme/1', 'acme/2', 'acme2/1', 'acme-x', 'acm/1', 'ACME/1'];
      await write(storage, subscription, ...ids.map((id) => put(id)));
      const found = await idsOf(storage, subscription, { prefix: 'acme/' });
      checkSame(found, ['acme/1', 'acme/2'], 'the ids');
    },
  },
  {
    rule: 'ST-16',
    title: 'without a prefix and with the empty one all records are in range',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('b'), put('a'), put('c', 1, { kind: 'person' }));
      checkSame(await idsOf(storage, subscription), ['a', 'b'], 'without');
      checkSame(
        await idsOf(storage, subscription, { prefix: '' }),
        ['a', 'b'],
        'with the empty one',
      );
      const after = await idsOf(storage, subscription, { prefix: '', after: '' });
      checkSame(after, ['a', 'b'], 'after the empty text');
    },
  },
  {
    rule: 'ST-17',
    title: 'after continues behind an id that need not exist',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a'), put('c'), put('e'));
      const expected: readonly [after: string, ids: string[]][] = [
        ['A', ['a', 'c', 'e']],
        ['a', ['c', 'e']],
        ['b', ['c', 'e']],
        ['c', ['e']],
        ['c\u0001', ['e']],
        ['e', []],
        ['\uffff', []],
      ];
      for (const [after, ids] of expected) {
        checkSame(await idsOf(storage, subscription, { after }), ids, `after ${after}`);
      }
    },
  },
  {
    rule: 'ST-17',
    title: 'after and prefix together keep to both',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = ['a', 'b', 'b/1', 'b/2', 'b/3', 'c'];
      await write(storage, subscription, ...ids.map((id) => put(id)));
      const expected: readonly [after: string, ids: string[]][] = [
        ['a', ['b/1', 'b/2', 'b/3']],
        ['b/', ['b/1', 'b/2', 'b/3']],
        ['b/1', ['b/2', 'b/3']],
        ['b/1x', ['b/2', 'b/3']],
        ['b/3', []],
        ['c', []],
      ];
      for (const [after, found] of expected) {
        const page = await idsOf(storage, subscription, { prefix: 'b/', after });
        checkSame(page, found, `prefix b/ after ${after}`);
      }
    },
  },
  {
    rule: 'ST-18',
    title: 'pages of every size join to the whole, and only the last one is short',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, ...ODD_IDS.map((id) => put(id)));
      for (const limit of [1, 2, 7, ODD_IDS.length - 1, ODD_IDS.length, ODD_IDS.length + 1]) {
        const found: string[] = [];
        let after = '';
        for (;;) {
          const page = await idsOf(storage, subscription, { after, limit });
          found.push(...page);
          if (page.length < limit) break;
          after = page.at(-1)!;
        }
        checkSame(found, ODD_IDS_IN_ORDER, `the pages of ${limit}`);
      }
    },
  },
  {
    rule: 'ST-18',
    title: 'records without the prefix do not make a page short',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = ['a', 'b/1', 'b/2', 'b0', 'b/3', 'c'];
      await write(storage, subscription, ...ids.map((id) => put(id)));
      const first = await idsOf(storage, subscription, { prefix: 'b/', limit: 2 });
      checkSame(first, ['b/1', 'b/2'], 'the first page');
      const query = { prefix: 'b/', limit: 2, after: 'b/2' };
      checkSame(await idsOf(storage, subscription, query), ['b/3'], 'the second page');
    },
  },
  {
    rule: 'ST-18',
    title: 'deleted records do not make a page short',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = Array.from({ length: 40 }, (_, index) => `id-${String(index).padStart(2, '0')}`);
      await write(storage, subscription, ...ids.map((id) => put(id)));
      await idsOf(storage, subscription);
      await write(storage, subscription, ...ids.slice(0, 30).map((id) => remove(id)));
      const page = await idsOf(storage, subscription, { limit: 5 });
      checkSame(page, ids.slice(30, 35), 'the first page');
    },
  },
  {
    rule: 'ST-19',
    title: 'writes between the pages: what stays is shown once, new ones ahead are shown',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, ...['a', 'c', 'e', 'g', 'i'].map((id) => put(id)));
      const first = await idsOf(storage, subscription, { limit: 2 });
      checkSame(first, ['a', 'c'], 'the first page');
      await write(storage, subscription, remove('c'), remove('e'));
      await write(storage, subscription, put('b'), put('d'), put('h'), put('g', 2), put('a', 2));
      const second = await idsOf(storage, subscription, { after: 'c', limit: 2 });
      checkSame(second, ['d', 'g'], 'the second page');
      await write(storage, subscription, put('e'), put('j'), remove('g', 2), remove('h'));
      const third = await idsOf(storage, subscription, { after: 'g', limit: 9 });
      checkSame(third, ['i', 'j'], 'the third page');
      const all = await idsOf(storage, subscription);
      checkSame(all, ['a', 'b', 'd', 'e', 'i', 'j'], 'all of them at the end');
    },
  },
  {
    rule: 'ST-19',
    title: 'a queue that is taken from its front and filled at its end',
    async run({ open, subscription }) {
      const storage = await open();
      let [next, shown] = [0, 0];
      const idOf = (index: number): string => `q/${String(index).padStart(6, '0')}`;
      for (let round = 0; round < 40; round += 1) {
        const added = Array.from({ length: 7 }, () => put(idOf(next++)));
        await write(storage, subscription, ...added);
        const page = await idsOf(storage, subscription, { prefix: 'q/', limit: 5 });
        for (const id of page) {
          checkThat(id === idOf(shown), `expected ${idOf(shown)}, got ${id}`);
          shown += 1;
        }
        await write(storage, subscription, ...page.map((id) => remove(id)));
      }
    },
  },
];
