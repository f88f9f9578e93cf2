import pg from 'pg';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import type { PostgresClient } from '../../src/storage/postgres/client.ts';
import { MIGRATIONS } from '../../src/storage/postgres/migrations/all.ts';
import type { Migration } from '../../src/storage/postgres/migrations/migration.ts';
import { openStorage, postgresStorage } from '../../src/storage/postgres/postgres-storage.ts';
import { put, only } from '../../src/testing/conformance/storage-case.ts';
import {
  dropSchema,
  freshSchema,
  test,
  openOwn,
  poolOf,
  serverUrl,
  sql,
} from './postgres-under-test.ts';

const made: string[] = [];
let pool: pg.Pool;

function schema(): string {
  const name = freshSchema();
  made.push(name);
  return name;
}

beforeAll(() => {
  pool = poolOf({ max: 20 });
});
afterAll(async () => {
  for (const name of made) await dropSchema(name);
  await pool.end();
});

const NEXT = MIGRATIONS.length + 1;

/** What a later version may bring: a column, an index and another commit function beside the old one. */
function later(lowestWriter: number): Migration {
  return {
    number: NEXT,
    name: 'a later step',
    lowestWriter,
    up: (quoted) => `
      alter table ${quoted}.record add column written_at timestamptz default now();
      create function ${quoted}.commit_v2() returns text language sql as $two$ select 'ok' $two$;`,
  };
}

async function write(storage: Storage, id: string): Promise<unknown> {
  return storage.commit('s', only(put(id)));
}

describe('options', () => {
  test.each(['', 'Accompany', '1a', 'a-b', 'a"b', 'a.b', 'a b', 'ä', 'x'.repeat(64), 'a;b'])(
    'PG-1 %j is no name of a schema, and nothing is sent',
    async (name) => {
      const client: PostgresClient = {
        query: () => Promise.reject(new Error('nothing should be sent')),
      };
      await expect(postgresStorage({ client, schema: name })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        path: ['schema'],
      });
    },
  );

  test('PG-1 two schemas of one database have nothing to do with each other', async () => {
    const [one, two] = [schema(), `_${schema()}`.slice(0, 63)];
    made.push(two);
    const first = await postgresStorage({ client: pool, schema: one });
    const second = await postgresStorage({ client: pool, schema: two });
    await write(first, 'a');
    expect(await second.load('s', [{ kind: 'account', id: 'a' }])).toEqual([undefined]);
    expect(await write(second, 'a')).toEqual({ ok: true });
  });

  test.each([0, -1, 1.5, Number.NaN, '1'])('PG-23 %j is no limit for bodies', async (bodyLimit) => {
    const opened = postgresStorage({ client: pool, bodyLimit: bodyLimit as number });
    await expect(opened).rejects.toMatchObject({ code: 'INVALID_INPUT', path: ['bodyLimit'] });
  });

  test.each([undefined, null, {}, 'postgres://localhost/a'])(
    'PG-3 %j is no client',
    async (client) => {
      const opened = postgresStorage({ client: client as unknown as PostgresClient });
      await expect(opened).rejects.toMatchObject({ code: 'INVALID_INPUT', path: ['client'] });
    },
  );

  test('PG-2 a server before version 15 is refused before anything is made there', async () => {
    const texts: string[] = [];
    const client: PostgresClient = {
      query: (config) => {
        texts.push(config.text);
        return Promise.resolve({ rows: [{ version: 140_012, encoding: 'UTF8', hasSteps: false }] });
      },
    };
    const opened = postgresStorage({ client });
    await expect(opened).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('15 or later') as string,
    });
    expect(texts).toHaveLength(1);
  });

  test('PG-2 a database that does not keep UTF-8 is refused', async () => {
    const name = `latin_${freshSchema()}`;
    await sql(`create database ${name} encoding 'LATIN1' locale 'C' template template0`);
    const url = new URL(serverUrl());
    url.pathname = name;
    const latin = new pg.Client({ connectionString: url.href });
    await latin.connect();
    try {
      await expect(postgresStorage({ client: latin })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining('UTF8') as string,
      });
    } finally {
      await latin.end();
      await sql(`drop database ${name}`);
    }
  });

  test('PG-3 close waits for the calls under way, calls onClose once, and ends no client', async () => {
    const log: string[] = [];
    const storage = await postgresStorage({
      client: pool,
      schema: schema(),
      onClose: () => void log.push('closed'),
    });
    const written = storage.commit('s', only(put('a'))).then(() => log.push('written'));
    await Promise.all([storage.close(), storage.close()]);
    await storage.close();
    await written;
    expect(log).toEqual(['written', 'closed']);
    await expect(write(storage, 'b')).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test.each([true, false])(
    'PG-4 every call is one fixed statement, with a name when prepare is %j',
    async (prepare) => {
      const sent: { text: string; name?: string | undefined }[] = [];
      const client: PostgresClient = {
        query: (config) => {
          sent.push({ text: config.text, name: config.name });
          return pool.query(config);
        },
      };
      const name = schema();
      const storage = await postgresStorage({ client, schema: name, prepare });
      sent.length = 0;
      await write(storage, "a'; drop table record; --");
      await write(storage, 'b');
      expect(sent).toHaveLength(2);
      expect(sent[0]).toEqual(sent[1]);
      expect(sent[0]?.text).toContain(`"${name}".commit_v1($1`);
      expect(typeof sent[0]?.name).toBe(prepare ? 'string' : 'undefined');
      expect(sent[0]?.name?.length ?? 0).toBeLessThan(64);
    },
  );
});

