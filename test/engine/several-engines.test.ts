import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { AccountList } from '../../src/audience/account-list.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Lease, Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { inboxOf } from '../../src/testing/harness/receiver.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { countersAddUp } from './simulation.ts';
import {
  b2b,
  collect,
  inList,
  journey,
  large,
  named,
  nurture,
  reachable,
  START,
  type B2b,
} from './tenant.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const SECOND = 1_000;

/** Engines on one storage and one clock that the test moves, each with a receiver of its own. */
function house(storage: Storage = memoryStorage()) {
  let instant = START;
  const clock: Clock = { now: () => instant };
  const channels = new Map<string, ReturnType<typeof recordingChannel>>();
  return {
    storage,
    channels,
    pass: (milliseconds: number): void => void (instant += milliseconds),
    leases: (): Promise<readonly Lease[]> => storage.leases('default', ''),
    open: (name: string, options: Partial<EngineOptions<B2b>> = {}): Promise<Engine<B2b>> => {
      const email = recordingChannel({ simulated: false });
      channels.set(name, email);
      return Engine.open<B2b>({
        catalogue: b2b,
        storage,
        clock,
        channels: { email },
        name,
        shards: 16,
        ...options,
      });
    },
  };
}

function companies(count: number, from = 0) {
  const ids = Array.from({ length: count }, (_, index) => `a${from + index}`);
  return {
    accounts: ids.map((id) => ({ id, attributes: { name: id, employees: 2_000 } })),
    people: ids.map((id) => ({ id: `p-${id}`, attributes: reachable(`p-${id}`) })),
    relations: ids.map((id) => ({ account: id, person: `p-${id}` })),
  };
}

const names = async (leases: Promise<readonly Lease[]>): Promise<string[]> =>
  (await leases).map(({ owner }) => owner);

