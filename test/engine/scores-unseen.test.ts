import { expect, test } from 'vitest';
import { AccountList } from '../../src/audience/account-list.ts';
import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { Journey } from '../../src/journey/journey.ts';
import type { Commit, Storage } from '../../src/ports/storage.ts';
import type { FactItem } from '../../src/runtime/fact.ts';
import type { AccountBody } from '../../src/runtime/state.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { committee } from './scored-tenant.ts';
import { b2b, DAY, ENDS, START, type B2b } from './tenant.ts';

const { account, engagement, some } = conditions(b2b);
const MIDNIGHT = Math.floor(START / DAY) * DAY + DAY;
const NAMES = ['acme', 'beta', 'gyro'];

/** An engine that keeps no facts, on a storage that counts writes of accounts and may refuse commits. */
async function given(facts = false) {
  const inner = memoryStorage();
  const seen = { accounts: 0, refuses: (_commit: Commit): boolean => false };
  const storage: Storage = {
    ...inner,
    commit: (name, commit) => {
      if (seen.refuses(commit)) return Promise.reject(new Error('away'));
      for (const operation of commit.operations)
        if (operation.op === 'put' && operation.record.kind === 'account') seen.accounts += 1;
      return inner.commit(name, commit);
    },
  };
  const open = (at: number): Promise<Engine<B2b>> =>
    Engine.open<B2b>({ catalogue: b2b, storage, clock: virtualClock(at), facts });
  const engine = await open(START);
  await engine.define(committee);
  await engine.scoring.define();
  await engine.ingest({
    accounts: NAMES.map((id) => ({ id, attributes: { name: id, employees: 5_000 } })),
    people: NAMES.map((id) => ({ id: `${id}-vp`, attributes: { jobTitle: 'vital' } })),
    relations: NAMES.map((id) => ({ account: id, person: `${id}-vp` })),
  });
  return { engine, seen, open };
}

/** So many e-mails that the one person of an account opened. */
function opened(of: string, count: number, at: number) {
  const events = Array.from({ length: count }, (_, index) => ({
    id: `${of}-${at}-${index}`,
    type: 'emailOpened' as const,
    at,
    person: `${of}-vp`,
  }));
  return { events };
}

async function scoresOf(engine: Engine<B2b>): Promise<(number | undefined)[][]> {
  const found: (number | undefined)[][] = [];
  for (const id of NAMES) {
    const { people, groups } = (await engine.account(id)) as AccountBody;
    found.push([people[0]!.engagement, groups[0]!.engagement]);
  }
  return found;
}

test('EG-66 a night writes an account once when nobody is told, twice when facts are kept', async () => {
  const counts: number[] = [];
  const scores: unknown[] = [];
  for (const facts of [false, true]) {
    const { engine, seen } = await given(facts);
    await engine.ingest(opened('acme', 4, START));
    await engine.ingest(opened('beta', 1, START));
    await engine.advanceTo(MIDNIGHT + DAY);
    await engine.ingest(opened('beta', 16, MIDNIGHT + DAY));
    seen.accounts = 0;
    await engine.advanceTo(MIDNIGHT + 2 * DAY + 1_000);
    counts.push(seen.accounts);
    scores.push(await scoresOf(engine));
    await engine.close();
  }
  expect(counts).toEqual([1, 2]);
  expect(scores[0]).toEqual(scores[1]);
  expect(scores[0]).toEqual([
    [expect.closeTo(100 / Math.sqrt(17 / 4)), expect.closeTo(100 / (17 / 4) ** 0.25)],
    [100, 100],
    [0, 0],
  ]);
});

test('EG-51 EG-56 EG-66 EG-67 a night that ends before its epoch leaves scores as they were, and is made up for', async () => {
  const { engine, seen, open } = await given();
  await engine.ingest(opened('acme', 4, START));
  await engine.ingest(opened('beta', 1, START));
  await engine.advanceTo(MIDNIGHT + 1_000);
  const before = await scoresOf(engine);
  expect(before[1]).toEqual([50, expect.closeTo(100 / Math.sqrt(2))]);
  await engine.ingest(opened('beta', 2, MIDNIGHT + 2_000));
  seen.refuses = ({ operations }) =>
    operations.some(({ op, ...of }) => op === 'put' && 'record' in of && isEpoch(of.record));
  await expect(engine.advanceTo(MIDNIGHT + DAY + 1_000)).rejects.toThrow('away');
  expect(((await engine.account('beta')) as AccountBody).people[0]!.value).toBe(90);
  expect(await scoresOf(engine)).toEqual(before);
  seen.refuses = () => false;
  // Nobody is due any more, and the greatest values are those of before: the epoch is all that is missing.
  await engine.close();
  const second = await open(MIDNIGHT + DAY + 2_000);
  await second.advanceTo(MIDNIGHT + DAY + 3_000);
  expect((await second.scoring.epoch())!.through).toBe(MIDNIGHT / DAY);
  expect((await scoresOf(second))[1]![0]).toBeCloseTo(100 * Math.sqrt(3 / 4));
  await second.close();
});

function isEpoch(record: { readonly kind: string; readonly body: unknown }): boolean {
  return record.kind === 'definition' && (record.body as { type: string }).type === 'epoch';
}

test('EG-53 EG-66 who listens to facts is told, from the night on in which listening began', async () => {
  const { engine } = await given();
  await engine.ingest(opened('acme', 4, START));
  await engine.ingest(opened('beta', 1, START));
  await engine.advanceTo(MIDNIGHT + 1_000);
  const told: FactItem[] = [];
  const off = engine.on('fact', ({ items }) =>
    told.push(...items.filter(({ type }) => type === 'engagement')),
  );
  await engine.ingest(opened('beta', 2, MIDNIGHT + 2_000));
  await engine.advanceTo(MIDNIGHT + DAY + 1_000);
  expect(told).toEqual([
    expect.objectContaining({
      type: 'engagement',
      previous: expect.closeTo(100 / Math.sqrt(2)),
      next: expect.closeTo(100 * (3 / 4) ** 0.25),
    }),
  ]);
  off();
  await engine.ingest(opened('beta', 1, MIDNIGHT + DAY + 2_000));
  await engine.advanceTo(MIDNIGHT + 2 * DAY + 1_000);
  expect(told).toHaveLength(1);
  await engine.close();
});

test('EG-52 EG-66 a journey that an account enters reads the scores of the last run, though nothing did before', async () => {
  const { engine } = await given();
  await engine.ingest(opened('acme', 4, START));
  await engine.ingest(opened('beta', 1, START));
  await engine.advanceTo(MIDNIGHT + 1_000);
  await engine.ingest(opened('beta', 15, MIDNIGHT + 2_000));
  await engine.advanceTo(MIDNIGHT + DAY + 1_000);
  const large = Audience.accounts('large', account('employees').atLeast(1_000));
  const eager = AccountList.static('eager').publish();
  const journey = Journey.forAccounts('sort', { audience: large, ends: ENDS }).split((paths) =>
    paths.when('eager', some('person', engagement.atLeast(90)), (path) => path.addToList(eager)),
  );
  await engine.define(large);
  await engine.define(eager);
  await engine.publish(journey);
  await engine.advanceTo(MIDNIGHT + DAY + 60_000);
  expect(await engine.members({ list: 'eager' })).toEqual(['beta']);
  await engine.close();
});
