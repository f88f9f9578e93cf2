import pg from 'pg';
import { expect, test } from 'vitest';
import { postgresStorage } from '../../src/storage/postgres/postgres-storage.ts';

// None of these needs a server: nothing is sent.

const client = { query: () => Promise.reject(new Error('nothing may be sent')) };

test.each([
  [undefined, []],
  [null, []],
  ['postgres://localhost', []],
  [{}, ['client']],
  [{ client: null }, ['client']],
  [{ client, schema: 'No' }, ['schema']],
  [{ client, bodyLimit: 0 }, ['bodyLimit']],
  [{ client, openTimeout: 0 }, ['openTimeout']],
  [{ client, openTimeout: '5' }, ['openTimeout']],
  [{ client, openTimeout: 2 ** 31 }, ['openTimeout']],
])('PG-5 options such as %j are refused', async (options, path) => {
  await expect(postgresStorage(options as never)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    path,
  });
});

test('PG-6 a client that was never connected is refused when the time is up, and may be ended', async () => {
  const unconnected = new pg.Client({ connectionString: 'postgres://127.0.0.1:1/a' });
  const began = Date.now();
  await expect(postgresStorage({ client: unconnected, openTimeout: 200 })).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    message: expect.stringContaining('await client.connect()') as string,
  });
  expect(Date.now() - began).toBeGreaterThanOrEqual(190);
  await unconnected.end();
});

test('PG-6 what fails at once is not waited for', async () => {
  const pool = new pg.Pool({ connectionString: 'postgres://127.0.0.1:1/a' });
  await expect(postgresStorage({ client: pool })).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    details: { code: 'ECONNREFUSED' },
  });
  await pool.end();
});