describe('several engines on one storage', () => {
  test('EN-80 each holds a lease, under virtual time none does', async () => {
    const { open, leases, storage } = house();
    const [one, two] = [await open('one'), await open('two')];
    expect(await names(leases())).toEqual(['one', 'two']);
    await Promise.all([one.close(), two.close()]);
    expect(await leases()).toEqual([]);
    const virtual = await Engine.open<B2b>({ catalogue: b2b, storage, clock: virtualClock(START) });
    expect(await leases()).toEqual([]);
    await virtual.close();
  });

  test('EN-80 EN-81 timers and effects are shared out, and each is seen to by one', async () => {
    const { open, pass, channels, storage } = house();
    const [one, two] = [await open('one'), await open('two')];
    await one.publish(nurture());
    await one.ingest(companies(60));
    await Promise.all([one.settle(), two.settle()]);
    await Promise.all([one.settle(), two.settle()]);
    pass(3 * DAY);
    for (let round = 0; round < 3; round += 1) await Promise.all([one.settle(), two.settle()]);
    const keys = [...channels.values()].map(({ received }) =>
      received.flatMap((each) => each.keys),
    );
    expect(keys.every(({ length }) => length > 20)).toBe(true);
    expect(keys.flat()).toHaveLength(120);
    expect(new Set(keys.flat()).size).toBe(120);
    expect(await two.counts('nurture')).toMatchObject({ entered: 60, exits: { completed: 60 } });
    await countersAddUp(storage);
    await Promise.all([one.close(), two.close()]);
  });

  test('EN-82 an engine that is silent loses its lease, and the other one goes on with its shards', async () => {
    const { open, pass, channels, leases, storage } = house();
    const [one, two] = [await open('one'), await open('two')];
    await one.publish(nurture());
    await one.ingest(companies(20));
    await Promise.all([one.settle(), two.settle()]);
    pass(3 * DAY);
    // Only the second one is heard of from now on.
    await two.settle();
    expect(await names(leases())).toEqual(['two']);
    const reminded = channels
      .get('two')!
      .received.filter(({ what }) => what === 'reminder')
      .flatMap((each) => each.keys);
    expect(reminded).toHaveLength(20);
    await countersAddUp(storage);
    await Promise.all([one.close(), two.close()]);
  });

  test('EN-83 an engine that stood still can write nothing; its call rejects and the next one joins again', async () => {
    const inner = memoryStorage();
    let stall: (() => Promise<void>) | null = null;
    const storage: Storage = {
      ...inner,
      async commit(subscription, commit) {
        const first = stall;
        if (commit.fence !== undefined && commit.operations.some(isOf('late'))) {
          stall = null;
          await first?.();
        }
        return inner.commit(subscription, commit);
      },
    };
    const { open, pass } = house(storage);
    const [one, two] = [await open('one'), await open('two')];
    await one.publish(nurture());
    // The process of the first engine is stopped just before a commit; meanwhile the other one takes its place.
    stall = async () => {
      pass(60 * SECOND);
      await two.settle();
    };
    const late = { accounts: [{ id: 'late', attributes: { name: 'Late', employees: 5_000 } }] };
    await expect(one.ingest(late)).rejects.toMatchObject({ code: 'LEASE_LOST', kind: 'conflict' });
    expect(await inner.load('default', [{ kind: 'account', id: 'late' }])).toEqual([undefined]);
    await one.ingest(late);
    expect(await one.counts('nurture')).toMatchObject({ entered: 1 });
    await countersAddUp(inner);
    await Promise.all([one.close(), two.close()]);
  });

  test('EN-84 an engine that closes makes room at once, and one that opens again takes its place', async () => {
    const { open, leases } = house();
    const [one, two] = [await open('one'), await open('two')];
    await one.publish(nurture());
    await one.close();
    expect(await names(leases())).toEqual(['two']);
    const [, before] = [await open('one'), await leases()];
    expect(before.map(({ owner }) => owner)).toEqual(['one', 'two']);
    // A second life under the same name: what is left of the first can write nothing more.
    const again = await open('one');
    const [lease] = await leases();
    expect(lease!.fence).toBeGreaterThan(before[0]!.fence);
    await Promise.all([again.close(), two.close()]);
  });

  test('EN-82 EN-84 an engine that opens again while another one ends its lease takes its place all the same', async () => {
    const inner = memoryStorage();
    let meanwhile: (() => Promise<unknown>) | null = null;
    const storage: Storage = {
      ...inner,
      async release(subscription, lease) {
        const first = meanwhile;
        meanwhile = null;
        await first?.();
        return inner.release(subscription, lease);
      },
    };
    const { open, pass, leases } = house(storage);
    await open('one');
    const two = await open('two');
    pass(DAY);
    // The process of the first one has ended. It is opened anew; the second one notices the old lease before it is back.
    const [old] = (await leases()).filter(({ owner }) => owner === 'one');
    let taken: Lease | undefined;
    meanwhile = async () => {
      const request = { name: old!.name, owner: 'two', now: START + DAY, ttl: 15 * SECOND };
      taken = await inner.acquire('default', request);
    };
    const again = await open('one');
    expect(taken?.owner).toBe('two');
    expect(await names(leases())).toContain('one');
    expect((await leases()).find(({ owner }) => owner === 'one')?.fence).toBeGreaterThan(
      taken!.fence,
    );
    await Promise.all([again.close(), two.close()]);
  });

  test('EN-75 EN-86 what one publishes, closes and defines the other one knows before its next call', async () => {
    const { open, storage } = house();
    const [one, two] = [await open('one'), await open('two')];
    await one.publish(nurture());
    expect((await two.journeys()).map(({ id }) => id)).toEqual(['nurture']);
    await two.ingest(companies(3));
    expect(await one.counts('nurture')).toMatchObject({ entered: 3 });
    await one.closeEntries('nurture');
    await two.ingest(companies(3, 10));
    expect(await two.counts('nurture')).toMatchObject({ entered: 3 });
    await two.abort('nurture');
    expect(await one.journey('nurture')).toMatchObject({ status: 'aborted', runsInFlight: 0 });
    await countersAddUp(storage);
    await Promise.all([one.close(), two.close()]);
  });

  test('EN-75 a journey that is published while another engine decides is not missed', async () => {
    const inner = memoryStorage();
    let meanwhile: (() => Promise<unknown>) | null = null;
    const storage: Storage = {
      ...inner,
      async load(subscription, keys) {
        const records = await inner.load(subscription, keys);
        if (keys.some(({ kind, id }) => kind === 'account' && id === 'acme')) {
          const run = meanwhile;
          meanwhile = null;
          await run?.();
        }
        return records;
      },
    };
    const { open } = house(storage);
    const [one, two] = [await open('one'), await open('two')];
    meanwhile = () => two.publish(nurture());
    await one.ingest({
      accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
    });
    expect(await one.counts('nurture')).toMatchObject({ entered: 1 });
    await Promise.all([one.close(), two.close()]);
  });

  test('EN-84 RL-11 an engine that has lost its lease keeps no answers when it closes', async () => {
    const inner = memoryStorage();
    let isFenced = false;
    const storage: Storage = {
      ...inner,
      commit: (name, commit) =>
        isFenced && commit.fence !== undefined
          ? Promise.resolve({ ok: false, reason: 'fenced' })
          : inner.commit(name, commit),
    };
    let answer: () => void = () => undefined;
    const email: Channel = {
      delivery: 'keyed',
      deliver: () =>
        new Promise((resolve) => {
          answer = () => resolve([{ outcome: 'sent' }]);
        }),
    };
    const one = await house(storage).open('one', { channels: { email } });
    const errors: unknown[] = [];
    one.on('error', (error) => errors.push(error));
    await one.publish(nurture());
    await one.ingest(companies(1));
    await one.journeys();
    isFenced = true;
    await expect(one.ingest(companies(1, 10))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    const closed = one.close();
    answer();
    await closed;
    const effects = await allOf<{ state: string }>(storage, 'default', 'effect');
    expect(effects.map(({ body }) => body.state)).toEqual(['claimed']);
    expect(errors).toMatchObject([{ code: 'LEASE_LOST' }]);
  });

  test('EN-90 an engine that opens while another one defines a list and publishes reads both', async () => {
    const inner = memoryStorage();
    let meanwhile: (() => Promise<unknown>) | null = null;
    const storage: Storage = {
      ...inner,
      async scan(subscription, query) {
        const page = await inner.scan(subscription, query);
        if (query.kind === 'definition') {
          const run = meanwhile;
          meanwhile = null;
          await run?.();
        }
        return page;
      },
    };
    const { open } = house(storage);
    const one = await open('one');
    meanwhile = async () => {
      await one.define(AccountList.static('named').publish());
      await one.publish(
        journey('routed').split((paths) =>
          paths.when('Named', inList('named'), (path) => path.sendEmail('late')),
        ),
      );
    };
    const two = await open('two');
    expect((await two.journeys()).map(({ status }) => status)).toEqual(['live']);
    await Promise.all([one.close(), two.close()]);
  });

  test('EN-88 an engine without channels takes in and leaves effects to the others', async () => {
    const { open, pass, channels, storage } = house();
    const [worker, web] = [await open('worker'), await open('web', { channels: {} })];
    await worker.publish(nurture());
    await web.ingest(companies(30));
    await web.settle();
    pass(6_000);
    await worker.settle();
    expect(channels.get('worker')!.received.flatMap(({ keys }) => keys)).toHaveLength(30);
    pass(3 * DAY);
    for (let round = 0; round < 3; round += 1) {
      await worker.settle();
      await web.settle();
    }
    expect(channels.get('worker')!.received.flatMap(({ keys }) => keys)).toHaveLength(60);
    await countersAddUp(storage);
    await Promise.all([worker.close(), web.close()]);
  });

  /** A house where one engine sends e-mails and the other creates tasks, and each knows of the other. */
  function divided(task: Channel = recordingChannel({ simulated: false })) {
    const { open, ...rest } = house();
    const email = recordingChannel({ simulated: false });
    const elsewhere = { actions: ['createTask'] };
    return {
      ...rest,
      openMailer: () => open('mailer', { channels: { email, elsewhere } }),
      openCrm: () =>
        open('crm', { channels: { actions: { createTask: task }, elsewhere: { email: true } } }),
      mails: () => email.received.flatMap(({ keys }) => keys),
    };
  }

  test('EN-91 EN-92 engines with different channels leave each other their effects, and none is put off', async () => {
    const tasks = recordingChannel({ simulated: false });
    const { openMailer, openCrm, pass, mails, storage } = divided(tasks);
    const [mailer, crm] = [await openMailer(), await openCrm()];
    const publication = await crm.publish(
      journey('both')
        .sendEmail('intro')
        .act('createTask', { subject: 'Call' })
        .wait({ days: 1 })
        .act('createTask', { subject: 'Call again' })
        .sendEmail('reminder'),
    );
    expect(publication).toMatchObject({ status: 'done', issues: [] });
    const received = () => [mails().length, tasks.received.flatMap(({ keys }) => keys).length];
    await mailer.ingest(companies(20));
    await crm.ingest(companies(20, 20));
    for (const expected of [40, 80]) {
      for (let round = 0; round < 3; round += 1) {
        await mailer.settle();
        await crm.settle();
      }
      expect(received()).toEqual([expected, expected]);
      pass(DAY);
    }
    expect(await allOf(storage, 'default', 'effect')).toEqual([]);
    expect(await mailer.counts('both')).toMatchObject({ entered: 40, exits: { completed: 40 } });
    await countersAddUp(storage);
    await Promise.all([mailer.close(), crm.close()]);
  });

  test('EN-91 an effect that nobody has a channel for is put off, and taken by the first engine that comes with it', async () => {
    const tasks = recordingChannel({ simulated: false });
    const { openMailer, openCrm, pass, storage } = divided(tasks);
    const mailer = await openMailer();
    await mailer.publish(journey('task').act('createTask', { subject: 'Call' }));
    await mailer.ingest(companies(3));
    const dues = async (): Promise<readonly (number | null)[]> =>
      (await allOf(storage, 'default', 'effect')).map(({ due }) => due);
    await mailer.settle();
    expect(await dues()).toEqual([START, START, START]);
    pass(2 * MINUTE);
    await mailer.settle();
    const later = START + 7 * MINUTE;
    expect(await dues()).toEqual([later, later, later]);
    const crm = await openCrm();
    pass(5 * MINUTE);
    // Both look at once: who has no channel leaves it to the one that has.
    await mailer.settle();
    await crm.settle();
    expect(tasks.received.flatMap(({ keys }) => keys)).toHaveLength(3);
    await countersAddUp(storage);
    await Promise.all([mailer.close(), crm.close()]);
  });

  test('EN-54 EN-91 what an engine had claimed when it ended is decided by one that has the channel', async () => {
    const silent: Channel = { delivery: 'unkeyed', deliver: () => new Promise(() => undefined) };
    const { openMailer, openCrm, pass, storage } = divided(silent);
    const [mailer, crm] = [await openMailer(), await openCrm()];
    await mailer.publish(journey('task').act('createTask', { subject: 'Call' }));
    await crm.ingest(companies(1));
    await mailer.settle();
    // Not settle: it waits for the answer.
    await crm.define(named);
    const states = async (): Promise<readonly string[]> =>
      (await allOf<{ state: string }>(storage, 'default', 'effect')).map(({ body }) => body.state);
    for (let look = 0; look < 50 && !(await states()).includes('claimed'); look += 1)
      await new Promise((resolve) => void setTimeout(resolve, 100));
    expect(await states()).toEqual(['claimed']);
    // The engine with the channel is not heard of again; the one that is left cannot know what became of the call.
    pass(DAY);
    await mailer.settle();
    await mailer.abort('task');
    await mailer.settle();
    expect(await states()).toEqual(['claimed']);
    const again = await openCrm();
    pass(10 * MINUTE);
    await again.settle();
    expect((await again.deadLetters()).map(({ outcomes }) => outcomes[0]?.reason)).toEqual([
      'interrupted',
    ]);
    await countersAddUp(storage);
    await Promise.all([mailer.close(), again.close(), crm.close()]);
  });

  test('EN-88 EN-92 an engine without channels lets no run wait before a host action', async () => {
    const tasks = recordingChannel({ simulated: false });
    const { open, pass } = house();
    const worker = await open('worker', { channels: { actions: { createTask: tasks } } });
    const web = await open('web', { channels: {} });
    await worker.publish(journey('task').act('createTask', { subject: 'Call' }));
    await web.ingest(companies(10));
    pass(SECOND);
    await worker.settle();
    expect(tasks.received.flatMap(({ keys }) => keys)).toHaveLength(10);
    expect(await web.counts('task')).toMatchObject({ entered: 10, exits: { completed: 10 } });
    await Promise.all([worker.close(), web.close()]);
  });

  test('EN-89 a storage with one writer bears one engine of a process', async () => {
    const inner = memoryStorage();
    const capabilities = { ...inner.capabilities, multiWriter: false };
    const { open } = house({ ...inner, capabilities });
    const first = await open('one');
    await expect(open('two')).rejects.toMatchObject({ code: 'STORAGE_IN_USE' });
    await first.close();
    await (await open('two')).close();
  });

  test('EN-71 EN-85 engines that change the same accounts and write facts of the same shards lose and repeat nothing', async () => {
    const { open, pass, channels, storage } = house();
    const engines = [await open('one'), await open('two'), await open('three')];
    await engines[0]!.publish(nurture());
    await engines[1]!.publish(journey('score').updatePeople({ score: 1 }));
    await Promise.all(
      Array.from({ length: 90 }, (_, number) =>
        engines[number % 3]!.ingest({
          accounts: [{ id: `a${number % 10}`, attributes: { name: 'A', employees: 2_000 } }],
          people: [{ id: `p${number}`, attributes: reachable(`p${number}`) }],
          relations: [{ account: `a${number % 10}`, person: `p${number}` }],
        }),
      ),
    );
    pass(3 * DAY);
    for (let round = 0; round < 3; round += 1)
      await Promise.all(engines.map((engine) => engine.settle()));
    expect(await engines[2]!.counts('nurture')).toMatchObject({
      entered: 10,
      exits: { completed: 10 },
    });
    const accounts = await allOf<{ people: unknown[] }>(storage, 'default', 'account');
    expect(accounts.map(({ body }) => body.people.length)).toEqual(
      Array.from({ length: 10 }, () => 9),
    );
    const facts = await collect(engines[0]!.facts());
    const places = facts.map(({ shard, sequence }) => `${shard} ${sequence}`);
    expect(new Set(places).size).toBe(places.length);
    // Whoever was silent for three days may find that another one has handed its effects over again, under the same keys.
    const { contents, contradictions } = inboxOf(
      [...channels.values()].flatMap(({ received }) => received),
    );
    expect(contradictions).toEqual([]);
    expect(new Set(contents.values()).size).toBe(contents.size);
    await countersAddUp(storage);
    await Promise.all(engines.map((engine) => engine.close()));
  });
});

function isOf(id: string) {
  return (operation: { op: string; record?: { id: string } }): boolean =>
    operation.op === 'put' && operation.record?.id === id;
}

test('EN-86 under virtual time, too, definitions and journeys are checked against what another engine has defined', async () => {
  const storage = memoryStorage();
  const open = (): Promise<Engine<B2b>> =>
    Engine.open<B2b>({
      catalogue: b2b,
      storage,
      clock: virtualClock(START),
      channels: { email: recordingChannel() },
    });
  await using left = await open();
  await using right = await open();
  await right.define({ roles: [{ name: 'Sponsor' }] });
  await left.define({
    template: { id: 't', name: 'T', status: 'live', roles: [{ role: 'Sponsor' }] },
  });
  await right.define({ interest: { id: 'i', name: 'I', template: 't' } });
  await left.undefine({ interest: 'i' });
  await right.define(large);
  await left.save(journey('drafted', { audience: { audience: 'large' } }).sendEmail('intro'));
  await right.publish('drafted');
});
