import pg from 'pg';
import { afterAll, expect } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import { postgresStorage } from '../../src/storage/postgres/postgres-storage.ts';
import { only, put } from '../../src/testing/conformance/storage-case.ts';
import {
  dropSchema,
  freshSchema,
  test,
  openOwn,
  poolOf,
  serverUrl,
  sql,
} from './postgres-under-test.ts';

const schema = freshSchema();
const roles: string[] = [];
let isThere = false;

async function opened(): Promise<Storage> {
  isThere = true;
  return openOwn(schema);
}

/** A role that may connect and nothing else, and a pool that does so. */
async function stranger(): Promise<{ role: string; pool: pg.Pool }> {
  const role = `stranger_${freshSchema()}`;
  await sql(`create role ${role} login password 'of-the-stranger'`);
  roles.push(role);
  const url = Object.assign(new URL(serverUrl()), { username: role, password: 'of-the-stranger' });
  return { role, pool: poolOf({ connectionString: url.href, max: 1 }) };
}

afterAll(async () => {
  if (isThere) await dropSchema(schema);
  for (const role of roles) await sql(`drop owned by ${role}; drop role ${role}`);
});

/** A commit that must be refused and of which nothing may be left. */
async function refused(storage: Storage, expected: object): Promise<void> {
  const subscription = 'private-name';
  const error = await storage
    .commit(subscription, {
      ...only(put('private-id', 1, { body: 'private-body' })),
      counters: [{ name: 'private-counter', value: 1 }],
    })
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject(expected);
  expect((error as Error).message).not.toContain('private');
  expect((error as Error).cause).toBeInstanceOf(Error);
  const witness = await opened();
  expect(await witness.scan(subscription, { kind: 'account', index: 'id', limit: 9 })).toEqual([]);
  expect(await witness.counters(subscription, '')).toEqual([]);
  await witness.close();
}

test('PG-42 a role that may not set the schema up, or not use it, is told so', async () => {
  const { role, pool } = await stranger();
  const fresh = freshSchema();
  const denied = {
    code: 'STORAGE_FAILED',
    details: { code: '42501' },
    message: expect.stringContaining('role that owns the schema') as string,
  };
  await expect(postgresStorage({ client: pool, schema: fresh })).rejects.toMatchObject(denied);
  expect(await sql(`select to_regnamespace('${fresh}') is null as absent`)).toEqual([
    { absent: true },
  ]);
  await (await opened()).close();
  await expect(postgresStorage({ client: pool, schema })).rejects.toMatchObject(denied);
  await sql(`
    grant usage on schema "${schema}" to ${role};
    grant select on "${schema}".migration to ${role};
    grant usage on sequence "${schema}".slot to ${role}`);
  const storage = await postgresStorage({ client: pool, schema });
  await refused(storage, denied);
  await pool.end();
});

test('PG-42 a session that became read-only is told so, and nothing is written', async () => {
  await (await opened()).close();
  const pool = poolOf({ max: 1 });
  const storage = await postgresStorage({ client: pool, schema });
  await pool.query('set default_transaction_read_only = on');
  await refused(storage, {
    code: 'STORAGE_FAILED',
    details: { code: '25006' },
    message: expect.stringContaining('primary') as string,
  });
  await pool.end();
  const readOnly = poolOf({ options: '-c default_transaction_read_only=on' });
  await expect(postgresStorage({ client: readOnly, schema })).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    details: { code: '25006' },
  });
  await readOnly.end();
});

test.each([
  ['53100', 'STORAGE_FULL', 'Make room'],
  ['54000', 'TOO_LARGE', 'smaller'],
  ['53300', 'STORAGE_FAILED', 'smaller pool'],
  ['55P03', 'STORAGE_FAILED', 'lock_timeout'],
  ['XX000', 'STORAGE_FAILED', 'cause'],
])(
  'PG-43 what the server reports as %s is %s, and nothing is written',
  async (state, code, advice) => {
    const storage = await opened();
    await sql(`
    create function "${schema}".fail() returns trigger language plpgsql as $fail$
      begin raise exception 'of %', new.name using errcode = '${state}'; end
    $fail$;
    create trigger fail before insert on "${schema}".counter
      for each row execute function "${schema}".fail()`);
    await refused(storage, {
      code,
      details: { code: state },
      message: expect.stringContaining(advice) as string,
    });
    await sql(`drop function "${schema}".fail cascade`);
    expect(await storage.commit('s', { ...only(), counters: [{ name: 'n', value: 1 }] })).toEqual({
      ok: true,
    });
    await storage.close();
  },
);

test('PG-43 a statement that takes too long is cancelled, and nothing is written', async () => {
  await (await opened()).close();
  const pool = poolOf({ options: '-c statement_timeout=300' });
  const storage = await postgresStorage({ client: pool, schema });
  const holder = new pg.Client({ connectionString: serverUrl() });
  await holder.connect();
  await holder.query('begin');
  await holder.query(`lock table "${schema}".counter in exclusive mode`);
  const commit = storage.commit('slow', {
    ...only(put('a')),
    counters: [{ name: 'n', value: 1 }],
  });
  await expect(commit).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    details: { code: '57014' },
    message: expect.stringContaining('statement_timeout') as string,
  });
  await holder.query('rollback');
  await holder.end();
  expect(await storage.load('slow', [{ kind: 'account', id: 'a' }])).toEqual([undefined]);
  await pool.end();
});

test('PG-43 a client inside a transaction that has failed is told so', async () => {
  await (await opened()).close();
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  const storage = await postgresStorage({ client, schema });
  await client.query('begin');
  await client.query('select 1 / 0').catch(() => undefined);
  await refused(storage, { code: 'STORAGE_FAILED', details: { code: '25P02' } });
  await client.end();
});

test('ST-80 PG-3 a storage that was closed answers no call, though its pool is open', async () => {
  const pool = poolOf();
  isThere = true;
  const storage = await postgresStorage({ client: pool, schema });
  await storage.close();
  await expect(storage.leases('s', '')).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
  await pool.end();
});
