import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { QuarantineBody } from '../../src/records/bodies.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { faultyStorage, type StorageFault } from '../../src/testing/faulty-storage.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { countersAddUp } from './simulation.ts';
import {
  b2b,
  b2bWorld,
  collect,
  DAY,
  givenAcme,
  journey,
  nurture,
  reachable,
  START,
  type B2b,
} from './tenant.ts';

/** Journeys that hand accounts on to each other at once: more than the limit allows for accounts in the first one. */
const chain = [3, 2, 1].map((number) => {
  const next = journey(`chain-${number}`, number === 1 ? {} : { audience: { list: 'nobody' } });
  return number === 3
    ? next.sendEmail('end of the chain').wait({ days: 1 })
    : next.addToJourney(`chain-${number + 1}`).sendEmail(`of ${number}`);
});

/** A world in which large accounts cannot be advanced: they cause two inputs where one is allowed. */
async function narrow(options: Parameters<typeof b2bWorld>[0] = {}): Promise<World<B2b>> {
  const tenant = await b2bWorld({ limits: { inputsPerAdvance: 1 }, ...options });
  const { AccountList } = await import('../../src/audience/account-list.ts');
  await tenant.engine.define(AccountList.static('nobody').publish());
  await tenant.given.journey(...chain);
  return tenant;
}

async function held(tenant: World<B2b>): Promise<readonly QuarantineBody[]> {
  return (await allOf<QuarantineBody>(tenant.storage, 'default', 'quarantine')).map(
    ({ body }) => body,
  );
}

