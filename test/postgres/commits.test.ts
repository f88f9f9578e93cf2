import pg from 'pg';
import { afterAll, expect } from 'vitest';
import type { Commit, CommitResult, Storage } from '../../src/ports/storage.ts';
import { postgresStorage } from '../../src/storage/postgres/postgres-storage.ts';
import { conflict, only, put, remove } from '../../src/testing/conformance/storage-case.ts';
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
const open: Storage[] = [];
let isThere = false;

/** Writers with a pool each. */
async function writers(count: number): Promise<Storage[]> {
  isThere = true;
  const made = await Promise.all(Array.from({ length: count }, () => openOwn(schema)));
  open.push(...made);
  return made;
}

afterAll(async () => {
  for (const storage of open) await storage.close();
  if (isThere) await dropSchema(schema);
});

function account(
  id: string,
  version: number,
): { key: { kind: 'account'; id: string }; version: number } {
  return { key: { kind: 'account', id }, version };
}

function expecting(operations: Commit['operations'], ...expects: [string, number][]): Commit {
  return {
    operations,
    counters: [],
    expects: expects.map(([id, version]) => account(id, version)),
  };
}

test('PG-30 ST-39 ST-48 fifty writers that compare and set three records: versions and counters are the applied commits', async () => {
  const pool = poolOf({ max: 50 });
  const storages = await Promise.all(
    Array.from({ length: 50 }, () => postgresStorage({ client: pool, schema })),
  );
  isThere = true;
  const ids = ['a', 'b', 'c'];
  let applied = 0;
  const write = async (storage: Storage, seed: number): Promise<void> => {
    for (let round = 0; round < 8; round += 1) {
      const chosen = ids.filter((_, at) => ((seed + round) >> at) % 2 === 0);
      const keys = chosen.map((id) => ({ kind: 'account' as const, id }));
      const found = await storage.load('contended', keys);
      const operations = chosen.map((id, at) => put(id, (found[at]?.version ?? 0) + 1));
      const counters = [...chosen, 'all'].map((name) => ({ name, value: 1 }));
      const result = await storage.commit('contended', {
        operations: seed % 2 === 0 ? operations : operations.toReversed(),
        counters,
      });
      if (result.ok) applied += 1;
      else expect(result.reason).toBe('conflict');
    }
  };
  await Promise.all(storages.map(write));
  const counted = await storages[0]!.counters('contended', '');
  const keys = ids.map((id) => ({ kind: 'account' as const, id }));
  const records = await storages[0]!.load('contended', keys);
  expect(applied).toBeGreaterThan(8);
  expect(counted).toEqual([
    { name: 'a', value: records[0]!.version },
    { name: 'all', value: applied },
    { name: 'b', value: records[1]!.version },
    { name: 'c', value: records[2]!.version },
  ]);
  await pool.end();
}, 120_000);

/** Two commits at once, many times; what they answer. */
async function raced(
  commits: (round: number) => readonly [Commit, Commit],
  rounds = 60,
): Promise<(readonly [CommitResult, CommitResult])[]> {
  const [one, two] = (await writers(2)) as [Storage, Storage];
  const subscription = freshSchema();
  const answers: (readonly [CommitResult, CommitResult])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [first, second] = commits(round);
    answers.push(
      await Promise.all([one.commit(subscription, first), two.commit(subscription, second)]),
    );
  }
  return answers;
}

test('PG-31 ST-55 of two commits that each put what the other expects absent, one is applied', async () => {
  const answers = await raced((round) => [
    expecting([put(`a${round}`)], [`b${round}`, 0]),
    expecting([put(`b${round}`)], [`a${round}`, 0]),
  ]);
  for (const [round, [first, second]] of answers.entries()) {
    const both = [first, second].toSorted((a, b) => Number(b.ok) - Number(a.ok));
    expect(both).toEqual([{ ok: true }, conflict(first.ok ? `a${round}` : `b${round}`)]);
  }
});

