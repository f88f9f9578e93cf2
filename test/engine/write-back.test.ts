import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import fc from 'fast-check';
import type { MemoryPlatform } from '../../src/connectors/memory-platform.ts';
import type { BackChange, BackRecord, DataIntegration } from '../../src/ports/data-integration.ts';
import type { Value } from '../../src/model/value.ts';
import { systemClock } from '../../src/engine/system-clock.ts';
import { Engine } from '../../src/engine/engine.ts';
import { AccountList } from '../../src/audience/account-list.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { simulatedChannel } from '../../src/connectors/simulated-channel.ts';
import { CrashSignal, faultyStorage } from '../../src/testing/faulty-storage.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { acmePlatform, connected } from './integration-world.ts';
import { b2b, b2bWorld, collect, ENDS, journey, type B2b } from './tenant.ts';

/** Journeys that write one value each, started by putting the account on a list. */
async function withWriters(tenant: World<B2b>, values: readonly string[]): Promise<void> {
  for (const value of values) {
    const list = AccountList.static(`to-${value}`).publish();
    await tenant.engine.publish(
      journey(`set-${value}`, { audience: list, reEntry: { delay: { hours: 1 } } })
        .updateAccount({ phase: value })
        .updatePeople({ jobTitle: value }),
    );
  }
}

async function write(tenant: World<B2b>, value: string): Promise<void> {
  await tenant.engine.changeList(`to-${value}`, { add: ['acme'] });
  await tenant.engine.changeList(`to-${value}`, { remove: ['acme'] });
  await tenant.when.after({ hours: 2 });
}

async function phase(tenant: World<B2b>): Promise<unknown> {
  return (await tenant.engine.account('acme'))?.attributes['phase'];
}

test('DI-12 an echo updates the version only, also when a journey has written again meanwhile', async () => {
  const platform = acmePlatform();
  await using tenant = await connected(platform);
  await withWriters(tenant, ['hot', 'won']);
  await write(tenant, 'hot');
  let during = true;
  const write1 = platform.write.bind(platform);
  await tenant.reopen({
    integration: {
      sources: [
        {
          ...platform,
          async write(changes, context) {
            const receipts = await write1(changes, context);
            if (during) {
              during = false;
              await write(tenant, 'won');
            }
            return receipts;
          },
        },
      ],
    },
  });
  const facts = (await collect(tenant.engine.facts())).length;
  await tenant.engine.integration.synchronise();
  expect(await phase(tenant)).toBe('won');
  expect(platform.record('account', 'acme')).toMatchObject({ attributes: { phase: 'won' } });
  const items = (await collect(tenant.engine.facts())).slice(facts).flatMap((fact) => fact.items);
  await tenant.engine.integration.synchronise();
  expect(items.filter(({ type }) => type === 'writeBack')).toEqual([]);
  expect(
    (await collect(tenant.engine.facts()))
      .flatMap(({ items: all }) => all)
      .filter(({ type }) => type === 'writeBack'),
  ).toEqual([]);
  expect(await phase(tenant)).toBe('won');
});

test('DI-13 a statement that repeats itself leaves alone what a journey has written', async () => {
  const platform = acmePlatform();
  await using tenant = await connected(platform);
  await withWriters(tenant, ['hot']);
  await write(tenant, 'hot');
  platform.tell({
    type: 'account',
    id: 'acme',
    version: 5,
    attributes: { name: 'Acme Inc', phase: 'cold' },
  });
  await tenant.engine.integration.synchronise({ source: 'platform' });
  expect((await tenant.engine.account('acme'))?.attributes).toMatchObject({
    name: 'Acme Inc',
    phase: 'hot',
  });
  expect(platform.record('account', 'acme')?.attributes).toMatchObject({ phase: 'hot' });
});

