import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportSubscription } from '../../src/archive/export.ts';
import { AccountList } from '../../src/audience/account-list.ts';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { Journey } from '../../src/journey/journey.ts';
import { DAY } from '../../src/kernel/duration.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { VirtualClock } from '../../src/ports/clock.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { tenantArbitrary } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import type { Tenant } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import { timelineArbitrary } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import type { Happening, Moment } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { BEGINNING } from '../../src/testing/arbitraries/timeline-units.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import type { Received } from '../../src/testing/harness/recording-channel.ts';
import { b2b, nurture } from '../engine/tenant.ts';
import { hostSteps, stage } from '../engine/story.ts';
import { serviceChannels, servicesOf } from '../engine/services.ts';
import { runs } from '../engine/simulation.ts';
import { digestOf, faultOf, importInto, linesOf } from './archives.ts';

type Next = (from: Storage) => Promise<Storage>;

/** How a tenant has ended: everything that it holds, and what its channels got. */
interface Lived {
  readonly digest: string;
  readonly received: readonly Received[];
}

const stay: Next = (from) => Promise.resolve(from);

/** A new place with everything that was in the old one. */
async function moved(from: Storage, size: number): Promise<Storage> {
  const to = memoryStorage();
  await importInto(to, await linesOf(from, size), { batch: size });
  expect(await digestOf(to)).toBe(await digestOf(from));
  return to;
}

describe('AR-11 a tenant whose home is moved', () => {
  /** Lives the story; before each of the steps the engine is closed, and opened again on what `next` gives. */
  async function live(stops: ReadonlySet<number>, next: Next): Promise<Lived> {
    let storage = memoryStorage();
    const { start, channel } = stage({ name: 'one' });
    let engine = await start(storage);
    for (const [step, run] of hostSteps().entries()) {
      if (stops.has(step)) {
        await engine.close();
        storage = await next(storage);
        engine = await start(storage);
      }
      await run(engine);
    }
    await engine.close();
    return { digest: await digestOf(storage), received: channel.received };
  }

  /** What channels got at each instant: a fresh engine may serve what is due at one instant in another order. */
  const sorted = ({ received }: Lived): string[] =>
    received.map((one) => JSON.stringify(one)).toSorted();

  let calm: Lived;
  beforeAll(async () => {
    calm = await live(new Set(), stay);
  });

  test('before every step, one by one, ends as one that was never moved', async () => {
    for (const step of hostSteps().keys()) {
      const actual = await live(new Set([step]), (from) => moved(from, 500));
      expect(actual).toEqual(await live(new Set([step]), stay));
      expect(sorted(actual)).toEqual(sorted(calm));
    }
  });

  test('any number of times, in pages of any size', async () => {
    const steps = [...hostSteps().keys()];
    await fc.assert(
      fc.asyncProperty(fc.subarray(steps), fc.integer({ min: 1, max: 9 }), async (list, size) => {
        const stops = new Set(list);
        const actual = await live(stops, (from) => moved(from, size));
        expect(actual).toEqual(await live(stops, stay));
        expect(sorted(actual)).toEqual(sorted(calm));
      }),
      { numRuns: runs(0.2) },
    );
  });

  test('generated tenants with generated timelines end as if they had never been moved', async () => {
    let busy = 0;
    await fc.assert(
      fc.asyncProperty(
        tenantArbitrary(),
        timelineArbitrary(),
        fc.nat(20),
        fc.integer({ min: 1, max: 50 }),
        async (tenant, timeline, at, size) => {
          const stop = at % timeline.length;
          const expected = await liveThrough(tenant, timeline, stop, stay);
          const actual = await liveThrough(tenant, timeline, stop, (from) => moved(from, size));
          expect(actual).toEqual(expected);
          if (expected.facts > 0) busy += 1;
        },
      ),
      { numRuns: runs(0.5) },
    );
    expect(busy).toBeGreaterThan(0);
  });
});