describe('EN-70 quarantine', () => {
  test('EN-70 a subject whose advance throws stands still and keeps its inputs; everything else goes on', async () => {
    await using tenant = await narrow();
    await tenant.given.account('fine', { name: 'Fine', employees: 1 }, { cid: reachable('cid') });
    await givenAcme(tenant);
    expect(await held(tenant)).toMatchObject([
      { subject: { kind: 'account', id: 'acme' }, reason: expect.stringContaining('STEP_LIMIT') },
    ]);
    expect(await tenant.seen.facts('quarantined')).toMatchObject([{ account: 'acme' }]);
    await tenant.engine.ingest({
      accounts: [
        { id: 'acme', attributes: { industry: 'Software' } },
        { id: 'fine', attributes: { industry: 'Retail' } },
      ],
    });
    await tenant.when.event(
      { type: 'order', account: 'acme', fields: { total: 3 } },
      { type: 'webVisit', person: 'ann' },
    );
    const [{ inputs }] = (await held(tenant)) as [QuarantineBody];
    expect(inputs.map(({ kind }) => kind)).toEqual([
      'account',
      'person',
      'person',
      'account',
      'person',
      'event',
    ]);
    const { account } = (await tenant.seen.everything()).records;
    expect(account).toMatchObject({ fine: { body: { attributes: { industry: 'Retail' } } } });
    expect(account).toMatchObject({ acme: { body: { attributes: {}, people: [] } } });
    await tenant.when.after({ days: 9 });
    expect(tenant.seen.emails()).toEqual([]);
  });

  test('EN-70 release applies what was kept, once, and lets the account go on', async () => {
    await using tenant = await narrow();
    await givenAcme(tenant);
    const visit = { id: 'order', type: 'order', account: 'acme', fields: { total: 3 } } as const;
    await tenant.when.event(visit);
    await tenant.when.event(visit);
    await expect(tenant.engine.release('beta')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await tenant.reopen({ limits: {} });
    await tenant.engine.release('acme');
    expect(await held(tenant)).toEqual([]);
    expect(await tenant.seen.facts('released')).toMatchObject([{ account: 'acme' }]);
    const { account } = (await tenant.seen.everything()).records;
    expect(account).toMatchObject({
      acme: {
        body: {
          attributes: { name: 'acme' },
          people: [{ id: 'ann' }, { id: 'bob' }],
          events: [{ id: 'order' }],
        },
      },
    });
    await tenant.when.after({ days: 2 });
    expect(tenant.seen.emails().toSorted()).toEqual(
      ['end of the chain', 'of 1', 'of 2'].map((mail) => `${mail} to ann, bob of acme`),
    );
    await expect(tenant.engine.release('acme')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await countersAddUp(tenant.storage);
  });

  test('EN-70 an account that fails again stays, with what it has kept and nothing of it twice', async () => {
    await using tenant = await narrow();
    await givenAcme(tenant);
    const before = await held(tenant);
    await tenant.engine.release('acme');
    const after = await held(tenant);
    expect(after).toHaveLength(1);
    expect(after[0]!.inputs.slice(0, 3)).toEqual(before[0]!.inputs);
    expect(after[0]!.inputs.filter(({ kind }) => kind === 'person')).toHaveLength(2);
    await tenant.reopen({ limits: {} });
    await tenant.engine.release('acme');
    expect(await tenant.engine.counts('chain-3')).toMatchObject({ entered: 1 });
  });

  test('EN-70 further inputs of the same call are kept with the others', async () => {
    await using tenant = await narrow();
    await tenant.engine.publish(journey('mark').updatePeople({ score: 3 }));
    // Round after round: attributes, then what ann says of the score that the other account gave her.
    await tenant.engine.ingest({
      accounts: ['acme', 'beta'].map((id) => ({ id, attributes: { name: id, employees: 2_000 } })),
      people: [{ id: 'ann', attributes: reachable('ann') }],
      relations: ['acme', 'beta'].map((id) => ({ account: id, person: 'ann' })),
    });
    expect((await held(tenant)).map(({ subject }) => subject.id)).toEqual(['acme', 'beta']);
    await tenant.reopen({ limits: {} });
    for (const id of ['acme', 'beta']) await tenant.engine.release(id);
    expect(await held(tenant)).toEqual([]);
    expect(await tenant.engine.counts('mark')).toMatchObject({
      entered: 2,
      exits: { completed: 2 },
    });
    expect((await tenant.seen.everything()).records.message).toEqual({});
  });

  test.each(['refuse', 'lost'] as const)(
    'EN-70 EN-72 a %s commit of a quarantine or of a release is repeated and right',
    async (fault) => {
      let next: StorageFault = 'ok';
      const inner = memoryStorage();
      const storage = faultyStorage(inner, {
        next({ method }) {
          if (method !== 'commit') return 'ok';
          const now = next;
          next = 'ok';
          return now;
        },
      });
      await using tenant = await narrow({ storage });
      next = fault;
      await expect(givenAcme(tenant)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
      await givenAcme(tenant);
      expect(await held(tenant)).toHaveLength(1);
      await tenant.reopen({ limits: {} });
      next = fault;
      await expect(tenant.engine.release('acme')).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
      await tenant.engine
        .release('acme')
        .catch((error: { code: string }) => expect(error.code).toBe('NOT_FOUND'));
      expect(await held(tenant)).toEqual([]);
      expect(await tenant.engine.counts('chain-1')).toMatchObject({ entered: 1 });
      await countersAddUp(inner);
    },
  );
});

/** Two engines on one storage, with receivers of their own. */
async function pair(): Promise<
  readonly [
    first: Engine<B2b>,
    second: Engine<B2b>,
    storage: Storage,
    received: () => readonly string[],
  ]
> {
  const storage = memoryStorage();
  const clock = virtualClock(START);
  const channels = [recordingChannel(), recordingChannel()];
  const open = (email: (typeof channels)[number]): Promise<Engine<B2b>> =>
    Engine.open<B2b>({ catalogue: b2b, storage, clock, channels: { email }, shards: 1 });
  const first = await open(channels[0]!);
  await first.publish(nurture());
  const second = await open(channels[1]!);
  return [
    first,
    second,
    storage,
    () => channels.flatMap(({ received }) => received.flatMap(({ keys }) => keys)),
  ];
}

describe('EN-71 write conflicts', () => {
  test('EN-71 two engines that change the same accounts apply everything once', async () => {
    const [first, second, storage, received] = await pair();
    const take = (engine: Engine<B2b>, number: number): Promise<void> =>
      engine.ingest({
        accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 2_000 } }],
        people: [{ id: `p${number}`, attributes: reachable(`p${number}`) }],
        relations: [{ account: 'acme', person: `p${number}` }],
        events: [
          {
            id: `e${number}`,
            type: 'order',
            account: 'acme',
            at: START,
            fields: { total: number },
          },
          { id: 'same', type: 'order', account: 'acme', at: START },
        ],
      });
    await Promise.all(
      Array.from({ length: 20 }, (_, number) => take(number % 2 === 0 ? first : second, number)),
    );
    const [acme] = await allOf<{ people: unknown[]; events: unknown[] }>(
      storage,
      'default',
      'account',
    );
    expect(acme!.body.people).toHaveLength(20);
    expect(acme!.body.events).toHaveLength(21);
    expect(await first.counts('nurture')).toMatchObject({ entered: 1, inFlight: 1 });
    await Promise.all([first.settle(), second.settle()]);
    await Promise.all([first.advanceTo(START + 4 * DAY), second.settle()]);
    await second.settle();
    const facts = await collect(first.facts());
    expect(facts.map(({ sequence }) => sequence)).toEqual(facts.map((_, index) => index + 1));
    const settled = facts.flatMap(({ items }) => items.filter(({ type }) => type === 'settled'));
    expect(settled).toHaveLength(2);
    // Two engines may both have asked a receiver that honours keys; what it did, it did once.
    expect(new Set(received()).size).toBe(21);
    await countersAddUp(storage);
    await Promise.all([first.close(), second.close()]);
  });

  test('EN-71 messages that another engine has taken are not applied again', async () => {
    const [first, second, storage] = await pair();
    const accounts = ['a', 'b', 'c'].map((id) => ({
      id,
      attributes: { name: id, employees: 2_000 },
    }));
    await first.ingest({
      accounts,
      people: [{ id: 'ann' }],
      relations: accounts.map(({ id }) => ({ account: id, person: 'ann' })),
    });
    for (let round = 0; round < 20; round += 1) {
      const event = { id: `v${round}`, type: 'webVisit', person: 'ann', at: START } as const;
      await Promise.all([
        first.ingest({ events: [event] }),
        second.ingest({ events: [event] }),
        first.settle(),
        second.settle(),
      ]);
    }
    const bodies = await allOf<{ people: { events: unknown[] }[] }>(storage, 'default', 'account');
    expect(bodies.map(({ body }) => body.people[0]!.events.length)).toEqual([20, 20, 20]);
    expect(await allOf(storage, 'default', 'message')).toEqual([]);
    await countersAddUp(storage);
    await Promise.all([first.close(), second.close()]);
  });
});

