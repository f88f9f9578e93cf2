import { checkRejects, checkSame } from '../../check.ts';
import { conflict, put, remove, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';
import { ODD_IDS, ODD_IDS_IN_ORDER } from './odd-values.ts';

export const COUNTER_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-45',
    title: 'a counter is the sum of its deltas, negative ones and several in one commit included',
    async run({ open, subscription }) {
      const storage = await open();
      const add = (...values: number[]) =>
        storage.commit(subscription, {
          operations: [],
          counters: values.map((value) => ({ name: 'n', value })),
        });
      await add(5, -7, 1);
      checkSame(await storage.counters(subscription, ''), [{ name: 'n', value: -1 }], 'first');
      await add(1000);
      await add(-999, 0, 4);
      checkSame(await storage.counters(subscription, ''), [{ name: 'n', value: 4 }], 'then');
    },
  },
  {
    rule: 'ST-45',
    title: 'sums beyond 32 bits are exact',
    async run({ open, subscription }) {
      const storage = await open();
      const largest = 9_007_199_254_740_991;
      for (const value of [largest - 2, 1, 1, -largest, -largest, 3]) {
        await storage.commit(subscription, { operations: [], counters: [{ name: 'n', value }] });
      }
      const counters = await storage.counters(subscription, 'n');
      checkSame(counters, [{ name: 'n', value: 3 - largest }], 'the counter');
    },
  },
  {
    rule: 'ST-46',
    title: 'a commit with conflicts adds nothing',
    async run({ open, subscription }) {
      const storage = await open();
      const counters = [
        { name: 'n', value: 1 },
        { name: 'm', value: 1 },
      ];
      await storage.commit(subscription, { operations: [put('a')], counters: [counters[0]!] });
      const result = await storage.commit(subscription, { operations: [put('a')], counters });
      checkSame(result, conflict('a'), 'the answer');
      const found = await storage.counters(subscription, '');
      checkSame(found, [{ name: 'n', value: 1 }], 'the counters');
    },
  },
  {
    rule: 'ST-46',
    title: 'a fenced commit and a malformed one add nothing',
    async run({ open, subscription }) {
      const storage = await open();
      const counters = [{ name: 'n', value: 1 }];
      const fence = { lease: 'l', fence: 1 };
      const fenced = await storage.commit(subscription, { operations: [], counters, fence });
      checkSame(fenced, { ok: false, reason: 'fenced' }, 'the answer');
      const twice = storage.commit(subscription, { operations: [put('a'), put('a')], counters });
      await checkRejects(twice, 'INVALID_INPUT', 'a key twice');
      const bad = storage.commit(subscription, {
        operations: [put('a')],
        counters: [...counters, { name: 'n', value: Number.NaN }],
      });
      await checkRejects(bad, 'INVALID_INPUT', 'a delta that is not a number');
      checkSame(await storage.counters(subscription, ''), [], 'the counters');
    },
  },
  {
    rule: 'ST-47',
    title: 'counters are listed by prefix in order of name by UTF-16 code units',
    async run({ open, subscription }) {
      const storage = await open();
      const counters = ODD_IDS.map((name, index) => ({ name, value: index }));
      await storage.commit(subscription, { operations: [], counters });
      for (const prefix of [
        '',
        'a',
        'a/',
        '%',
        '_',
        '\u00e9',
        'e',
        '\u{1f600}',
        'none',
        '1',
        '__',
      ]) {
        const found = await storage.counters(subscription, prefix);
        checkSame(
          found,
          ODD_IDS_IN_ORDER.filter((name) => name.startsWith(prefix)).map((name) => ({
            name,
            value: ODD_IDS.indexOf(name),
          })),
          `the counters with prefix ${JSON.stringify(prefix)}`,
        );
      }
    },
  },
  {
    rule: 'ST-47',
    title: 'a counter whose sum is 0 is listed, one that nobody named is not',
    async run({ open, subscription }) {
      const storage = await open();
      for (const value of [3, -3]) {
        await storage.commit(subscription, { operations: [], counters: [{ name: 'n', value }] });
      }
      await storage.commit(subscription, { operations: [], counters: [{ name: 'z', value: 0 }] });
      const expected = [
        { name: 'n', value: 0 },
        { name: 'z', value: 0 },
      ];
      checkSame(await storage.counters(subscription, ''), expected, 'the counters');
      checkSame(await storage.counters(subscription, 'x'), [], 'the counters of another prefix');
    },
  },
  {
    rule: 'ST-48',
    title: 'deltas that are committed at the same time all count',
    async run({ open, subscription }) {
      const storage = await open();
      const commits = Array.from({ length: 60 }, (_, index) =>
        storage.commit(subscription, {
          operations: [put(`id-${index}`)],
          counters: [{ name: `n${index % 3}`, value: index }],
        }),
      );
      await Promise.all(commits);
      const expected = [0, 1, 2].map((rest) => ({ name: `n${rest}`, value: 570 + 20 * rest }));
      checkSame(await storage.counters(subscription, 'n'), expected, 'the counters');
    },
  },
  {
    rule: 'ST-49',
    title: 'deleting records leaves counters as they are, also one named like a record',
    async run({ open, subscription }) {
      const storage = await open();
      const counters = [{ name: 'a', value: 2 }];
      await storage.commit(subscription, { operations: [put('a')], counters });
      await write(storage, subscription, remove('a'));
      checkSame(await storage.counters(subscription, 'a'), counters, 'the counters');
    },
  },
];
