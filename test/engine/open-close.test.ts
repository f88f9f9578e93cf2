import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { simulatedChannel } from '../../src/connectors/simulated-channel.ts';
import { faultyStorage } from '../../src/testing/faulty-storage.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import {
  b2b,
  b2bWorld,
  collect,
  givenAcme,
  large,
  named,
  nurture,
  START,
  type B2b,
} from './tenant.ts';

test('EN-1 another engine finds definitions, journeys, plans and runs, and goes on with them', async () => {
  await using tenant = await b2bWorld();
  await tenant.engine.define([large, named]);
  await tenant.given.journey(nurture());
  await givenAcme(tenant);
  await tenant.reopen();
  expect(await tenant.engine.journeys()).toMatchObject([
    { id: 'nurture', status: 'live', runsInFlight: 1 },
  ]);
  await tenant.when.after({ days: 4 });
  expect(tenant.seen.emails()).toEqual([
    'intro to ann, bob of acme',
    'reminder to ann, bob of acme',
  ]);
  expect((await tenant.engine.counts('nurture')).exits).toEqual({ completed: 1 });
});

test('EN-2 after close every call rejects, and what was accepted stays', async () => {
  const tenant = await b2bWorld();
  const { engine } = tenant;
  await tenant.given.journey(nurture());
  const accepted = givenAcme(tenant);
  await Promise.resolve();
  await engine.close();
  await accepted;
  const calls: readonly (() => Promise<unknown>)[] = [
    () => engine.define(large),
    () => engine.save(nurture('other')),
    () => engine.publish('nurture'),
    () => engine.ingest({}),
    () => engine.changeList('named', {}),
    () => engine.suppress('ann@example.com'),
    () => engine.closeEntries('nurture'),
    () => engine.abort('nurture'),
    () => engine.delete('nurture'),
    () => engine.duplicate('nurture', 'copy'),
    () => engine.setEndDate('nurture', '2027-01-01'),
    () => engine.release('acme'),
    () => engine.advanceTo(START),
    () => engine.settle(),
    () => engine.explain({ journey: 'nurture', account: 'acme' }),
    () => engine.counts('nurture'),
    () => engine.journeys(),
    () => engine.journey('nurture'),
    () => engine.publications('nurture'),
    () => engine.members({ audience: 'large' }),
    () => engine.deadLetters(),
    () => collect(engine.facts()),
  ];
  for (const call of calls)
    await expect(call(), String(call)).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
  await engine.close();
  await tenant.reopen();
  expect((await tenant.engine.journey('nurture')).runsInFlight).toBe(1);
  await tenant.engine.close();
});

test('EN-2 an engine closes at the end of await using', async () => {
  let left: Engine<B2b>;
  {
    await using engine = await Engine.open<B2b>({
      catalogue: b2b,
      storage: memoryStorage(),
      clock: virtualClock(START),
    });
    left = engine;
    await engine.journeys();
  }
  await expect(left.journeys()).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
});

describe('EN-3 subscriptions', () => {
  test.each([
    ['a', 'b'],
    ['a', 'a/'],
    ['default', 'Default'],
    ['__proto__', 'constructor'],
  ])('EN-3 %s and %s on one storage hold the same ids apart', async (first, second) => {
    const storage = memoryStorage();
    await using one = await b2bWorld({ storage, subscription: first });
    await using two = await b2bWorld({ storage, subscription: second });
    await one.given.journey(nurture());
    await givenAcme(one);
    await givenAcme(two);
    await two.when.after({ days: 5 });
    expect(two.seen.emails()).toEqual([]);
    expect(await two.engine.journeys()).toEqual([]);
    await two.given.journey(nurture());
    await one.when.after({ days: 5 });
    const keys = [...one.email.received, ...two.email.received].flatMap(
      (received) => received.keys,
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(await two.engine.counts('nurture')).toMatchObject({ entered: 1, inFlight: 1 });
    expect(await one.engine.counts('nurture')).toMatchObject({ entered: 1, inFlight: 0 });
  });

  test.each(['', ' ', 'a\u001fb', 'a\u0000', '\ud800', 'x'.repeat(300)])(
    'EN-3 %j is no name for one',
    async (subscription) => {
      await expect(b2bWorld({ subscription })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        path: ['subscription'],
      });
    },
  );
});

test.each([0, -1, 1.5, Number.NaN])(
  'EN-1 an engine is not opened with %d as a number of subjects or shards',
  async (number) => {
    await expect(b2bWorld({ batchSize: number })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['batchSize'],
    });
    await expect(b2bWorld({ shards: number })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['shards'],
    });
  },
);

test('EN-87 what an engine left half done at an instant goes on there, whatever an earlier clock shows', async () => {
  const storage = memoryStorage();
  const open = (kept: Storage): Promise<Engine<B2b>> =>
    Engine.open<B2b>({
      catalogue: b2b,
      storage: kept,
      clock: virtualClock(START),
      channels: { email: simulatedChannel() },
      batchSize: 2,
    });
  const end = Date.parse('2026-01-07T00:00:00Z');
  let leaving = 0;
  // Three accounts leave at the end date, in two commits; the process ends after the first of them.
  const faulty = faultyStorage(storage, {
    next: ({ method }) => {
      if (dying === null || dying.now() < end || method !== 'commit') return 'ok';
      leaving += 1;
      return leaving === 2 ? 'crashAfter' : leaving > 2 ? 'crash' : 'ok';
    },
  });
  let dying: Engine<B2b> | null = null;
  dying = await open(faulty);
  await dying.publish(nurture('nurture', { ends: '2026-01-07T00:00:00Z' }));
  const ids = ['a', 'b', 'c'];
  await dying.ingest({
    accounts: ids.map((id) => ({ id, attributes: { name: id, employees: 5_000 } })),
  });
  await expect(dying.advanceTo('2026-01-09T00:00:00Z')).rejects.toThrow('The process ends');
  const engine = await open(storage);
  expect(engine.now()).toBe(end);
  const left = (await collect(engine.facts())).filter(({ items }) =>
    items.some((item) => item.type === 'run' && item.exit !== null),
  );
  expect(new Map(left.map(({ account, at }) => [account, at]))).toEqual(
    new Map(ids.map((id) => [id, end])),
  );
  expect((await engine.journey('nurture')).status).toBe('finished');
  await engine.close();
});