describe('EN-72 storages that fail', () => {
  test.each(['refuse', 'lost'] as const)(
    'EN-72 a %s commit rejects with STORAGE_FAILED; the same engine goes on afterwards',
    async (fault) => {
      let next: StorageFault = 'ok';
      const inner = memoryStorage();
      const storage = faultyStorage(inner, {
        next({ method }) {
          const now = method === 'commit' ? next : 'ok';
          if (method === 'commit') next = 'ok';
          return now;
        },
      });
      await using tenant = await b2bWorld({ storage });
      const { engine } = tenant;
      const steps: readonly [name: string, step: () => Promise<unknown>][] = [
        ['publish', () => engine.publish(nurture())],
        ['ingest', () => givenAcme(tenant)],
        ['settle', () => engine.settle()],
        ['advanceTo', () => engine.advanceTo(START + DAY)],
        ['suppress', () => engine.suppress('ann@example.com')],
        [
          'ingest',
          () => engine.ingest({ relations: [{ account: 'acme', person: 'bob', removed: true }] }),
        ],
        ['closeEntries', () => engine.closeEntries('nurture')],
        ['abort', () => engine.abort('nurture')],
        ['delete', () => engine.delete('nurture')],
      ];
      for (const [name, step] of steps) {
        next = name === 'advanceTo' ? 'ok' : fault;
        if (name !== 'advanceTo')
          await expect(step(), name).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
        // Done already, where the answer was lost.
        await step().catch((error: { code: string }) =>
          expect(['NOT_ALLOWED', 'NOT_FOUND']).toContain(error.code),
        );
      }
      expect(await engine.journeys()).toEqual([]);
      expect(tenant.seen.emails()[0]).toBe('intro to ann, bob of acme');
      await countersAddUp(inner);
    },
  );

  test('EN-72 an error of the adapter itself is the cause', async () => {
    const inner = memoryStorage();
    const cause = new Error('disk full');
    let full = false;
    await using tenant = await b2bWorld({
      storage: {
        ...inner,
        commit: (name, commit) => (full ? Promise.reject(cause) : inner.commit(name, commit)),
      },
    });
    full = true;
    await expect(givenAcme(tenant)).rejects.toMatchObject({ code: 'STORAGE_FAILED', cause });
    expect(await allOf(inner, 'default', 'account')).toEqual([]);
  });
});
