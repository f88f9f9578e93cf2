/** A writer in a process of its own: takes a lease, says so, waits for a line, commits, says what came of it. */
import { once } from 'node:events';
import pg from 'pg';
import { postgresStorage } from '../../src/storage/postgres/postgres-storage.ts';

const [, , connectionString, schema] = process.argv as [string, string, string, string];
const pool = new pg.Pool({ connectionString, max: 1 });
const storage = await postgresStorage({ client: pool, schema });
const request = { name: 'shard', owner: 'paused', now: Date.now(), ttl: 500 };
const lease = await storage.acquire('s', request);
if (lease === undefined) throw new Error('the lease is not free');
console.log(JSON.stringify(lease));
await once(process.stdin, 'data');
const { fence } = lease;
const result = await storage.commit('s', {
  operations: [
    { op: 'put', record: { kind: 'account', id: 'late', version: 1, due: null, body: 1 } },
  ],
  counters: [{ name: 'late', value: 1 }],
  fence: { lease: 'shard', fence },
});
console.log(JSON.stringify(result));
await storage.close();
await pool.end();
process.stdin.destroy();
