import { expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { memoryPlatform, type MemoryPlatform } from '../../src/connectors/memory-platform.ts';
import { diagnose } from '../../src/doctor/diagnose.ts';
import type { DataIntegration } from '../../src/ports/data-integration.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { CrashSignal, faultyStorage } from '../../src/testing/faulty-storage.ts';
import { snapshot } from '../../src/testing/harness/snapshot.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { account, b2bWorld, givenAcme, journey, nurture, type B2b } from './tenant.ts';

const STEPS = [
  'validated',
  'compiled',
  'segmented',
  'requested',
  'started',
  'activated',
  'entered',
];

async function stepsOf(tenant: World<B2b>, id = 'nurture'): Promise<readonly string[]> {
  return (await tenant.engine.publications(id)).at(-1)!.steps.map(({ step }) => step);
}

test('EN-100 publishing makes segments and starts the flow before the journey is live', async () => {
  const platform = memoryPlatform();
  let status: string | undefined;
  const watched: DataIntegration = {
    ...platform,
    async startFlow(flow, context) {
      ({ status } = await tenant.engine.journey(flow.journey));
      return platform.startFlow(flow, context);
    },
  };
  await using tenant = await b2bWorld({ integration: { sources: [watched] } });
  await givenAcme(tenant);
  const seen: string[] = [];
  tenant.engine.on('publication', ({ steps }) => seen.push(steps.at(-1)!.step));
  const publication = await tenant.engine.publish(nurture());
  expect(status).toBe('draft');
  expect(publication).toMatchObject({ status: 'done' });
  expect(publication.steps.map(({ step }) => step)).toEqual(STEPS);
  expect(seen).toEqual(['requested', 'activated', 'entered']);
  const flow = [...platform.flows.values()][0]!;
  expect(flow).toMatchObject({ journey: 'nurture', plan: publication.plan });
  expect([...platform.segments]).toEqual(publication.segments);
  expect(flow.segments.map(({ of }) => of)).toEqual(['accounts', 'people']);
});

test('EN-101 while the platform is asked other calls go on, and find the draft locked', async () => {
  const platform = memoryPlatform();
  const slow: DataIntegration = {
    ...platform,
    async startFlow(flow, context) {
      await tenant.engine.ingest({
        accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
      });
      await expect(tenant.engine.save(nurture())).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
      await expect(tenant.engine.publish('nurture')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
      return platform.startFlow(flow, context);
    },
  };
  await using tenant = await b2bWorld({ integration: { sources: [slow] } });
  await tenant.engine.publish(nurture());
  expect((await tenant.engine.counts('nurture')).entered).toBe(1);
});

test.each([
  ['refuses', () => ({ started: false, reason: 'quota' }) as const],
  [
    'throws',
    () => {
      throw new Error('quota');
    },
  ],
  ['does not answer', () => new Promise<never>(() => undefined)],
  ['says nothing', () => undefined as never],
] as const)(
  'EN-102 a platform that %s: the flow is stopped, the draft unlocked',
  async (_, startFlow) => {
    const stopped: string[] = [];
    const platform: DataIntegration = {
      ...memoryPlatform(),
      startFlow,
      stopFlow: ({ journey: id }) => void stopped.push(id),
    };
    await using tenant = await b2bWorld({ integration: { sources: [platform], timeout: 50 } });
    await expect(tenant.engine.publish(nurture())).rejects.toMatchObject({
      code: 'PUBLISH_REFUSED',
    });
    expect(stopped).toEqual(['nurture']);
    expect(await tenant.engine.publications('nurture')).toMatchObject([
      { status: 'refused', reason: expect.any(String) },
    ]);
    expect(await stepsOf(tenant)).toEqual([...STEPS.slice(0, 4), 'stopped', 'refused']);
    await tenant.reopen({ integration: { sources: [memoryPlatform()] } });
    expect(await tenant.engine.publish('nurture')).toMatchObject({ status: 'done' });
  },
);

test('EN-103 definitions that change while the platform is asked are refused, not overlooked', async () => {
  const platform = memoryPlatform();
  let changed = false;
  const slow: DataIntegration = {
    ...platform,
    async startFlow(flow, context) {
      if (!changed) {
        changed = true;
        await tenant.engine.define(Audience.accounts('large', account('employees').atLeast(2_000)));
      }
      return platform.startFlow(flow, context);
    },
  };
  await using tenant = await b2bWorld({ integration: { sources: [slow] } });
  const publishing = tenant.engine.publish(nurture());
  await expect(publishing).rejects.toMatchObject({
    code: 'PUBLISH_REFUSED',
    message: expect.stringContaining('changed'),
  });
  expect(platform.flows.size).toBe(0);
  expect(await tenant.engine.publish('nurture')).toMatchObject({ status: 'done' });
});

test('EN-104 DR-25 a flow that cannot be stopped needs attention; doctor says so; stopping it unlocks the draft', async () => {
  let isDown = true;
  const platform: DataIntegration = {
    ...memoryPlatform(),
    startFlow: () => ({ started: false, reason: 'quota' }),
    stopFlow() {
      if (isDown) throw new Error('down');
    },
  };
  await using tenant = await b2bWorld({ integration: { sources: [platform] } });
  for (const byHand of [false, true]) {
    await expect(tenant.engine.publish(nurture())).rejects.toMatchObject({
      code: 'PUBLISH_REFUSED',
      details: { attention: true },
    });
    expect((await tenant.engine.publications('nurture')).at(-1)).toMatchObject({
      status: 'attention',
    });
    await expect(tenant.engine.save(nurture())).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await tenant.reopen();
    const { findings } = await diagnose({
      storage: tenant.storage,
      subscription: 'default',
      now: tenant.clock.now(),
    });
    expect(findings.find(({ code }) => code === 'flows-to-stop')).toMatchObject({
      severity: 'error',
      count: 1,
    });
    await expect(tenant.engine.integration.stopFlow('nurture')).rejects.toMatchObject({
      code: 'INTEGRATION_FAILED',
    });
    isDown = byHand;
    expect(await tenant.engine.integration.stopFlow('nurture', { byHand })).toMatchObject({
      status: 'refused',
    });
    await tenant.engine.save(nurture());
    await expect(tenant.engine.integration.stopFlow('nurture')).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    isDown = true;
  }
});

test('EN-105 flows of journeys that have ended are stopped with the next synchronisation', async () => {
  const platform = memoryPlatform();
  await using tenant = await b2bWorld({ integration: { sources: [platform] } });
  await tenant.engine.publish(nurture('aborted'));
  await tenant.engine.publish(journey('deleted').wait({ days: 1 }));
  await tenant.engine.publish(nurture('live'));
  await tenant.engine.abort('aborted');
  await tenant.engine.abort('deleted');
  await tenant.engine.delete('deleted');
  await tenant.engine.integration.synchronise();
  expect([...platform.flows.values()].map((flow) => flow.journey)).toEqual(['live']);
});

interface Ending {
  readonly calls: { readonly storage: number; readonly port: number };
  readonly records: unknown;
  readonly platform: MemoryPlatform;
}

/** Publishes, ends at one call of the storage or of the platform, and lets another engine go on. */
async function publishAndEnd(
  end: { readonly storage?: number; readonly port?: number },
  after: boolean,
): Promise<Ending> {
  const platform = memoryPlatform();
  const storage = memoryStorage();
  let armed = false;
  const calls = { storage: 0, port: 0 };
  const dying = faultyStorage(storage, {
    next() {
      if (!armed) return 'ok';
      calls.storage += 1;
      return calls.storage < (end.storage ?? Infinity)
        ? 'ok'
        : calls.storage === end.storage && after
          ? 'crashAfter'
          : 'crash';
    },
  });
  const signal = (): CrashSignal =>
    new CrashSignal({ number: 0, method: 'commit', subscription: 'port' });
  const mortal =
    <Given extends readonly unknown[], T>(call: (...given: Given) => T) =>
    (...given: Given): T => {
      calls.port += armed ? 1 : 0;
      const isLast = armed && calls.port === end.port;
      if (isLast && !after) throw signal();
      const answer = call(...given);
      if (isLast) throw signal();
      return answer;
    };
  const watched: DataIntegration = {
    ...platform,
    createSegments: mortal(platform.createSegments),
    startFlow: mortal(platform.startFlow),
    stopFlow: mortal(platform.stopFlow),
  };
  const tenant = await b2bWorld({ storage, integration: { sources: [watched] } });
  await givenAcme(tenant);
  await tenant.engine.save(nurture());
  await tenant.reopen({ storage: dying });
  armed = true;
  await tenant.engine
    .publish('nurture')
    .catch((error: unknown) => expect(error).toBeInstanceOf(CrashSignal));
  armed = false;
  const seen = { ...calls };
  await tenant.reopen({ storage });
  if ((await tenant.engine.journey('nurture')).status === 'draft')
    await tenant.engine.publish('nurture');
  const publications = await tenant.engine.publications('nurture');
  expect(publications.map(({ status }) => status)).toEqual(['done']);
  await tenant.when.after({ days: 4 });
  const { records } = await snapshot(storage, 'default', [
    'account',
    'progress',
    'effect',
    'plan',
    'integration',
  ]);
  await tenant.engine.close();
  return { calls: seen, records, platform };
}

test('EN-24 EN-100 an end at any call of the storage or the platform changes nothing about the outcome', async () => {
  const calm = await publishAndEnd({}, false);
  expect(calm.calls.port).toBe(2);
  const ends = [
    ...Array.from({ length: calm.calls.storage }, (_, index) => ({ storage: index + 1 })),
    ...Array.from({ length: calm.calls.port }, (_, index) => ({ port: index + 1 })),
  ];
  for (const end of ends) {
    for (const after of [false, true]) {
      const { records, platform } = await publishAndEnd(end, after);
      expect(records, `ended ${after ? 'after' : 'before'} ${JSON.stringify(end)}`).toEqual(
        calm.records,
      );
      expect([...platform.flows.keys()]).toEqual([...calm.platform.flows.keys()]);
    }
  }
});