describe('migrations', () => {
  test('PG-10 the steps have the numbers from 1 and never take from older writers unannounced', () => {
    expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, at) => at + 1));
    for (const { number, lowestWriter } of MIGRATIONS) {
      expect(lowestWriter).toBeLessThanOrEqual(number);
    }
  });

  test('PG-10 twelve storages that open an empty schema at once set it up once', async () => {
    const name = schema();
    const opened = await Promise.all(Array.from({ length: 12 }, () => openOwn(name)));
    const steps = await sql(`select number, lowest_writer from "${name}".migration`);
    expect(steps).toEqual(MIGRATIONS.map(({ number }) => ({ number, lowest_writer: 1 })));
    expect(await write(opened[11]!, 'a')).toEqual({ ok: true });
    for (const storage of opened) await storage.close();
  });

  test('PG-10 an older schema takes the steps that it lacks and keeps its data', async () => {
    const name = schema();
    const old = await openOwn(name);
    await write(old, 'a');
    const options = { client: pool, schema: name };
    const opened = await openStorage(options, [...MIGRATIONS, later(1)]);
    expect(await write(opened, 'b')).toEqual({ ok: true });
    const page = await opened.scan('s', { kind: 'account', index: 'id', limit: 9 });
    expect(page.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await sql(`select max(number)::integer as max from "${name}".migration`)).toEqual([
      { max: NEXT },
    ]);
    await old.close();
  });

  test('PG-11 with migrate: false nothing is made, and the error says what to do', async () => {
    const name = schema();
    const opened = postgresStorage({ client: pool, schema: name, migrate: false });
    await expect(opened).rejects.toMatchObject({
      code: 'STORAGE_SCHEMA',
      message: expect.stringContaining('migrate: true') as string,
    });
    expect(await sql(`select to_regnamespace('${name}') is null as absent`)).toEqual([
      { absent: true },
    ]);
  });

  test('PG-12 the statements of this version go on while and after a later one takes its steps', async () => {
    const name = schema();
    const old = await openOwn(name);
    let written = 0;
    let isOver = false;
    const writing = (async () => {
      for (; !isOver; written += 1) {
        expect(await write(old, `a${written}`)).toEqual({ ok: true });
      }
    })();
    await openStorage({ client: pool, schema: name }, [...MIGRATIONS, later(1)]);
    expect(await write(old, 'after')).toEqual({ ok: true });
    isOver = true;
    await writing;
    const again = await openOwn(name);
    expect(await again.scan('s', { kind: 'account', index: 'id', limit: 9_999 })).toHaveLength(
      written + 1,
    );
    await old.close();
    await again.close();
  });

  test('PG-13 a schema that no longer allows this version is refused, and both are named', async () => {
    const name = schema();
    await openStorage({ client: pool, schema: name }, [...MIGRATIONS, later(NEXT)]);
    await expect(openOwn(name)).rejects.toMatchObject({
      code: 'STORAGE_SCHEMA',
      message: expect.stringMatching(
        new RegExp(`step ${NEXT}.*knows ${NEXT - 1}.*newer version`),
      ) as string,
    });
  });

  test.each([
    ['drop table "%".counter cascade', 'counter'],
    ['drop view "%".v_runs', 'v_runs'],
    ['drop function "%".load_v1', 'load_v1'],
  ])('PG-14 after %j opening names what is lacking', async (text, lacking) => {
    const name = schema();
    await (await openOwn(name)).close();
    await sql(text.replace('%', name));
    await expect(openOwn(name)).rejects.toMatchObject({
      code: 'STORAGE_SCHEMA',
      message: expect.stringContaining(lacking) as string,
    });
  });

  test('PG-14 a table that is taken away later is named by the call that misses it', async () => {
    const name = schema();
    const storage = await openOwn(name);
    await sql(`alter table "${name}".counter rename to other`);
    const commit = storage.commit('s', {
      ...only(put('a')),
      counters: [{ name: 'n', value: 1 }],
    });
    await expect(commit).rejects.toMatchObject({
      code: 'STORAGE_SCHEMA',
      details: { code: '42P01' },
    });
    expect(await storage.load('s', [{ kind: 'account', id: 'a' }])).toEqual([undefined]);
    await storage.close();
  });

  test.each([true, false])(
    'PG-16 a schema that has lost its table migration is refused and stays, with migrate: %j',
    async (migrate) => {
      const name = schema();
      const storage = await openOwn(name);
      await write(storage, 'a');
      await sql(`alter table "${name}".migration rename to kept`);
      await expect(openOwn(name, { migrate })).rejects.toMatchObject({
        code: 'STORAGE_SCHEMA',
        message: expect.stringMatching(/holds counter, lease, record.*lacks migration/) as string,
      });
      await sql(`alter table "${name}".kept rename to migration`);
      const again = await openOwn(name, { migrate });
      expect(await again.scan('s', { kind: 'account', index: 'id', limit: 9 })).toHaveLength(1);
      await again.close();
      await storage.close();
    },
  );

  test("PG-16 somebody else's table record is refused and nothing is made beside it", async () => {
    const name = schema();
    await sql(`create schema "${name}"; create table "${name}".record (a int)`);
    await expect(openOwn(name)).rejects.toMatchObject({
      code: 'STORAGE_SCHEMA',
      message: expect.stringContaining('holds record and lacks migration') as string,
    });
    const tables = await sql(`select tablename from pg_tables where schemaname = '${name}'`);
    expect(tables).toEqual([{ tablename: 'record' }]);
    await sql(`alter table "${name}".record rename to letters`);
    const storage = await openOwn(name);
    expect(await write(storage, 'a')).toEqual({ ok: true });
    await storage.close();
  });

  test("PG-16 somebody else's table migration is refused and left alone", async () => {
    const name = schema();
    await sql(`create schema "${name}"; create table "${name}".migration (version text)`);
    await expect(openOwn(name)).rejects.toMatchObject({
      code: 'STORAGE_SCHEMA',
      message: expect.stringContaining('a table migration that is not of accompany') as string,
    });
    await sql(`alter table "${name}".migration rename to steps`);
    const storage = await openOwn(name);
    expect(await write(storage, 'a')).toEqual({ ok: true });
    await storage.close();
  });

  test('PG-15 a step that fails leaves the schema as it was', async () => {
    const name = schema();
    const storage = await openOwn(name);
    const failing: Migration = {
      ...later(1),
      up: (quoted) => `create table ${quoted}.half (a int); select 1 / 0 into strict half;`,
    };
    const opened = openStorage({ client: pool, schema: name }, [...MIGRATIONS, failing]);
    await expect(opened).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(await sql(`select to_regclass('"${name}".half') is null as absent`)).toEqual([
      { absent: true },
    ]);
    expect(await write(storage, 'a')).toEqual({ ok: true });
    await storage.close();
  });
});
