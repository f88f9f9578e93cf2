import pg from 'pg';
import { inject, test as anyTest } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import { postgresStorage } from '../../src/storage/postgres/postgres-storage.ts';
import type { PostgresStorageOptions } from '../../src/storage/postgres/postgres-storage.ts';
import type { StorageUnderTest } from '../../src/testing/conformance/storage-case.ts';

const { url, reason } = inject('postgres');

/** `test` where there is a server; elsewhere each test is skipped and says why. */
export const test: typeof anyTest = url === null ? withReason() : anyTest;

function withReason(): typeof anyTest {
  console.log(`skipped: ${reason}`);
  return anyTest.skip as unknown as typeof anyTest;
}

/** Whether there is a server. */
export const isOnServer = url !== null;

/** The URL of the server; only for tests that run when there is one. */
export function serverUrl(): string {
  if (url === null) throw new Error(reason);
  return url;
}

let made = 0;

/** A schema name that no other test uses. */
export function freshSchema(): string {
  made += 1;
  return `test_${process.pid}_${Date.now().toString(36)}_${made}`;
}

/** A pool that does not end the process when a connection is lost while it is idle. */
export function poolOf(options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: serverUrl(), max: 4, ...options });
  pool.on('error', () => undefined);
  return pool;
}

/** A storage with a pool of its own, which ends with the storage. */
export async function openOwn(
  schema: string,
  options: Partial<PostgresStorageOptions> = {},
): Promise<Storage> {
  const pool = poolOf();
  try {
    return await postgresStorage({ client: pool, schema, onClose: () => pool.end(), ...options });
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Runs statements outside of any storage, as whoever owns the database. */
export async function sql<Row = Record<string, unknown>>(
  text: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    const { rows } = await client.query(text, values);
    return rows as Row[];
  } finally {
    await client.end();
  }
}

/** Takes a schema and all that is in it away. */
export async function dropSchema(schema: string): Promise<void> {
  await sql(`drop schema if exists "${schema}" cascade`);
}

let cleaner: pg.Pool | undefined;

/** Takes all records, counters and leases away. */
export async function emptied(schema: string): Promise<void> {
  cleaner ??= poolOf({ max: 1, allowExitOnIdle: true });
  const tables = ['record', 'counter', 'lease'];
  await cleaner.query(tables.map((table) => `delete from "${schema}".${table};`).join(' '));
}

/**
 * The adapter with one schema, emptied for each case. Writers of a case have pools of their own; the next case takes the
 * pools over, since connecting is most of what a case costs.
 */
export function postgresUnderTest(): StorageUnderTest {
  const schema = freshSchema();
  const pools: pg.Pool[] = [];
  let isThere = false;
  return {
    capabilities: { name: 'postgres', durability: 'synced', multiWriter: true },
    create: async () => {
      if (isThere) await emptied(schema);
      else await (await openOwn(schema)).close();
      isThere = true;
      let writers = 0;
      return {
        open: () => {
          const client = (pools[writers] ??= poolOf({ allowExitOnIdle: true }));
          writers += 1;
          return postgresStorage({ client, schema });
        },
      };
    },
  };
}
