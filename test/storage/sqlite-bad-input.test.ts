import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenSqlite, SqliteClient } from '../../src/storage/sqlite/client.ts';
import { migrate } from '../../src/storage/sqlite/migrate.ts';
import { MIGRATIONS } from '../../src/storage/sqlite/migrations.ts';
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import { only, put, snapshot, write } from '../../src/testing/conformance/storage-case.ts';
import { openLikeBetterSqlite, temporaryFolder } from './sqlite-under-test.ts';

let temporary: ReturnType<typeof temporaryFolder>;
let file = '';

beforeEach(() => {
  temporary = temporaryFolder();
  file = join(temporary.folder, 'a.db');
});
afterEach(() => temporary[Symbol.dispose]());

/** Changes a file behind the back of the storage. */
function change(sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

async function make(): Promise<void> {
  const storage = await sqliteStorage({ file });
  await write(storage, 's', ...Array.from({ length: 400 }, (_, index) => put(`id-${index}`)));
  await storage.close();
}

test.each([undefined, openLikeBetterSqlite])(
  'SQ-30 a file that is no database is refused and left as it is',
  async (open) => {
    const text = 'This is a letter, not a database. '.repeat(400);
    writeFileSync(file, text);
    await expect(sqliteStorage({ file, ...(open && { open }) })).rejects.toMatchObject({
      code: 'STORAGE_CORRUPT',
      cause: expect.any(Error) as Error,
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);

test('SQ-30 damage is found by the call that meets it', async () => {
  await make();
  const handle = openSync(file, 'r+');
  const pages = readFileSync(file).length / 4096;
  for (let page = 1; page < pages; page += 1)
    writeSync(handle, Buffer.alloc(64, 7), 0, 64, page * 4096);
  closeSync(handle);
  const scanned = async (): Promise<unknown> => {
    const storage = await sqliteStorage({ file });
    try {
      return await storage.scan('s', { kind: 'account', index: 'id', limit: 500 });
    } finally {
      await storage.close();
    }
  };
  await expect(scanned()).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
});

test('SQ-30 a body that somebody has spoiled is found, and the others are read', async () => {
  await make();
  change(`update record set body = '{"of"' where id = 'id-7'`);
  const storage = await sqliteStorage({ file });
  const load = (id: string): Promise<unknown> => storage.load('s', [{ kind: 'account', id }]);
  await expect(load('id-7')).rejects.toMatchObject({
    code: 'STORAGE_CORRUPT',
    message: expect.stringContaining('account "id-7"') as string,
  });
  await expect(load('id-8')).resolves.toHaveLength(1);
  await storage.close();
});

test('SQ-22 a database of something else is refused and left as it is', async () => {
  change('create table customer (id integer primary key)');
  await expect(sqliteStorage({ file })).rejects.toMatchObject({
    code: 'STORAGE_SCHEMA',
    message: expect.stringContaining('not of accompany') as string,
  });
  const database = new DatabaseSync(file);
  expect(database.prepare('select name from sqlite_schema').all()).toHaveLength(1);
  database.close();
});

test.each([
  ['drop table record', 'record'],
  ['drop table counter', 'counter'],
  ['drop table space', 'space'],
  ['drop table lease', 'lease'],
  ['drop table meta', 'meta'],
  ['delete from meta', 'meta'],
  ['drop index record_by_id', 'record_by_id'],
  ['drop view v_runs', 'v_runs'],
  ['alter table record rename column due to later', 'due'],
])('SQ-22 after "%s" the file is refused, for reading too', async (sql, part) => {
  await make();
  change('drop view if exists v_effects; ' + sql);
  for (const readOnly of [false, true]) {
    const error: unknown = await sqliteStorage({ file, readOnly }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'STORAGE_SCHEMA' });
    if (part !== 'due') expect(String(error)).toContain(part);
  }
});

/** Steps that a later version might bring. */
const LATER = {
  schema: 2,
  statements: [
    'alter table record add column colour text',
    'create table shelf (name text primary key)',
  ],
};

test('SQ-21 a library works on a newer schema that it may still write to, and leaves it so', async () => {
  await make();
  const database = new DatabaseSync(file);
  migrate(database, [...MIGRATIONS, { ...LATER, lowestWriter: 1 }]);
  database.close();
  const storage = await sqliteStorage({ file });
  await write(storage, 's', put('new'), put('id-3', 2));
  await storage.close();
  const after = new DatabaseSync(file);
  const schema = after.prepare(`select value from meta where name = 'schema'`).get();
  expect({ ...schema }).toEqual({ value: 2 });
  after.close();
});

test('SQ-21 a newer schema that this version may not write to is refused and left as it is', async () => {
  await make();
  const database = new DatabaseSync(file);
  migrate(database, [...MIGRATIONS, { ...LATER, lowestWriter: 2 }]);
  database.close();
  for (const readOnly of [false, true]) {
    await expect(sqliteStorage({ file, readOnly })).rejects.toMatchObject({
      code: 'STORAGE_SCHEMA',
      message: expect.stringMatching(/schema 2.*knows 1.*newer version/) as string,
    });
  }
});

test('SQ-21 a migration that fails leaves the file at the schema before', async () => {
  await make();
  const database = new DatabaseSync(file);
  const broken = { ...LATER, lowestWriter: 2, statements: [...LATER.statements, 'no sql'] };
  expect(() => migrate(database, [...MIGRATIONS, broken])).toThrow('syntax');
  database.close();
  const storage = await sqliteStorage({ file });
  await write(storage, 's', put('new'));
  await storage.close();
});

test.each([false, true])(
  'SQ-32 a full disk loses nothing that was answered (%s)',
  async (other) => {
    let main: SqliteClient | undefined;
    const open: OpenSqlite = (name, options) => {
      const client = other ? openLikeBetterSqlite(name, options) : new DatabaseSync(name);
      if (name === file) main = client;
      return client;
    };
    const storage = await sqliteStorage({ file, open });
    await write(storage, 's', put('a', 1, { due: 1 }));
    const { page_count: pages } = main!.prepare('pragma page_count').get() as {
      page_count: number;
    };
    main!.prepare(`pragma max_page_count = ${pages + 5}`).get();
    const before = await snapshot(storage, 's');
    const big = {
      operations: [
        put('a', 2),
        ...Array.from({ length: 50 }, (_, n) => put(`big-${n}`, 1, { body: 'x'.repeat(5_000) })),
      ],
      counters: [{ name: 'n', value: 1 }],
    };
    await expect(storage.commit('s', big)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await snapshot(storage, 's')).toEqual(before);
    main!.prepare('pragma max_page_count = 100000').get();
    expect(await storage.commit('s', big)).toEqual({ ok: true });
    await storage.close();
  },
);

test('SQ-13 an account of 100 MB is refused before anything is written', async () => {
  const storage = await sqliteStorage({ file });
  await write(storage, 's', put('a'));
  const before = await snapshot(storage, 's');
  const body = { notes: 'x'.repeat(100_000_000) };
  await expect(storage.commit('s', only(put('b'), put('c', 1, { body })))).rejects.toMatchObject({
    code: 'TOO_LARGE',
    message: expect.stringContaining('account "c"') as string,
  });
  expect(await snapshot(storage, 's')).toEqual(before);
  await storage.close();
});

test('SQ-13 the limit counts the characters of the JSON text and can be set', async () => {
  const storage = await sqliteStorage({ file, bodyLimit: 10 });
  await write(storage, 's', put('a', 1, { body: '\u00e9'.repeat(8) }));
  await expect(
    storage.commit('s', only(put('b', 1, { body: '\u00e9'.repeat(9) }))),
  ).rejects.toMatchObject({ code: 'TOO_LARGE' });
  await storage.close();
});

test.each([1n, () => 1, Symbol('x'), circle()])(
  'SQ-14 a body without JSON text is refused',
  async (body) => {
    const storage = await sqliteStorage({ file });
    await expect(storage.commit('s', only(put('a', 1, { body })))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await storage.close();
  },
);

function circle(): unknown {
  const body: Record<string, unknown> = {};
  body['self'] = body;
  return body;
}

test('SQ-15 a sum beyond the safe integers is rounded, and right again when it comes back', async () => {
  const storage = await sqliteStorage({ file });
  const add = (value: number): Promise<unknown> =>
    storage.commit('s', { operations: [], counters: [{ name: 'n', value }] });
  const most = Number.MAX_SAFE_INTEGER;
  await add(most);
  await add(most);
  expect(await storage.counters('s', '')).toEqual([{ name: 'n', value: 2 * most }]);
  await add(-most);
  await add(-2);
  expect(await storage.counters('s', '')).toEqual([{ name: 'n', value: most - 2 }]);
  await storage.close();
});