test('DI-4 DI-14 when the platform has something new, it stands, and a fact says what was ours', async () => {
  const platform = acmePlatform();
  await using tenant = await connected(platform);
  await withWriters(tenant, ['hot']);
  await write(tenant, 'hot');
  platform.tell({ type: 'account', id: 'acme', attributes: { phase: 'lost' } });
  platform.tell({ type: 'person', id: 'ann', attributes: { jobTitle: 'CEO' } });
  const { back } = await tenant.engine.integration.synchronise();
  expect(back).toEqual({ accepted: 0, overridden: 0, refused: 0, failed: 0 });
  expect(await phase(tenant)).toBe('lost');
  expect(platform.written).toEqual([]);
  const own = {
    type: 'writeBack',
    outcome: 'overridden',
    reason: null,
    journey: 'set-hot',
    ours: 'hot',
  };
  expect(await tenant.seen.facts('writeBack')).toMatchObject([
    { ...own, account: 'acme', person: 'ann', attribute: 'jobTitle', theirs: 'CEO' },
    { ...own, account: 'acme', person: null, attribute: 'phase', theirs: 'lost' },
  ]);
});

test('DI-14 what the receipt says the platform holds instead stands at once', async () => {
  const platform = acmePlatform();
  await using tenant = await connected(platform);
  await withWriters(tenant, ['hot']);
  await write(tenant, 'hot');
  const changed: DataIntegration = {
    ...platform,
    read: () => [],
    write: (changes) =>
      changes.map(() => ({
        outcome: 'overridden',
        version: 7,
        attributes: { phase: 'lost', jobTitle: 'CEO', secret: 1 },
      })),
  };
  await tenant.reopen({ integration: { sources: [changed] } });
  expect((await tenant.engine.integration.synchronise()).back).toMatchObject({ overridden: 2 });
  const acme = await tenant.engine.account('acme');
  expect(acme?.attributes).toMatchObject({ phase: 'lost' });
  expect(acme?.people[0]?.attributes).toMatchObject({ jobTitle: 'CEO' });
  expect(await tenant.seen.facts('writeBack')).toHaveLength(2);
});

test('DI-24 what the platform refuses goes no further, and our value stays until it says something new', async () => {
  const platform = acmePlatform();
  await using tenant = await connected(platform);
  await withWriters(tenant, ['hot']);
  await write(tenant, 'hot');
  const strict: DataIntegration = {
    ...platform,
    write: (changes) => changes.map(() => ({ outcome: 'refused', reason: 'read_only' })),
  };
  await tenant.reopen({ integration: { sources: [strict] } });
  expect((await tenant.engine.integration.synchronise()).back).toMatchObject({ refused: 2 });
  expect(await phase(tenant)).toBe('hot');
  expect(await tenant.seen.facts('writeBack')).toContainEqual(
    expect.objectContaining({
      outcome: 'refused',
      reason: 'read_only',
      attribute: 'phase',
      ours: 'hot',
      theirs: 'cold',
    }),
  );
  expect((await tenant.engine.integration.synchronise()).back).toMatchObject({ refused: 0 });
  platform.tell({ type: 'account', id: 'acme', attributes: { phase: 'lost' } });
  await tenant.engine.integration.synchronise();
  expect(await phase(tenant)).toBe('lost');
});

test('DI-20 the port has no place for anything but attributes of three kinds of record', () => {
  expectTypeOf<BackRecord>().toEqualTypeOf<'account' | 'person' | 'opportunity'>();
  expectTypeOf<keyof BackChange>().toEqualTypeOf<'of' | 'id' | 'key' | 'base' | 'attributes'>();
  expectTypeOf<BackChange['attributes'][string]>().toEqualTypeOf<Value | null>();
});

