import { checkSame } from '../../check.ts';
import { idsOf, put, remove, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { ODD_IDS, ODD_IDS_IN_ORDER } from './odd-values.ts';

export const SCAN_IN_REVERSE_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-26',
    title: 'the last record of a prefix comes first, also after others were put and scanned',
    async run({ open, subscription }) {
      const storage = await open();
      const last = { prefix: '1\u001f', reverse: true, limit: 1 };
      for (const number of ['001', '002', '003']) {
        await write(
          storage,
          subscription,
          put(`0\u001f${number}`),
          put(`1\u001f${number}`),
          put(`2\u001f${number}`),
        );
        checkSame(
          await idsOf(storage, subscription, last),
          [`1\u001f${number}`],
          `after ${number}`,
        );
      }
      checkSame(
        await idsOf(storage, subscription, { ...last, prefix: '3\u001f' }),
        [],
        'another prefix',
      );
    },
  },
  {
    rule: 'ST-26',
    title: 'pages of every size join to the whole, backwards',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, ...ODD_IDS.map((id) => put(id)));
      const expected = ODD_IDS_IN_ORDER.toReversed();
      for (const limit of [1, 2, 7, ODD_IDS.length + 1]) {
        const found: string[] = [];
        for (let after = ''; ; after = found.at(-1)!) {
          const page = await idsOf(storage, subscription, { reverse: true, after, limit });
          found.push(...page);
          if (page.length < limit) break;
        }
        checkSame(found, expected, `with limit ${limit}`);
      }
    },
  },
  {
    rule: 'ST-26',
    title: 'every prefix bounds a scan backwards as it does forwards',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, ...ODD_IDS.map((id) => put(id)));
      const prefixes = ['a', 'a/', 'b', '%', '_', 'x', '\u{1f600}', '\uffff', '\ue000', 'zz'];
      for (const prefix of prefixes) {
        const expected = ODD_IDS_IN_ORDER.filter((id) => id.startsWith(prefix)).toReversed();
        checkSame(
          await idsOf(storage, subscription, { prefix, reverse: true }),
          expected,
          JSON.stringify(prefix),
        );
      }
    },
  },
  {
    rule: 'ST-26',
    title:
      'after continues before an id that need not exist, within the prefix, past what was deleted',
    async run({ open, subscription }) {
      const storage = await open();
      const ids = ['a', 'b/1', 'b/2', 'b/3', 'c'];
      await write(storage, subscription, ...ids.map((id) => put(id)));
      await write(storage, subscription, remove('b/2', 1));
      const expected: readonly [after: string, ids: string[]][] = [
        ['c', ['b/3', 'b/1']],
        ['b/3', ['b/1']],
        ['b/2', ['b/1']],
        ['b/1', []],
        ['b', []],
      ];
      for (const [after, found] of expected) {
        const page = await idsOf(storage, subscription, { prefix: 'b/', after, reverse: true });
        checkSame(page, found, `prefix b/ after ${after}`);
      }
    },
  },
];