test('AR-7 an engine in real time stands in the way of an export while its lease is held', async () => {
  const storage = memoryStorage();
  const engine = await Engine.open({ catalogue: b2b, storage });
  await engine.save(nurture());
  const exported = (now: number): Promise<string[]> =>
    Array.fromAsync(exportSubscription({ storage, subscription: 'default', now }));
  expect(await faultOf(exported(Date.now()))).toBe('STORAGE_IN_USE');
  await engine.close();
  expect((await exported(Date.now() + DAY)).length).toBeGreaterThan(4);
});

/** Lets real engines live through a timeline; before the moment `at` another one is opened on what `next` gives. */
async function liveThrough(
  tenant: Tenant,
  timeline: readonly Moment[],
  at: number,
  next: Next,
): Promise<Lived & { readonly facts: number }> {
  const clock = virtualClock(BEGINNING);
  const channel = recordingChannel();
  const open = (storage: Storage): Promise<Engine> => openOn(storage, clock, tenant, channel);
  let storage = memoryStorage();
  let engine = await open(storage);
  const { audiences, lists, groups, stageModels } = tenant;
  for (const definition of [
    ...lists.map((each) => AccountList.fromJSON(each)),
    ...audiences.map((each) => Audience.fromJSON(each)),
    ...stageModels.map((stages) => ({ stages })),
    ...servicesOf(tenant),
    ...groups.map((each) => BuyingGroup.fromJSON(each)),
  ])
    await attempted(engine.define(definition));
  for (const { document } of tenant.journeys) await attempted(engine.publish(Journey.of(document)));
  for (const [index, moment] of timeline.entries()) {
    if (index === at) {
      await engine.close();
      storage = await next(storage);
      engine = await open(storage);
    }
    await engine.advanceTo(Math.max(moment.at, engine.now()));
    for (const happening of moment.happenings) await attempted(happen(engine, happening));
  }
  await engine.advanceTo(engine.now() + 3 * DAY);
  const facts = (await Array.fromAsync(engine.facts())).length;
  await engine.close();
  return { digest: await digestOf(storage), received: channel.received, facts };
}

function openOn(
  storage: Storage,
  clock: VirtualClock,
  tenant: Tenant,
  channel: ReturnType<typeof recordingChannel>,
): Promise<Engine> {
  return Engine.open({
    catalogue: TENANT_CATALOGUE,
    storage,
    clock,
    name: 'one',
    shards: 4,
    channels: {
      email: channel,
      actions: Object.fromEntries(tenant.actions.map((name) => [name, channel])),
      services: serviceChannels(tenant),
    },
  }) as Promise<Engine>;
}

/** What a generated host asks for is not always allowed, in either place. */
async function attempted(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isAccompanyError(error) || (error.kind !== 'refused' && error.kind !== 'invalid'))
      throw error;
  }
}

async function happen(engine: Engine, happening: Happening): Promise<void> {
  const ingest = (input: IngestInput): Promise<void> => engine.ingest(input as never);
  switch (happening.type) {
    case 'account':
      return ingest({
        accounts: [{ id: happening.account, attributes: happening.attributes as never }],
      });
    case 'person':
      return ingest({
        people: [{ id: happening.person, attributes: happening.attributes as never }],
      });
    case 'relate':
    case 'unrelate': {
      const { account, person, type } = happening;
      return ingest({ relations: [{ account, person, removed: type === 'unrelate' }] });
    }
    case 'personEvent':
      return ingest({ events: [{ ...happening.event, person: happening.person } as never] });
    case 'accountEvent':
      return ingest({ events: [{ ...happening.event, account: happening.account } as never] });
    case 'list': {
      const { account, list, member } = happening;
      return engine.changeList(list, member ? { add: [account] } : { remove: [account] });
    }
    case 'close':
      return engine.closeEntries(happening.journey);
    case 'abort':
      return engine.abort(happening.journey);
    default:
      return undefined;
  }
}
