import type { Storage } from '../../src/ports/storage.ts';

/** Opens `sqlite:FILE` or `postgres://…`, only ever loading what that storage needs. */
export async function openStorage(named: string): Promise<Storage> {
  if (named.startsWith('sqlite:')) {
    const { sqliteStorage } = await import('../../src/storage/sqlite/sqlite-storage.ts');
    return sqliteStorage({ file: named.slice('sqlite:'.length) });
  }
  const { default: pg } = await import('pg');
  const { postgresStorage } = await import('../../src/storage/postgres/postgres-storage.ts');
  const client = new pg.Pool({
    connectionString: named,
    max: 3,
    connectionTimeoutMillis: 5_000,
  });
  // A server that ends takes idle connections with it.
  client.on('error', () => undefined);
  try {
    return await postgresStorage({ client, onClose: () => client.end() });
  } catch (error) {
    await client.end();
    throw error;
  }
}
