import type { Expectation, Operation } from '../../../ports/storage.ts';
import { checkSame } from '../../check.ts';
import { conflict, put, remove, snapshot, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

/** What does not fit when `a` has version 2 and `x` does not exist. */
const MISFITS: readonly {
  readonly rule: string;
  readonly what: string;
  readonly id: 'a' | 'x';
  readonly operation?: Operation;
  readonly expectation?: number;
}[] = [
  { rule: 'ST-32', what: 'a put of the stored version', id: 'a', operation: put('a', 2) },
  { rule: 'ST-32', what: 'a first put where a record is', id: 'a', operation: put('a', 1) },
  { rule: 'ST-32', what: 'a put that skips a version', id: 'a', operation: put('a', 4) },
  { rule: 'ST-32', what: 'a second put where none is', id: 'x', operation: put('x', 2) },
  { rule: 'ST-33', what: 'a delete of an older version', id: 'a', operation: remove('a', 1) },
  { rule: 'ST-33', what: 'a delete of a later version', id: 'a', operation: remove('a', 3) },
  { rule: 'ST-33', what: 'a delete of nothing', id: 'x', operation: remove('x', 1) },
  { rule: 'ST-54', what: 'an expectation of an older version', id: 'a', expectation: 1 },
  { rule: 'ST-54', what: 'an expectation of a later version', id: 'a', expectation: 3 },
  { rule: 'ST-54', what: 'an expectation of no record', id: 'a', expectation: 0 },
  { rule: 'ST-54', what: 'an expectation of a record', id: 'x', expectation: 1 },
];

/** What fits, and leaves a trace in each way of reading. */
const FITTING: readonly Operation[] = [
  put('new', 1, { due: 1 }),
  put('b', 2, { due: 9 }),
  remove('c', 1),
];

/** Where the misfit stands among what fits: operations that are applied one by one leave those before it behind. */
const COMPANIES: readonly (readonly [
  where: string,
  operations: (misfit: readonly Operation[]) => Operation[],
])[] = [
  ['alone', (misfit) => [...misfit]],
  ['before operations that fit', (misfit) => [...misfit, ...FITTING]],
  ['behind operations that fit', (misfit) => [...FITTING, ...misfit]],
];

/** Each way not to fit, in the company of operations, counters and expectations that do. */
export const MISFIT_CASES: readonly StorageCase[] = MISFITS.flatMap(
  ({ rule, what, id, operation, expectation }) =>
    COMPANIES.filter(([where]) => operation !== undefined || !where.startsWith('before')).map(
      ([where, company]): StorageCase => ({
        rule,
        title: `${what}, ${where}, changes nothing`,
        async run({ open, subscription }) {
          const storage = await open();
          await write(storage, subscription, put('a'), put('b', 1, { due: 2 }), put('c'));
          await write(storage, subscription, put('a', 2, { due: 3 }));
          const before = await snapshot(storage, subscription);
          const fitting: Expectation = { key: { kind: 'account', id: 'y' }, version: 0 };
          const own =
            expectation === undefined
              ? []
              : [{ key: { kind: 'account', id } as const, version: expectation }];
          const answer = await storage.commit(subscription, {
            operations: company(operation === undefined ? [] : [operation]),
            counters: [{ name: 'n', value: 1 }],
            expects: [fitting, ...own],
          });
          checkSame(answer, conflict(id), 'the answer');
          checkSame(await snapshot(storage, subscription), before, 'the state afterwards');
          await write(storage, subscription, ...FITTING);
        },
      }),
    ),
);
