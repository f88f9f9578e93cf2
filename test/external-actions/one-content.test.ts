import { afterEach, expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { simulatedChannel } from '../../src/connectors/simulated-channel.ts';
import { Engine } from '../../src/engine/engine.ts';
import { serviceChannel } from '../../src/external-actions/index.ts';
import { Journey } from '../../src/journey/journey.ts';
import { AccompanyError } from '../../src/kernel/errors.ts';
import type { ExternalService } from '../../src/model/external-service.ts';
import { exportSubscription, importSubscription } from '../../src/operations/index.ts';
import type { Storage } from '../../src/ports/storage.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, SECRET, tell } from './platform.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5, 9);
/** Nobody holds a lease any more. */
const LATER = START + MINUTE;
const everybody = Audience.accounts('everybody', conditions(b2b).account('name').isNotEmpty());
const field = (attribute: string) =>
  [{ field: `its_${attribute}`, type: 'string', required: false, attribute }] as const;

/** What a service is sent of each entity. */
function rating(entity: ExternalService['entity'], changes: object = {}): ExternalService {
  const sends = { account: field('name'), person: field('email') };
  return {
    id: 'rate',
    name: 'Rate',
    status: 'active',
    entity,
    split: false,
    timeout: 240,
    inputs: [],
    accessors: [],
    sends: {
      account: entity === 'lead' ? [] : sends.account,
      person: entity === 'account' ? [] : sends.person,
    },
    receives: { account: [], person: [] },
    wire: {
      document: 'https://rate.example/openapi.json',
      url: 'https://rate.example',
      auth: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      headers: { 'X-Journey': '{{journey.status}} {{journey.name}}' },
      globals: [],
      journeyContext: true,
      subscriptionContext: true,
      ...changes,
    },
  };
}

/** What becomes of one call: it may have arrived, has not, or was taken. */
type Fate = 'lost' | 503 | 201;

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close();
});

async function host(
  entity: ExternalService['entity'],
  fates: Fate[],
  {
    storage = memoryStorage(),
    at = START,
    wire = {},
    called = () => Promise.resolve(),
  }: {
    readonly storage?: Storage;
    readonly at?: number;
    readonly wire?: object;
    readonly called?: () => Promise<void>;
  } = {},
) {
  const bodies: Record<string, unknown>[] = [];
  const service = rating(entity, wire);
  const channel = serviceChannel({
    service,
    secret: SECRET,
    callbackUrl: 'https://journeys.example/callback',
    credentials: { type: 'apiKey', key: 'k' },
    fetch: async (url, init) => {
      await called();
      const request = new Request(url, init);
      bodies.push({
        ...((await request.json()) as object),
        headers: request.headers.get('x-journey'),
      });
      const fate = fates.shift() ?? 201;
      if (fate === 'lost') throw new AccompanyError('HTTP_TIMEOUT', 'Too late. Try again.');
      return new Response('{}', { status: fate });
    },
  });
  let instant = at;
  const engine = await Engine.open<NonNullable<typeof b2b.shape>>({
    catalogue: b2b,
    storage,
    name: 'one',
    privacy: { key: SECRET },
    shards: 1,
    clock: { now: () => instant },
    channels: { email: simulatedChannel(), services: { rate: channel } },
  });
  toClose.push(() => engine.close());
  const pass = async (minutes: number): Promise<void> => {
    instant += minutes * MINUTE;
    await engine.settle();
  };
  return { engine, service, bodies, pass, storage };
}

/** Lets an account in; its journey asks the service. */
async function ask({ engine, service }: Awaited<ReturnType<typeof host>>): Promise<void> {
  await engine.define([everybody, { service }]);
  const asking = { kind: 'externalAction', id: 'ask', service: 'rate', next: 'good' } as const;
  await engine.publish(
    Journey.fromJSON({
      format: 1,
      type: 'account',
      id: 'j',
      name: 'Journey',
      endDate: '2026-12-31',
      nodes: [
        { kind: 'audience', id: 'start', audience: 'everybody', next: 'ask' },
        {
          ...asking,
          context: service.entity === 'account' ? 'accounts' : 'people',
          failed: { next: 'bad' },
        },
        tell('good'),
        tell('bad'),
      ],
    }),
  );
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', size: 5 } }],
    people: ['ann', 'bob'].map((id) => ({
      id,
      attributes: { email: `${id}@acme.example`, title: 'Secretive' },
    })),
    relations: ['ann', 'bob'].map((person) => ({ account: 'acme', person })),
  });
  await engine.settle();
}

