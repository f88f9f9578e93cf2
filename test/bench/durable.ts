// durable/<storage>: the journey of eight nodes on a storage that syncs every commit, with outbox, counters and facts, in
// journeys per second from publishing to the end. The limit writes the very rows that the engine's commits wrote, in
// transactions of a thousand, and decides nothing. The peer is DBOS on the same PostgreSQL: a workflow of eight steps an
// account, without people, waits and events.
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startServer } from '../postgres/server.ts';
import { PEOPLE } from './companies.ts';
import { dbosRate, type Rate } from './durable-by-dbos.ts';
import { rawPostgres, rawSqlite, type Rows } from './durable-by-hand.ts';
import { print } from './figures.ts';
import { countOf, option, QUICK } from './options.ts';
import { memory, pg, postgresStorage, sqliteStorage, type Commit, type Storage } from './ours.ts';
import { define, load, openEngine, passByEngine } from './steps-by-engine.ts';

const kind = option('storage', 'sqlite');
const accounts = countOf(option('accounts', QUICK ? '1k' : '5k'));
const PEER = 'workflows of eight steps, no people';

// What is not measured makes the code warm.
await passage(memory(), 1_000);
await (kind === 'sqlite' ? onSqlite() : onPostgres());

/** The commits of loading and of the passage, as rows that go in their order. */
async function rowsOf(): Promise<Rows> {
  const inner = memory();
  let commits: Commit[] = [];
  const storage: Storage = {
    ...inner,
    async commit(subscription, commit) {
      const result = await inner.commit(subscription, commit);
      if (result.ok) commits.push(commit);
      return result;
    },
  };
  const engine = await openEngine(true, storage);
  await define(engine);
  await load(engine, accounts);
  const before = commits;
  commits = [];
  await passByEngine(engine, accounts);
  await engine.close();
  return { before, measured: commits };
}

async function passage(storage: Storage, count = accounts): Promise<number> {
  const engine = await openEngine(true, storage);
  await define(engine);
  await load(engine, count);
  const { total } = await passByEngine(engine, count);
  await engine.close();
  await storage.close();
  return count / total;
}

async function onSqlite(): Promise<void> {
  const file = join(tmpdir(), `accompany-bench-${process.pid}.db`);
  const clean = (): void => {
    for (const end of ['', '-wal', '-shm', '.lock']) rmSync(file + end, { force: true });
  };
  try {
    const rows = await rowsOf();
    const limit = accounts / (await rawSqlite(new DatabaseSync(file), rows));
    clean();
    const ours = await passage(await sqliteStorage({ file }));
    print({ bench: 'durable/sqlite', unit: 'journeys/s', ours, limit, peer: null, peerRate: null });
    await parked(file, clean);
  } finally {
    clean();
  }
}

async function onPostgres(): Promise<void> {
  const { url, stop } = await startServer({ synced: true });
  try {
    const rows = await rowsOf();
    const pool = new pg.Pool({ connectionString: url });
    const limit = accounts / (await rawPostgres(pool, rows));
    const ours = await passage(await postgresStorage({ client: pool }));
    const peer: Rate | null = await dbosRate(url, QUICK ? 200 : 1_000);
    await pool.end();
    print({
      bench: PEOPLE === 1 ? 'durable/postgres/one' : 'durable/postgres',
      unit: 'journeys/s',
      ours,
      limit,
      peer: peer === null ? null : 'dbos',
      peerRate: peer?.rate ?? null,
      note: `${PEOPLE} people an account; peer: ${PEER}`,
    });
  } finally {
    await stop();
  }
}

/** How long it takes an engine to serve from a file in which accounts stand parked, and what memory it needs. */
async function parked(file: string, clean: () => void): Promise<void> {
  clean();
  const { parkAccounts, serveParked } = await import('./durable-parked.ts');
  const count = countOf(option('parked', QUICK ? '20k' : '1M'));
  await parkAccounts(file, count);
  const { seconds, megabytes } = await serveParked(file);
  const rest = { limit: null, peer: null, peerRate: null, note: `${count} parked accounts` };
  print({ bench: 'durable/sqlite/start', unit: 's', ours: seconds, ...rest });
  print({ bench: 'durable/sqlite/memory', unit: 'MiB', ours: megabytes, ...rest });
}
