import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import { place, placesBehind } from '../../src/storage/postgres/placed-text.ts';
import { put, only } from '../../src/testing/conformance/storage-case.ts';
import { dropSchema, freshSchema, test, openOwn, sql } from './postgres-under-test.ts';
import { character } from '../setup/character.ts';

const schema = freshSchema();
let storage: Storage | undefined;

async function opened(): Promise<Storage> {
  storage ??= await openOwn(schema, { bodyLimit: 1_000_000 });
  return storage;
}

afterAll(async () => {
  await storage?.close();
  if (storage !== undefined) await dropSchema(schema);
});

/** Ids of up to 1,024 units that do not compress, many of them with the same long beginning. */
const units = fc.string({ unit: character, minLength: 1, maxLength: 1_024 });
const longIds = fc
  .tuple(
    fc.constantFrom(
      '',
      'x'.repeat(249),
      'x'.repeat(250),
      '\u{10ffff}'.repeat(124),
      '\uffff'.repeat(300),
    ),
    units,
  )
  .map(([head, rest]) => (head + rest).replaceAll('\0', '').slice(0, 1_024))
  .map((id) => (id.isWellFormed() ? id : id.slice(0, -1)))
  .filter((id) => id !== '' && id.isWellFormed());

function less([a, b]: readonly string[], [c, d]: readonly string[]): boolean {
  const bytes = (one: string | undefined): Buffer => Buffer.from(one ?? '');
  const first = Buffer.compare(bytes(a), bytes(c));
  return first < 0 || (first === 0 && Buffer.compare(bytes(b), bytes(d)) < 0);
}

test('PG-20 places are in the order of the ids, and a range holds what the scan asks for', () => {
  fc.assert(
    fc.property(longIds, longIds, fc.nat(300), fc.boolean(), (id, after, length, reverse) => {
      const cut = id.slice(0, length);
      const prefix = cut.isWellFormed() ? cut : '';
      expect(less(place(id), place(after))).toBe(id < after);
      expect(Buffer.byteLength(place(id)[0])).toBeLessThanOrEqual(1_000);
      const { low, high } = placesBehind(prefix, after, reverse);
      for (const one of [id, after, prefix]) {
        if (one === '') continue;
        const isIn = !less(place(one), low) && less(place(one), high);
        const isBehind = reverse ? one < after : one > after;
        expect(isIn).toBe(one.startsWith(prefix) && isBehind);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('PG-20 ids of every allowed length and kind are kept and come in order', async () => {
  const at = await opened();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(longIds, { minLength: 2, maxLength: 12 }), async (ids) => {
      const subscription = `long-${(run += 1)}`;
      const due = 7;
      const operations = ids.map((id) => put(id, 1, { due }));
      const counters = ids.map((name) => ({ name, value: 1 }));
      expect(await at.commit(subscription, { operations, counters })).toEqual({ ok: true });
      const sorted = ids.toSorted();
      for (const index of ['id', 'due'] as const) {
        const all: string[] = [];
        for (let last: string | undefined; ; last = all.at(-1)) {
          const page = await at.scan(
            subscription,
            index === 'id'
              ? { kind: 'account', index, limit: 3, ...(last === undefined ? {} : { after: last }) }
              : {
                  kind: 'account',
                  index,
                  limit: 3,
                  until: due,
                  ...(last === undefined ? {} : { after: { due, id: last } }),
                },
          );
          all.push(...page.map(({ id }) => id));
          if (page.length < 3) break;
        }
        expect(all).toEqual(sorted);
      }
      expect((await at.counters(subscription, '')).map(({ name }) => name)).toEqual(sorted);
      for (const name of ids.slice(0, 2)) {
        await at.acquire(subscription, { name, owner: name, now: 1, ttl: 1 });
      }
      expect((await at.leases(subscription, '')).map(({ name }) => name)).toEqual(
        ids.slice(0, 2).toSorted(),
      );
      const again = ids.map((id) => put(id, 2));
      expect(await at.commit(subscription, only(...again))).toEqual({ ok: true });
      const found = await at.load(
        subscription,
        ids.map((id) => ({ kind: 'account' as const, id })),
      );
      expect(found.map((record) => [record?.id, record?.version])).toEqual(
        ids.map((id) => [id, 2]),
      );
    }),
    { numRuns: 25 },
  );
});

test('PG-21 subscriptions that differ only behind 240 characters are apart', async () => {
  const at = await opened();
  const head = 'ä'.repeat(1_000);
  await at.commit(`${head}a`, only(put('of a')));
  await at.commit(`${head}b`, only(put('of b')));
  for (const last of ['a', 'b']) {
    const page = await at.scan(`${head}${last}`, { kind: 'account', index: 'id', limit: 9 });
    expect(page.map(({ id }) => id)).toEqual([`of ${last}`]);
  }
  const rows = await sql<{ subscription: string }>(
    `select distinct subscription from "${schema}".record where subscription like 'ä%'`,
  );
  const kept = rows.map(({ subscription: text }) => text.split('\u{10ffff}\u0002'));
  expect(kept).toEqual([
    ['ä'.repeat(170), expect.stringMatching(/^[0-9a-f]{64}$/)],
    ['ä'.repeat(170), expect.stringMatching(/^[0-9a-f]{64}$/)],
  ]);
});

test('PG-22 a body that is not JSON any more is named by its key', async () => {
  const at = await opened();
  await at.commit('broken', only(put('a')));
  await sql(`update "${schema}".record set body = '{' where subscription = 'broken'`);
  await expect(at.load('broken', [{ kind: 'account', id: 'a' }])).rejects.toMatchObject({
    code: 'STORAGE_CORRUPT',
    details: { key: { kind: 'account', id: 'a' } },
  });
});

test('PG-23 a body over the limit is refused before anything is sent', async () => {
  const at = await opened();
  const fits = 'x'.repeat(999_998);
  for (const body of [`${fits}x`, 'ä'.repeat(500_000), 'x'.repeat(100_000_000)]) {
    const commit = at.commit('large', {
      ...only(put('before'), put('a', 1, { body })),
      counters: [{ name: 'n', value: 1 }],
    });
    await expect(commit).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringContaining('bodyLimit') as string,
      details: { limit: 1_000_000, key: { kind: 'account', id: 'a' } },
    });
  }
  const page = await at.scan('large', { kind: 'account', index: 'id', limit: 9 });
  expect(page).toEqual([]);
  expect(await at.commit('large', only(put('a', 1, { body: fits })))).toEqual({ ok: true });
});

test('PG-23 a commit whose bodies are too large together is refused', async () => {
  const own = await openOwn(schema, { bodyLimit: 32 * 1024 * 1024 });
  const body = 'x'.repeat(30 * 1024 * 1024);
  const operations = Array.from({ length: 5 }, (_, at) => put(`a${at}`, 1, { body }));
  await expect(own.commit('large', { operations, counters: [] })).rejects.toMatchObject({
    code: 'TOO_LARGE',
    message: expect.stringContaining('less at once') as string,
  });
  await own.close();
});

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

test.each([
  ['a function', () => 1],
  ['a circle', cyclic],
  ['a bigint', 1n],
])('ST-71 %s is no body', async (_, body) => {
  const commit = (await opened()).commit('s', only(put('a', 1, { body })));
  await expect(commit).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
