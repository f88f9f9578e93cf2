import type { DatabaseSync } from 'node:sqlite';
import { performance } from 'node:perf_hooks';
import type { Commit, Operation } from './ours.ts';

/** Everything that is written before the measurement, and in it. */
export interface Rows {
  readonly before: readonly Commit[];
  readonly measured: readonly Commit[];
}

/** Operations a transaction. */
const BATCH = 1_000;

/** Operations in their order, a thousand at a time, with the counters summed up. */
function* batches(
  commits: readonly Commit[],
): Generator<readonly [Operation[], Map<string, number>]> {
  let operations: Operation[] = [];
  let counters = new Map<string, number>();
  for (const commit of commits) {
    operations.push(...commit.operations);
    for (const { name, value } of commit.counters)
      counters.set(name, (counters.get(name) ?? 0) + value);
    if (operations.length < BATCH) continue;
    yield [operations, counters];
    [operations, counters] = [[], new Map()];
  }
  yield [operations, counters];
}

/** Seconds that a plain loop of prepared statements takes on SQLite, every transaction synced. */
export async function rawSqlite(client: DatabaseSync, { before, measured }: Rows): Promise<number> {
  client.exec('pragma journal_mode = wal; pragma synchronous = full');
  client.exec(
    'create table record (kind text, id text, version integer, due integer, body text, primary key (kind, id))',
  );
  client.exec('create index record_due on record (kind, due, id) where due is not null');
  client.exec('create table counter (name text primary key, value integer)');
  const put = client.prepare(
    'insert into record values (?, ?, ?, ?, ?) on conflict do update set version = excluded.version, due = excluded.due, body = excluded.body',
  );
  const remove = client.prepare('delete from record where kind = ? and id = ?');
  const add = client.prepare(
    'insert into counter values (?, ?) on conflict do update set value = value + excluded.value',
  );
  const write = (commits: readonly Commit[]): void => {
    for (const [operations, counters] of batches(commits)) {
      client.exec('begin immediate');
      for (const operation of operations) {
        if (operation.op === 'delete') remove.run(operation.key.kind, operation.key.id);
        else {
          const { kind, id, version, due, body } = operation.record;
          put.run(kind, id, version, due, JSON.stringify(body));
        }
      }
      for (const [name, value] of counters) add.run(name, value);
      client.exec('commit');
    }
  };
  write(before);
  const start = performance.now();
  write(measured);
  const seconds = (performance.now() - start) / 1_000;
  client.close();
  return seconds;
}

interface Pool {
  query(text: string, values?: unknown[]): Promise<unknown>;
  connect(): Promise<{ query: Pool['query']; release(): void }>;
}

/** The same on PostgreSQL, with multi-row statements. */
export async function rawPostgres(pool: Pool, { before, measured }: Rows): Promise<number> {
  await pool.query('create schema raw');
  await pool.query(
    'create table raw.record (kind text, id text collate "C", version int, due bigint, body text, primary key (kind, id))',
  );
  await pool.query('create index on raw.record (kind, due, id) where due is not null');
  await pool.query('create table raw.counter (name text primary key, value bigint)');
  const client = await pool.connect();
  const write = async (commits: readonly Commit[]): Promise<void> => {
    for (const [operations, counters] of batches(commits)) {
      // The last operation on a key counts; one statement cannot touch a row twice.
      const puts = new Map<string, unknown[]>();
      const deletes = new Map<string, readonly [string, string]>();
      for (const operation of operations) {
        if (operation.op === 'delete') {
          const { kind, id } = operation.key;
          puts.delete(`${kind} ${id}`);
          deletes.set(`${kind} ${id}`, [kind, id]);
        } else {
          const { kind, id, version, due, body } = operation.record;
          deletes.delete(`${kind} ${id}`);
          puts.set(`${kind} ${id}`, [kind, id, version, due, JSON.stringify(body)]);
        }
      }
      const column = (index: number): unknown[] => [...puts.values()].map((row) => row[index]);
      const gone = [...deletes.values()];
      await client.query('begin');
      await client.query(
        'insert into raw.record select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::text[]) on conflict (kind, id) do update set version = excluded.version, due = excluded.due, body = excluded.body',
        [0, 1, 2, 3, 4].map(column),
      );
      await client.query(
        'delete from raw.record r using unnest($1::text[], $2::text[]) as k(kind, id) where r.kind = k.kind and r.id = k.id',
        [gone.map(([kind]) => kind), gone.map(([, id]) => id)],
      );
      await client.query(
        'insert into raw.counter as c select * from unnest($1::text[], $2::bigint[]) on conflict (name) do update set value = c.value + excluded.value',
        [[...counters.keys()], [...counters.values()]],
      );
      await client.query('commit');
    }
  };
  await write(before);
  const start = performance.now();
  await write(measured);
  const seconds = (performance.now() - start) / 1_000;
  client.release();
  return seconds;
}