test('DI-3 DI-21 DI-22 DI-26 a platform that is away for an hour misses nothing, and takes half of a batch', async () => {
  const platform = acmePlatform();
  platform.tell({
    type: 'account',
    id: 'globex',
    attributes: { name: 'Globex', employees: 5_000 },
  });
  let isDown = true;
  const seen: (readonly BackChange[])[] = [];
  const flaky: DataIntegration = {
    ...platform,
    async write(changes, context) {
      if (isDown) throw new Error('connection refused');
      seen.push(changes);
      const receipts = await platform.write(changes, context);
      // The answer to every second change is lost: it was taken, and comes again.
      return receipts.map((receipt, index) =>
        seen.length === 1 && index % 2 === 1 ? { outcome: 'failed', reason: 'busy' } : receipt,
      );
    },
  };
  await using tenant = await b2bWorld({ integration: { sources: [flaky] } });
  await tenant.engine.integration.synchronise();
  await withWriters(tenant, ['hot', 'won']);
  for (const value of ['hot', 'won', 'hot']) {
    await write(tenant, value);
    await expect(tenant.engine.integration.synchronise()).rejects.toMatchObject({
      code: 'INTEGRATION_FAILED',
    });
    await tenant.when.after({ minutes: 20 });
  }
  const { back } = await tenant.engine.integration.state();
  expect(back.waiting).toBe(2);
  expect(back.lag).toBeGreaterThan(60 * 60_000);
  isDown = false;
  expect((await tenant.engine.integration.synchronise()).back).toMatchObject({
    accepted: 1,
    failed: 1,
  });
  expect((await tenant.engine.integration.synchronise()).back).toMatchObject({
    accepted: 1,
    failed: 0,
  });
  expect(platform.record('account', 'acme')?.attributes).toMatchObject({ phase: 'hot' });
  expect(platform.record('person', 'ann')?.attributes).toMatchObject({ jobTitle: 'hot' });
  // DI-23: three changes of each record became one; the repeated one came under its key.
  expect(platform.written).toHaveLength(2);
  expect(seen[1]!.map(({ key }) => key)).toEqual([seen[0]![1]!.key]);
});

test('DI-23 changes of one record that wait become one, with the newest values', async () => {
  const platform = acmePlatform();
  await using tenant = await connected(platform);
  await withWriters(tenant, ['hot', 'won']);
  await write(tenant, 'hot');
  await write(tenant, 'won');
  await tenant.engine.integration.synchronise();
  expect(platform.written.map(({ of, attributes }) => [of, attributes])).toEqual([
    ['account', { phase: 'won' }],
    ['person', { jobTitle: 'won' }],
  ]);
});

test('DI-21 the end of the process at any call of the storage loses no change', async () => {
  const lived = async (
    end: number,
  ): Promise<{ readonly calls: number; readonly platform: MemoryPlatform }> => {
    const platform = acmePlatform();
    const storage = memoryStorage();
    const tenant = await b2bWorld({ integration: { sources: [platform] }, storage });
    await tenant.engine.integration.synchronise();
    await withWriters(tenant, ['hot']);
    let call = Number.NEGATIVE_INFINITY;
    const dying = faultyStorage(storage, {
      next: () => ((call += 1) < end ? 'ok' : end % 2 ? 'crash' : 'crashAfter'),
    });
    await tenant.reopen({ storage: dying });
    call = 0;
    try {
      await write(tenant, 'hot');
      await tenant.engine.integration.synchronise();
    } catch (error) {
      expect(error).toBeInstanceOf(CrashSignal);
    }
    const calls = call;
    await tenant.reopen();
    await tenant.engine.changeList('to-hot', { add: ['acme'] });
    await tenant.engine.settle();
    await tenant.engine.integration.synchronise();
    await tenant.engine.integration.synchronise();
    expect(await phase(tenant)).toBe('hot');
    expect((await tenant.engine.integration.state()).back.waiting).toBe(0);
    await tenant.engine.close();
    return { calls, platform };
  };
  const { calls } = await lived(Number.POSITIVE_INFINITY);
  expect(calls).toBeGreaterThan(10);
  for (let end = 1; end <= calls; end += 1) {
    const { platform } = await lived(end);
    expect(platform.record('account', 'acme')?.attributes, `ended at call ${end}`).toMatchObject({
      phase: 'hot',
    });
    expect(platform.record('person', 'ann')?.attributes).toMatchObject({ jobTitle: 'hot' });
  }
});

