import pg from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';
import type { EffectBody } from '../../src/records/bodies.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { b2bWorld, givenAcme, nurture } from '../engine/tenant.ts';
import { only, put } from '../../src/testing/conformance/storage-case.ts';
import {
  dropSchema,
  freshSchema,
  isOnServer,
  test,
  openOwn,
  serverUrl,
  sql,
} from './postgres-under-test.ts';

const schema = freshSchema();
const SUBSCRIPTION = 'odd \ue000\u{10ffff}\u{1f600}';
let storage: Storage;

function effect(people: readonly string[] | null, state: EffectBody['state']): unknown {
  return {
    effect: {
      journey: 'j',
      plan: 'p',
      account: 'a\u0000\\u0000\ud83d',
      entry: 2,
      node: 'n',
      ordinal: 0,
      action:
        people === null
          ? { type: 'custom', name: 'createTask', input: { text: '\\\u0000"\udfff\u{1f600}' } }
          : { type: 'sendEmail', email: 'intro', operational: false },
      people,
      asked: Date.parse('2026-01-05T09:00:00Z'),
    },
    state,
    attempts: 3,
    people,
    outcomes: [],
    events: [],
  };
}

beforeAll(async () => {
  if (!isOnServer) return;
  storage = await openOwn(schema);
  const tenant = await b2bWorld({ storage });
  await tenant.given.journey(nurture());
  await givenAcme(tenant);
  await tenant.when.after({ days: 1 });
  await storage.commit(SUBSCRIPTION, {
    operations: [
      put('dead', 1, { kind: 'effect', body: effect(['ann', 'bob'], 'dead') }),
      put('open', 1, { kind: 'effect', due: -1, body: effect(null, 'pending') }),
      put('far', 1, { kind: 'effect', due: -8.64e15, body: effect(null, 'claimed') }),
    ],
    counters: [
      { name: `journey\u001f\ue000j\u001fp\u001fentered`, value: 2 },
      { name: `node\u001f\ue000j\u001fp\u001fn\u001fpath:x`, value: 9_007_199_254_740_991 },
    ],
  });
  await storage.commit(SUBSCRIPTION, {
    ...only(),
    counters: [{ name: `node\u001f\ue000j\u001fp\u001fn\u001fpath:x`, value: -1 }],
  });
});

afterAll(async () => {
  if (!isOnServer) return;
  await storage.close();
  await dropSchema(schema);
});

test('PG-50 v_runs has a row for each run in flight', async () => {
  const rows = await sql(`select * from "${schema}".v_runs`);
  expect(rows).toEqual([
    {
      subscription: 'default',
      account: 'acme',
      journey: 'nurture',
      plan: expect.stringMatching(/^[0-9a-f]+$/) as string,
      entry: '1',
      entered_at: new Date('2026-01-05T09:00:00Z'),
      arrived_at: new Date('2026-01-05T09:00:00Z'),
      due: new Date('2026-01-08T09:00:00Z'),
      campaign: expect.any(Number) as number,
    },
  ]);
});

test('PG-51 v_counters has the parts of each name and exact sums', async () => {
  const rows = await sql(
    `select level, journey, plan, node, what, value from "${schema}".v_counters
      where subscription = $1 order by level`,
    [SUBSCRIPTION],
  );
  expect(rows).toEqual([
    { level: 'journey', journey: '\ue000j', plan: 'p', node: null, what: 'entered', value: '2' },
    {
      level: 'node',
      journey: '\ue000j',
      plan: 'p',
      node: 'n',
      what: 'path:x',
      value: '9007199254740990',
    },
  ]);
  const [entered] = await sql(
    `select value from "${schema}".v_counters
      where subscription = 'default' and level = 'journey' and what = 'entered'`,
  );
  expect(entered).toEqual({ value: '1' });
});

test('PG-52 PG-54 v_effects has open and dead effects, also with text that PostgreSQL does not take', async () => {
  const rows = await sql(
    `select account, entry, node, action, name, state, attempts, people, asked, due
      from "${schema}".v_effects where subscription = $1 order by state`,
    [SUBSCRIPTION],
  );
  const one = {
    account: 'a\ufffd\\u0000\ufffd',
    entry: '2',
    node: 'n',
    attempts: 3,
    asked: new Date('2026-01-05T09:00:00Z'),
  };
  expect(rows).toEqual([
    {
      ...one,
      action: 'custom',
      name: 'createTask',
      state: 'claimed',
      people: null,
      due: Number.NEGATIVE_INFINITY,
    },
    { ...one, action: 'sendEmail', name: 'intro', state: 'dead', people: 2, due: null },
    {
      ...one,
      action: 'custom',
      name: 'createTask',
      state: 'pending',
      people: null,
      due: new Date(-1),
    },
  ]);
});

test('PG-53 v_facts has a row for each item of a fact, in the order of the feed', async () => {
  const rows = await sql<{ type: string; account: string; item: unknown; at: Date }>(
    `select at, account, type, item from "${schema}".v_facts
      where subscription = 'default' order by shard, sequence`,
  );
  const run = rows.find(({ type }) => type === 'run');
  expect(run).toMatchObject({
    account: 'acme',
    at: new Date('2026-01-05T09:00:00Z'),
    item: { type: 'run', journey: 'nurture', cause: 'entry', exit: null },
  });
  expect(rows.every(({ type }) => typeof type === 'string')).toBe(true);
});

test('PG-55 a role that was granted the views reads them, and nothing else', async () => {
  const role = `reader_${freshSchema()}`;
  await sql(`
    create role ${role} login password 'of-the-reader';
    grant usage on schema "${schema}" to ${role};
    grant select on "${schema}".v_runs, "${schema}".v_counters, "${schema}".v_effects,
      "${schema}".v_facts to ${role}`);
  const url = Object.assign(new URL(serverUrl()), { username: role, password: 'of-the-reader' });
  const reader = new pg.Client({ connectionString: url.href });
  await reader.connect();
  try {
    for (const view of ['v_runs', 'v_counters', 'v_effects', 'v_facts']) {
      const { rows } = await reader.query(`select * from "${schema}".${view}`);
      expect(rows.length).toBeGreaterThan(0);
    }
    for (const forbidden of [
      'select from "%".record',
      'select from "%".counter',
      'select from "%".lease',
      'select from "%".migration',
      'delete from "%".v_runs',
      'select "%".release_v1($1, $1, $1, $1, 1)',
    ]) {
      const text = forbidden.replace('%', schema).replaceAll('$1', "'a'");
      await expect(reader.query(text), text).rejects.toMatchObject({
        code: expect.stringMatching(/42501|55000/) as string,
      });
    }
  } finally {
    await reader.end();
    await sql(`drop owned by ${role}; drop role ${role}`);
  }
});
