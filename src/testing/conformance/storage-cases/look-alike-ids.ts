import { checkSame } from '../../check.ts';
import { dueIdsOf, idsOf, load, put, remove, write } from '../storage-case.ts';
import type { Position, StorageCase } from '../storage-case.ts';
import { LOOK_ALIKES } from './look-alikes.ts';

/** The families of cases in which look-alikes are ids of records. */
export const LOOK_ALIKE_ID_CASES: readonly StorageCase[] = LOOK_ALIKES.flatMap(([what, ids]) => {
  const inOrder = [...ids].sort();
  const half = ids.filter((_, index) => index % 2 === 0);
  const others = ids.filter((_, index) => index % 2 === 1);
  return [
    {
      rule: 'ST-1',
      title: `as ids, ${what} are kept apart`,
      async run({ open, subscription }) {
        const storage = await open();
        const found = async (): Promise<unknown[]> =>
          (await load(storage, subscription, ids)).map((one) => one && [one.id, one.body]);
        await write(storage, subscription, ...half.map((id) => put(id, 1, { body: id })));
        checkSame(
          await found(),
          ids.map((id) => (half.includes(id) ? [id, id] : undefined)),
          'what is found when every other one is stored',
        );
        await write(storage, subscription, ...others.map((id) => put(id, 1, { body: id })));
        await write(storage, subscription, ...half.map((id) => put(id, 2, { body: [id] })));
        checkSame(
          await found(),
          ids.map((id) => [id, half.includes(id) ? [id] : id]),
          'what is found when all are stored and every other one again',
        );
        await write(storage, subscription, ...half.map((id) => remove(id, 2)));
        checkSame(
          await found(),
          ids.map((id) => (half.includes(id) ? undefined : [id, id])),
          'what is found when every other one is deleted',
        );
      },
    },
    {
      rule: 'ST-15',
      title: `${what} come in order of UTF-16 code units, in pages too`,
      async run({ open, subscription }) {
        const storage = await open();
        await write(storage, subscription, ...ids.map((id) => put(id)));
        checkSame(await idsOf(storage, subscription), inOrder, 'the ids');
        for (const [index, after] of inOrder.entries()) {
          const page = await idsOf(storage, subscription, { after, limit: 2 });
          checkSame(page, inOrder.slice(index + 1, index + 3), `after ${JSON.stringify(after)}`);
        }
      },
    },
    {
      rule: 'ST-16',
      title: `as prefixes, ${what} stand for themselves`,
      async run({ open, subscription }) {
        const storage = await open();
        await write(storage, subscription, ...ids.map((id) => put(id)));
        for (const prefix of ids) {
          const expected = inOrder.filter((id) => id.startsWith(prefix));
          const page = await idsOf(storage, subscription, { prefix });
          checkSame(page, expected, `with prefix ${JSON.stringify(prefix)}`);
          const first = await idsOf(storage, subscription, { prefix, limit: 1 });
          checkSame(first, expected.slice(0, 1), `the first with ${JSON.stringify(prefix)}`);
        }
      },
    },
    {
      rule: 'ST-26',
      title: `backwards, ${what} come in falling order, in pages and within prefixes too`,
      async run({ open, subscription }) {
        const storage = await open();
        await write(storage, subscription, ...ids.map((id) => put(id)));
        const falling = inOrder.toReversed();
        for (const [index, id] of falling.entries()) {
          const pages = { reverse: true, limit: 2, after: id };
          const page = await idsOf(storage, subscription, pages);
          checkSame(page, falling.slice(index + 1, index + 3), `before ${JSON.stringify(id)}`);
          const within = await idsOf(storage, subscription, { reverse: true, prefix: id });
          const expected = falling.filter((other) => other.startsWith(id));
          checkSame(within, expected, `with prefix ${JSON.stringify(id)}`);
        }
      },
    },
    {
      rule: 'ST-20',
      title: `when due at the same instant, ${what} come in order, in pages too`,
      async run({ open, subscription }) {
        const storage = await open();
        await write(storage, subscription, ...ids.map((id) => put(id, 1, { due: 7 })));
        await write(storage, subscription, put('earlier', 1, { due: 6 }));
        const found: string[] = [];
        let after: Position = { due: 6, id: 'earlier' };
        for (let page = ids; page.length > 0;) {
          page = await dueIdsOf(storage, subscription, { after, limit: 3 });
          found.push(...page);
          after = { due: 7, id: page.at(-1) ?? '' };
        }
        checkSame(found, inOrder, 'the ids of all pages');
      },
    },
  ] satisfies StorageCase[];
});