type Move = {
  readonly kind: 'write' | 'tell' | 'read';
  readonly value: string;
  readonly during: boolean;
};

test('DI-15 whatever crosses on the way, both sides hold the same in the end', async () => {
  const values = ['hot', 'won', 'lost'];
  const move: fc.Arbitrary<Move> = fc.record({
    kind: fc.constantFrom('write', 'tell', 'read'),
    value: fc.constantFrom(...values),
    during: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 12 }), async (moves) => {
      const platform = acmePlatform();
      const between: Move[] = [];
      const act = async ({ kind, value }: Move): Promise<void> => {
        if (kind === 'write') return write(tenant, value);
        if (kind === 'read') return void (await tenant.engine.integration.synchronise());
        platform.tell(
          { type: 'account', id: 'acme', attributes: { phase: value } },
          { type: 'person', id: 'ann', attributes: { jobTitle: value } },
        );
      };
      const crossing: DataIntegration = {
        ...platform,
        async write(changes, context) {
          const early = between.splice(0, 1);
          for (const one of early) await act(one);
          const receipts = await platform.write(changes, context);
          for (const one of between.splice(0, 1)) await act(one);
          return receipts;
        },
      };
      const tenant = await b2bWorld({ integration: { sources: [crossing] } });
      await tenant.engine.integration.synchronise();
      await withWriters(tenant, values);
      for (const one of moves) {
        if (one.during) between.push(one);
        else await act(one);
      }
      between.length = 0;
      await tenant.engine.integration.synchronise();
      await tenant.engine.integration.synchronise();
      const acme = await tenant.engine.account('acme');
      expect(acme?.attributes['phase'] ?? null).toBe(
        platform.record('account', 'acme')?.attributes['phase'] ?? null,
      );
      expect(acme?.people[0]?.attributes['jobTitle'] ?? null).toBe(
        platform.record('person', 'ann')?.attributes['jobTitle'] ?? null,
      );
      expect((await tenant.engine.integration.state()).back.waiting).toBe(0);
      await tenant.engine.close();
    }),
    { numRuns: 60 },
  );
});

describe('on the system clock', () => {
  test('DI-25 DI-41 following brings what the platform says, and tells it what journeys change, in less than a second', async () => {
    const platform = acmePlatform();
    let down = 1;
    const flaky: DataIntegration = {
      ...platform,
      read(request) {
        down -= 1;
        if (down >= 0) throw new Error('down');
        return platform.read(request);
      },
    };
    const engine = await Engine.open<B2b>({
      catalogue: b2b as never,
      storage: memoryStorage(),
      clock: systemClock(),
      channels: { email: simulatedChannel() },
      integration: { sources: [flaky], cadences: { platform: { every: 20 } } },
    });
    const errors: unknown[] = [];
    engine.on('error', (error) => errors.push(error));
    const list = AccountList.static('to-hot').publish();
    await engine.publish(
      journey('set', { audience: list, ends: ENDS })
        .updateAccount({ phase: 'hot' })
        .wait({ days: 1 }),
    );
    await using following = engine.integration.follow();
    await vi.waitFor(async () => expect(await engine.account('acme')).toBeDefined(), {
      timeout: 3_000,
    });
    const began = performance.now();
    await engine.changeList('to-hot', { add: ['acme'] });
    await vi.waitFor(
      () => expect(platform.record('account', 'acme')?.attributes['phase']).toBe('hot'),
      { interval: 1 },
    );
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(errors).toMatchObject([{ code: 'INTEGRATION_FAILED' }]);
    await following.stop();
    platform.tell({ type: 'account', id: 'late', attributes: { name: 'Late' } });
    expect(await engine.account('late')).toBeUndefined();
    const again = engine.integration.follow();
    await engine.close();
    await again.stop();
  });
});