/** Whatever a request is made of is another thing now. */
async function change({ engine }: Awaited<ReturnType<typeof host>>): Promise<void> {
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme again' } }],
    people: [{ id: 'ann', attributes: { email: 'ann@new.example' } }],
  });
  await engine.setEndDate('j', '2027-06-30');
}

async function frozen(storage: Storage): Promise<readonly EffectBody['frozen'][]> {
  const found = await storage.scan('default', { kind: 'effect', index: 'id', limit: 10 });
  return found.map(({ body }) => (body as EffectBody).frozen);
}

test.each(['account', 'lead', 'accountPerson'] as const)(
  'XA-54 a request about %s that may have arrived is repeated as it was, whatever has changed meanwhile',
  async (entity) => {
    const calls = entity === 'lead' ? 4 : 2;
    const one = await host(
      entity,
      Array.from({ length: calls }, () => 'lost'),
    );
    await ask(one);
    const first = [...one.bodies];
    expect(first).toHaveLength(entity === 'lead' ? 2 : 1);
    await change(one);
    await one.pass(1);
    const second = one.bodies.slice(first.length);
    expect(second).toEqual(first);
    // Only what the service is sent is kept, and only until the outcome is known.
    const kept = JSON.stringify(await frozen(one.storage));
    expect(kept).toContain(entity === 'lead' ? 'ann@acme.example' : 'Acme');
    expect(kept).not.toContain('Secretive');
    await one.pass(5);
    expect(one.bodies.slice(2 * first.length)).toEqual(first);
    expect(await frozen(one.storage)).toEqual([]);
  },
);

test('XA-54 what has certainly not arrived is read anew', async () => {
  const one = await host('account', [503]);
  await ask(one);
  await change(one);
  await one.pass(1);
  expect(one.bodies.map(({ objectData }) => objectData)).toMatchObject([
    { objectContext: { accountData: { its_name: 'Acme' } } },
    { objectContext: { accountData: { its_name: 'Acme again' } } },
  ]);
  expect(one.bodies[1]!['context']).toMatchObject({ journey: { endDate: '2027-06-30T00:00:00Z' } });
});

/** What was in the storage when the first request went out. */
async function killed() {
  let lines: readonly string[] = [];
  const storage = memoryStorage();
  const now = LATER;
  const one = await host('account', ['lost'], {
    storage,
    called: async () => {
      lines = await Array.fromAsync(exportSubscription({ storage, subscription: 'default', now }));
    },
  });
  await ask(one);
  const copy = memoryStorage();
  await importSubscription({ storage: copy, subscription: 'default', lines, now });
  return { bodies: one.bodies, storage: copy, at: LATER };
}

test('XA-54 so it is after a kill between claim and answer', async () => {
  const { bodies, ...rest } = await killed();
  const again = await host('account', [], rest);
  await change(again);
  await again.pass(10);
  expect(again.bodies).toEqual(bodies);
});

test('XA-54 EM-83 under another mapping it is not repeated, and its answer is waited for', async () => {
  const { storage, at } = await killed();
  const again = await host('account', [], { storage, at, wire: { headers: {} } });
  await again.pass(10);
  expect(again.bodies).toEqual([]);
  const place = { account: 'acme', journey: 'j', entry: 1, node: 'ask' };
  expect(await again.engine.external.request(place)).toBeDefined();
  expect(await again.engine.deadLetters()).toMatchObject([
    { outcomes: [{ outcome: 'unknown', reason: 'content_changed', people: null }] },
  ]);
});

test('XA-54 whoever is erased meanwhile is told of nowhere', async () => {
  const one = await host('accountPerson', ['lost']);
  await ask(one);
  await one.engine.erase({ person: 'ann' });
  expect(JSON.stringify(await frozen(one.storage))).not.toContain('ann');
  await one.pass(1);
  expect(one.bodies).toHaveLength(2);
  expect(JSON.stringify(one.bodies[1])).not.toContain('ann@');
});
