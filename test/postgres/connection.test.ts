import pg from 'pg';
import { afterAll, expect } from 'vitest';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { postgresStorage } from '../../src/storage/postgres/postgres-storage.ts';
import { put } from '../../src/testing/conformance/storage-case.ts';
import { cuttingProxy } from './cutting-proxy.ts';
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
let isThere = false;

async function opened(options: pg.PoolConfig = {}): Promise<{ storage: Storage; pool: pg.Pool }> {
  const pool = poolOf(options);
  const storage = await postgresStorage({ client: pool, schema });
  isThere = true;
  return { storage, pool };
}

afterAll(async () => {
  if (isThere) await dropSchema(schema);
});

const IDS = Array.from({ length: 50 }, (_, at) => `r${at}`);

/** Puts every record and counts them, in one commit. */
function all(version: number): Parameters<Storage['commit']>[1] {
  return {
    operations: IDS.map((id) => put(id, version, { body: `${id} of ${version}`.repeat(20) })),
    counters: IDS.map((name) => ({ name, value: 1 })),
  };
}

/** The one version that all records and counters have; fails when they differ. */
async function versionOf(storage: Storage, subscription: string): Promise<number> {
  const keys = IDS.map((id) => ({ kind: 'account' as const, id }));
  const versions = (await storage.load(subscription, keys)).map((record) => record?.version ?? 0);
  const counters = (await storage.counters(subscription, '')).map(({ value }) => value);
  const found = new Set([...versions, ...(counters.length === 0 ? [0] : counters)]);
  expect([...found]).toHaveLength(1);
  return versions[0]!;
}

test('PG-40 a server that is not there is a failure that names no address and no password', async () => {
  const pool = new pg.Pool({ connectionString: 'postgres://me:secret-word@127.0.0.1:1/a' });
  const error = await postgresStorage({ client: pool }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'STORAGE_FAILED', details: { code: 'ECONNREFUSED' } });
  expect((error as Error).cause).toBeInstanceOf(Error);
  expect((error as Error).message).not.toMatch(/secret|127\.0\.0\.1|postgres:\/\//);
  await pool.end();
});

test('PG-40 a wrong password and a database that is not there are failures that say so', async () => {
  for (const [part, wrong, code] of [
    ['password', 'secret-word', '28P01'],
    ['pathname', '/nowhere', '3D000'],
  ] as const) {
    const url = new URL(serverUrl());
    url[part] = wrong;
    const pool = new pg.Pool({ connectionString: url.href });
    const error = await postgresStorage({ client: pool }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'STORAGE_FAILED', details: { code } });
    expect((error as Error).message).not.toMatch(/secret|nowhere/);
    await pool.end();
  }
});

test('PG-41 a backend that is terminated inside a commit leaves nothing of it, and the storage goes on', async () => {
  const { storage, pool } = await opened({ application_name: 'terminated' });
  await storage.commit('t', all(1));
  const holder = new pg.Client({ connectionString: serverUrl() });
  await holder.connect();
  for (const held of ['record where id = $1', 'counter where name = $1']) {
    await holder.query('begin');
    await holder.query(`select 1 from "${schema}".${held} and subscription = 't' for update`, [
      'r30',
    ]);
    const commit = storage.commit('t', {
      ...all(2),
      operations: [...all(2).operations, put('new')],
    });
    const outcome = commit.catch((reason: unknown) => reason);
    let ended = 0;
    while (ended === 0) {
      const rows = await sql(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'terminated' and wait_event_type = 'Lock'`,
      );
      ended = rows.length;
    }
    expect(await outcome).toMatchObject({ code: 'STORAGE_FAILED', details: { code: '57P01' } });
    await holder.query('rollback');
    expect(await versionOf(storage, 't')).toBe(1);
    expect(await storage.load('t', [{ kind: 'account', id: 'new' }])).toEqual([undefined]);
  }
  await holder.end();
  expect(await storage.commit('t', all(2))).toEqual({ ok: true });
  await pool.end();
});

test('PG-41 ST-31 a connection that is lost anywhere inside a commit leaves all of it or nothing', async () => {
  await using proxy = await cuttingProxy(new URL(serverUrl()));
  const url = Object.assign(new URL(serverUrl()), { hostname: '127.0.0.1', port: proxy.port });
  const watched = { connectionString: url.href, max: 1, application_name: 'cut' };
  const direct = await openOwn(schema);
  const { storage, pool } = await opened(watched);
  const known = { applied: 0, lost: 0 };
  let version = 0;
  const cuts = [
    ...[1, 100, 5_000, 15_000, 30_000, 45_000].map((bytes) => ['to', bytes] as const),
    ...[1, 20, 60, 100].map((bytes) => ['from', bytes] as const),
  ];
  for (const [direction, bytes] of cuts) {
    await storage.load('c', []);
    await storage.load('c', [{ kind: 'account', id: 'r0' }]);
    proxy.cutAfter(direction, bytes);
    const outcome = await storage.commit('c', all(version + 1)).catch((reason: unknown) => reason);
    proxy.heal();
    for (let busy = true; busy;) {
      const rows = await sql(
        `select from pg_stat_activity where application_name = 'cut' and state = 'active'`,
      );
      busy = rows.length > 0;
    }
    const found = await versionOf(direct, 'c');
    if (isAccompanyError(outcome)) {
      expect(outcome.code).toBe('STORAGE_FAILED');
      expect([version, version + 1]).toContain(found);
      known[found === version ? 'lost' : 'applied'] += 1;
    } else {
      expect(outcome).toEqual({ ok: true });
      expect(found).toBe(version + 1);
    }
    version = found;
  }
  expect(known.lost).toBeGreaterThan(2);
  expect(known.applied).toBeGreaterThan(0);
  await pool.end();
  await direct.close();
});
