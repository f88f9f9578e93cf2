import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Engine } from '../../src/engine/engine.ts';
import { simulatedChannel } from '../../src/connectors/simulated-channel.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { Journey } from '../../src/journey/journey.ts';
import { number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Storage } from '../../src/ports/storage.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import { snapshot } from '../../src/testing/harness/snapshot.ts';
import { FAST, temporaryFolder } from '../storage/sqlite-under-test.ts';
import { hostSteps, stage } from './story.ts';

const b2b = catalogue({
  account: { name: text(), employees: number() },
  person: { email: text() },
});
const { account } = conditions(b2b);
const large = Audience.accounts('large', account('employees').atLeast(1_000));
const nurture = Journey.forAccounts('nurture', { audience: large, ends: '2026-12-31' })
  .sendEmail('intro')
  .wait({ days: 3 })
  .sendEmail('offer');

type Tenant = Engine<NonNullable<(typeof b2b)['shape']>>;

const DAYS: readonly ((engine: Tenant) => Promise<unknown>)[] = [
  (engine) =>
    engine.ingest({
      accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
      people: [{ id: 'ann', attributes: { email: 'ann@acme.example' } }],
      relations: [{ account: 'acme', person: 'ann' }],
    }),
  (engine) => engine.publish(nurture),
  (engine) => engine.advanceTo('2026-01-06T00:00:00Z'),
  (engine) => engine.advanceTo('2026-02-01T00:00:00Z'),
];

interface Outcome {
  readonly counts: unknown;
  readonly facts: readonly Fact[];
  readonly state: unknown;
}

/** The first journey of README, with an engine and an opened storage of its own for each call of the host. */
async function firstJourney(open: () => Promise<Storage>, shut: boolean): Promise<Outcome> {
  let now: string | number = '2026-01-05T09:00:00Z';
  const withEngine = async <T>(
    work: (engine: Tenant, storage: Storage) => Promise<T>,
  ): Promise<T> => {
    const storage = await open();
    const engine = await Engine.open({
      catalogue: b2b,
      name: 'one',
      storage,
      clock: virtualClock(now),
      channels: { email: simulatedChannel() },
    });
    const result = await work(engine, storage);
    now = engine.now();
    await engine.close();
    if (shut) await storage.close();
    return result;
  };
  for (const day of DAYS) await withEngine(day);
  return withEngine(async (engine, storage) => ({
    counts: await engine.counts('nurture'),
    facts: await Array.fromAsync(engine.facts()),
    state: await snapshot(storage),
  }));
}

test('SQ-1 the first journey goes on from the file after every call, and ends as in memory', async () => {
  using temporary = temporaryFolder();
  const file = join(temporary.folder, 'a.db');
  const memory = memoryStorage();
  const expected = await firstJourney(() => Promise.resolve(memory), false);
  expect(expected.counts).toMatchObject({ exits: { completed: 1 } });
  expect(await firstJourney(() => sqliteStorage({ file }), true)).toEqual(expected);
});

/** All rows of a view, as plain objects. */
function rows(file: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const found = database.prepare(sql).all();
  database.close();
  return found.map((row) => ({ ...row }));
}

/** A story with every kind of thing in it, stopped after some steps, in memory and in a file. */
async function tell(file: string, steps: number): Promise<Storage> {
  const memory = memoryStorage();
  for (const onFile of [false, true]) {
    const { start } = stage({ name: 'one' });
    for (const step of hostSteps().slice(0, steps)) {
      const storage = onFile ? await sqliteStorage({ file }) : memory;
      const engine = await start(storage);
      await step(engine);
      await engine.close();
      if (onFile) await storage.close();
    }
  }
  return memory;
}

test('SQ-1 SQ-20 a whole story told from the file is the same as in memory, and its views show it', async () => {
  using temporary = temporaryFolder(FAST);
  const all = join(temporary.folder, 'all.db');
  const memory = await tell(all, hostSteps().length);
  const storage = await sqliteStorage({ file: all, readOnly: true });
  expect(await snapshot(storage)).toEqual(await snapshot(memory));
  await storage.close();

  // The engine has counters of its own besides, which are nobody's business.
  const names = (await memory.counters('default', '')).flatMap(({ name, value }) => {
    const [level, journey, plan, ...rest] = name.split('\u001f');
    if (level !== 'journey' && level !== 'node') return [];
    const [node, what] = level === 'node' ? [rest[0], rest[1]] : [null, rest[0]];
    return [{ subscription: 'default', level, journey, plan, node, what, value }];
  });
  expect(names.length).toBeGreaterThan(40);
  expect(rows(all, 'select * from v_counters')).toEqual(names);

  const facts = await memory.scan('default', { kind: 'fact', index: 'id', limit: 1_000 });
  const items = facts.flatMap(({ body }) => {
    const { shard, sequence, at, account: id, items: of } = body as Fact;
    return of.map((item, position) => ({
      subscription: 'default',
      shard,
      sequence,
      at,
      account: id,
      position,
      type: item.type,
      item,
    }));
  });
  expect(items.length).toBeGreaterThan(40);
  const shown = rows(all, 'select * from v_facts').map((row) => ({
    ...row,
    item: JSON.parse(row['item'] as string) as unknown,
  }));
  const key = (row: object): string => JSON.stringify(row);
  expect(shown.map(key).sort()).toEqual(items.map(key).sort());
});

test.each([10, 11, 17])(
  'SQ-20 views show the runs in flight and the effects on their way after %i steps',
  async (steps) => {
    using temporary = temporaryFolder(FAST);
    const file = join(temporary.folder, 'a.db');
    const memory = await tell(file, steps);
    const progress = await memory.scan('default', { kind: 'progress', index: 'id', limit: 99 });
    const runs = progress.flatMap(({ id, body }) =>
      (body as { runs: Record<string, unknown>[] }).runs.map((run) => ({
        subscription: 'default',
        account: id,
        journey: run['journey'],
        plan: run['plan'],
        entry: run['entry'],
        entered_at: run['enteredAt'],
        arrived_at: run['arrivedAt'],
        due: run['due'],
        campaign: run['campaign'],
        stalled_at: run['stalledAt'],
      })),
    );
    expect(runs.length).toBeGreaterThan(1);
    const order = 'order by account, journey';
    expect(rows(file, `select * from v_runs ${order}`)).toHaveLength(runs.length);
    expect(rows(file, 'select * from v_runs')).toEqual(expect.arrayContaining(runs));

    const records = await memory.scan('default', { kind: 'effect', index: 'id', limit: 99 });
    const effects = records.map(({ body, due }) => {
      const { effect, state, attempts } = body as {
        effect: Record<string, unknown>;
        state: string;
        attempts: number;
      };
      const { type, name } = effect['action'] as { type: string; name?: string };
      const { account: id, journey, plan, entry, node, ordinal, asked } = effect;
      const people = (effect['people'] as string[] | null)?.length ?? null;
      const action = name ?? type;
      const rest = { ordinal, action, state, attempts, people, asked, due };
      return { subscription: 'default', account: id, journey, plan, entry, node, ...rest };
    });
    expect(effects.length).toBeGreaterThan(0);
    expect(rows(file, 'select * from v_effects')).toHaveLength(effects.length);
    expect(rows(file, 'select * from v_effects')).toEqual(expect.arrayContaining(effects));
  },
);