test('PG-31 ST-55 of a change that expects absence and a put that expects no change, one is applied', async () => {
  const [storage] = await writers(1);
  await storage!.commit('mixed', only(put('a')));
  for (let round = 1; round <= 40; round += 1) {
    const [record] = await storage!.load('mixed', [{ kind: 'account', id: 'a' }]);
    const { version } = record!;
    const [one, two] = [storage!, open[0]!];
    const answers = await Promise.all([
      one.commit('mixed', expecting([put('a', version + 1)], [`b${round}`, 0])),
      two.commit('mixed', expecting([put(`b${round}`)], ['a', version])),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  }
});

test('PG-31 many commits that expect the same absence are all applied, and nothing is left of it', async () => {
  const storages = await writers(6);
  const answers = await Promise.all(
    storages.map((storage, at) =>
      storage.commit('absent', expecting([put(`w${at}`)], ['never', 0])),
    ),
  );
  expect(answers).toEqual(storages.map(() => ({ ok: true })));
  const page = await storages[0]!.scan('absent', { kind: 'account', index: 'id', limit: 99 });
  expect(page.map(({ id }) => id)).toEqual(storages.map((_, at) => `w${at}`));
  expect(await storages[0]!.commit('absent', only(put('never')))).toEqual({ ok: true });
});

test('PG-31 ST-39 of two commits that put the same new record, one conflicts and none fails', async () => {
  const answers = await raced((round) => [
    only(put(`n${round}`), put(`one-${round}`)),
    only(put(`n${round}`), put(`two-${round}`)),
  ]);
  for (const [round, both] of answers.entries()) {
    expect(both).toContainEqual({ ok: true });
    expect(both).toContainEqual(conflict(`n${round}`));
  }
});

test('PG-31 ST-34 a delete, a put of the same record and an expectation of it, all at once', async () => {
  const storages = await writers(3);
  for (let round = 0; round < 30; round += 1) {
    const id = `d${round}`;
    await storages[0]!.commit('three', only(put(id)));
    const [gone, changed, relied] = await Promise.all([
      storages[0]!.commit('three', only(remove(id))),
      storages[1]!.commit('three', only(put(id, 2))),
      storages[2]!.commit('three', expecting([put(`of ${id}`)], [id, 1])),
    ]);
    expect(gone.ok).toBe(!changed.ok);
    const [record] = await storages[0]!.load('three', [{ kind: 'account', id }]);
    expect(record?.version).toBe(gone.ok ? undefined : 2);
    const [witness] = await storages[0]!.load('three', [{ kind: 'account', id: `of ${id}` }]);
    expect(witness !== undefined).toBe(relied.ok);
  }
});

test('PG-32 commits of the same records in any order, with expectations between, never wait for each other in a circle', async () => {
  const storages = await writers(8);
  const ids = Array.from({ length: 40 }, (_, at) => `k${at}`);
  await storages[0]!.commit('circle', only(...ids.map((id) => put(id))));
  const deadlocks = async (): Promise<number> => {
    const [row] = await sql<{ deadlocks: string }>(
      'select deadlocks::text from pg_stat_database where datname = current_database()',
    );
    return Number(row!.deadlocks);
  };
  const before = await deadlocks();
  const churn = async (storage: Storage, seed: number): Promise<void> => {
    for (let round = 0; round < 15; round += 1) {
      const keys = ids.map((id) => ({ kind: 'account' as const, id }));
      const records = await storage.load('circle', keys);
      const mine = ids.map((id, at) => ({ id, version: records[at]!.version, at }));
      const turned = seed % 2 === 0 ? mine : mine.toReversed();
      const isRead = (at: number): boolean => (at * 7 + seed + round) % 3 === 0;
      await storage.commit('circle', {
        operations: turned
          .filter(({ at }) => !isRead(at))
          .map(({ id, version }) => put(id, version + 1)),
        expects: turned
          .filter(({ at }) => isRead(at))
          .map(({ id, version }) => account(id, version)),
        counters: turned.map(({ id }) => ({ name: id, value: 1 })),
      });
    }
  };
  await Promise.all(storages.map(churn));
  await new Promise((resolve) => void setTimeout(resolve, 1_200));
  expect(await deadlocks()).toBe(before);
});

test('PG-32 what the server takes back is made again, and given up as WRITE_CONFLICT', async () => {
  const pool = poolOf();
  let left = 3;
  let sent = 0;
  const storage = await postgresStorage({
    schema,
    client: {
      query: (config) => {
        if (!config.text.startsWith('select * from') || !config.text.includes('commit_v1('))
          return pool.query(config);
        sent += 1;
        left -= 1;
        const code = left % 2 === 0 ? '40001' : '40P01';
        return left >= 0
          ? Promise.reject(Object.assign(new Error('again'), { code }))
          : pool.query(config);
      },
    },
  });
  isThere = true;
  expect(await storage.commit('again', only(put('a')))).toEqual({ ok: true });
  expect(sent).toBe(4);
  [left, sent] = [Number.POSITIVE_INFINITY, 0];
  await expect(storage.commit('again', only(put('a', 2)))).rejects.toMatchObject({
    code: 'WRITE_CONFLICT',
    kind: 'conflict',
  });
  expect(sent).toBe(12);
  await pool.end();
});

test('PG-32 a stricter isolation that the database sets as default changes no answer', async () => {
  const pool = poolOf({ options: '-c default_transaction_isolation=serializable' });
  const storages = await Promise.all([1, 2].map(() => postgresStorage({ client: pool, schema })));
  isThere = true;
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(
      storages.map((storage) => storage.commit('strict', only(put('a', round + 1)))),
    );
    expect(answers).toContainEqual({ ok: true });
    expect(answers).toContainEqual(conflict('a'));
  }
  await pool.end();
});

test('PG-33 a commit is synced also where the role does not ask for it', async () => {
  const pool = poolOf({ max: 1, options: '-c synchronous_commit=off' });
  const storage = await postgresStorage({ client: pool, schema });
  isThere = true;
  await sql(`
    create table "${schema}".seen (setting text);
    create function "${schema}".look() returns trigger language plpgsql as $look$
      begin insert into "${schema}".seen values (current_setting('synchronous_commit')); return new; end
    $look$;
    create constraint trigger look after insert on "${schema}".record
      deferrable initially deferred for each row execute function "${schema}".look()`);
  await storage.commit('sync', only(put('a')));
  expect(await sql(`select setting from "${schema}".seen`)).toEqual([{ setting: 'on' }]);
  expect((await pool.query('show synchronous_commit')).rows).toEqual([
    { synchronous_commit: 'off' },
  ]);
  await sql(`drop trigger look on "${schema}".record`);
  await pool.end();
});

test('PG-34 sixteen open storages add to a counter each without waiting for one another', async () => {
  const holder = new pg.Client({ connectionString: serverUrl() });
  const [first, second] = (await writers(2)) as [Storage, Storage];
  await first.commit('slots', { operations: [], counters: [{ name: 'n', value: 1 }] });
  await holder.connect();
  await holder.query('begin');
  await holder.query(`select from "${schema}".counter where subscription = 'slots' for update`);
  const counters = [{ name: 'n', value: 2 }];
  expect(await second.commit('slots', { operations: [], counters })).toEqual({ ok: true });
  await holder.query('rollback');
  await holder.end();
  expect(await first.counters('slots', '')).toEqual([{ name: 'n', value: 3 }]);
});

test('PG-35 tables are never read as a whole, also by a connection that saw them empty', async () => {
  const name = freshSchema();
  const pool = poolOf({ max: 1 });
  const storage = await postgresStorage({ client: pool, schema: name });
  for (let round = 0; round < 30; round += 1) {
    const ids = Array.from({ length: 100 }, (_, at) => `r${round}-${at}`);
    await storage.commit('s', {
      operations: ids.map((id) => put(id, 1, { due: round })),
      counters: ids.slice(0, 10).map((id) => ({ name: id, value: 1 })),
    });
    await storage.commit(
      's',
      expecting(
        ids.slice(1).map((id) => put(id, 2, { due: round })),
        [ids[0]!, 1],
        ['x', 0],
      ),
    );
    await storage.commit('s', only(remove(ids[1]!, 2)));
    await storage.load(
      's',
      ids.map((id) => ({ kind: 'account', id })),
    );
    await storage.scan('s', { kind: 'account', index: 'id', prefix: 'r1', limit: 10 });
    await storage.scan('s', {
      kind: 'account',
      index: 'id',
      prefix: 'r1',
      reverse: true,
      limit: 10,
    });
    await storage.scan('s', { kind: 'account', index: 'due', until: 9, limit: 10 });
    await storage.counters('s', 'r1');
    const lease = await storage.acquire('s', { name: 'l', owner: 'o', now: round, ttl: 5 });
    await storage.renew('s', lease!, { name: 'l', owner: 'o', now: round, ttl: 5 });
    await storage.commit('s', { ...only(), fence: { lease: 'l', fence: lease!.fence } });
  }
  await pool.query('select pg_stat_force_next_flush()');
  const [row] = await sql<{ scans: string; looks: string }>(
    `select sum(seq_scan)::text as scans, sum(idx_scan)::text as looks
      from pg_stat_user_tables where schemaname = $1 and relname in ('record', 'counter', 'lease')`,
    [name],
  );
  const [index] = await sql<{ read: string }>(
    `select sum(idx_tup_read)::text as read from pg_stat_user_indexes where schemaname = $1`,
    [name],
  );
  expect(Number(row!.scans)).toBeLessThan(10);
  expect(Number(row!.looks)).toBeGreaterThan(1_000);
  expect(Number(index!.read)).toBeLessThan(60_000);
  await pool.end();
  await dropSchema(name);
});

test('PG-37 who changes a record that others expect all the time has a turn after a few of their commits', async () => {
  const storages = await writers(6);
  const registry = (version: number): Commit => only(put('registry', version));
  await storages[0]!.commit('turns', registry(1));
  let version = 1;
  let commits = 0;
  let isOver = false;
  const rely = async (storage: Storage, number: number): Promise<void> => {
    for (let round = 0; !isOver; round += 1) {
      const facts = Array.from({ length: 60 }, (_, at) => put(`${number}-${round}-${at}`));
      await storage.commit('turns', expecting(facts, ['registry', version]));
      commits += 1;
    }
  };
  const relying = storages.slice(1).map(rely);
  const waited: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    await new Promise((resolve) => void setTimeout(resolve, 50));
    const before = commits;
    expect(await storages[0]!.commit('turns', registry(version + 1))).toEqual({ ok: true });
    version += 1;
    waited.push(commits - before);
  }
  isOver = true;
  await Promise.all(relying);
  expect(Math.max(...waited)).toBeLessThan(5 * relying.length);
}, 60_000);
