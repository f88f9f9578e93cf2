import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { Channel, Receipt } from '../../src/ports/channel.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { CrashSignal, faultyStorage } from '../../src/testing/faulty-storage.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { world, type World } from '../../src/testing/harness/world.ts';
import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Journey } from '../../src/journey/journey.ts';
import { text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { personAttributes } from '../../src/model/default-catalogue.ts';
import {
  b2b,
  b2bWorld,
  COLLEAGUES,
  ENDS,
  givenAcme,
  journey,
  nurture,
  reachable,
  START,
  type B2b,
} from './tenant.ts';

const MINUTE = 60_000;

/** Outcomes of a world's effects: who, what became of it, why. */
async function outcomes(tenant: World<B2b>): Promise<readonly string[]> {
  return (await tenant.seen.facts('settled')).flatMap((fact) =>
    fact.outcomes.map(
      ({ outcome, reason, people }) =>
        `${people?.join(', ') ?? fact.account}: ${outcome}${reason === null ? '' : ` ${reason}`}`,
    ),
  );
}

/** An engine on a machine's clock with a real channel. */
async function live(
  storage: Storage,
  email: Channel,
): Promise<{ engine: Engine<B2b>; pass: (minutes: number) => Promise<void> }> {
  let instant = START;
  const clock: Clock = { now: () => instant };
  const engine = await Engine.open<B2b>({ catalogue: b2b, storage, clock, channels: { email } });
  return { engine, pass: (minutes) => ((instant += minutes * MINUTE), engine.settle()) };
}

const ACME = {
  accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 2_000 } }],
  people: [{ id: 'ann', attributes: reachable('ann') }],
  relations: [{ account: 'acme', person: 'ann' }],
};

describe('EN-50 commit, then act', () => {
  test('EN-50 when a real channel is called, the effect and its claim are committed; its outcome comes with a later commit', async () => {
    const storage = memoryStorage();
    const states: unknown[] = [];
    const email: Channel = {
      delivery: 'keyed',
      async deliver(deliveries) {
        const effects = await allOf<EffectBody>(storage, 'default', 'effect');
        const progress = await allOf(storage, 'default', 'progress');
        states.push(
          effects.map(({ body }) => body.state),
          progress.length,
        );
        return deliveries.map((): Receipt => ({ outcome: 'sent' }));
      },
    };
    const { engine } = await live(storage, email);
    await engine.publish(nurture());
    await engine.ingest(ACME);
    await engine.settle();
    expect(states).toEqual([['claimed'], 1]);
    expect(await allOf(storage, 'default', 'effect')).toEqual([]);
    await engine.close();
  });

  test('EN-50 when the commit fails, no channel is called', async () => {
    let armed = false;
    const storage = faultyStorage(memoryStorage(), {
      next: ({ method }) => (armed && method === 'commit' ? 'refuse' : 'ok'),
    });
    const email = recordingChannel({ simulated: false });
    const { engine } = await live(storage, email);
    await engine.publish(nurture());
    armed = true;
    await expect(engine.ingest(ACME)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(email.received).toEqual([]);
    armed = false;
    await engine.ingest(ACME);
    await engine.settle();
    expect(email.received).toHaveLength(1);
    await engine.close();
  });
});

describe('EN-51 EN-52 the gate', () => {
  /** Everything has been asked for, nothing dispatched. */
  async function asked(): Promise<World<B2b>> {
    const tenant = await b2bWorld();
    await tenant.given.journey(
      journey('mails')
        .sendEmail('news')
        .act('sendGift', {}, 'people')
        .sendEmail('invoice', { operational: true }),
    );
    await givenAcme(tenant);
    return tenant;
  }

  const CASES: Readonly<
    Record<
      string,
      { change: (tenant: World<B2b>) => Promise<void>; ann: readonly (string | null)[] }
    >
  > = {
    'EN-51 nothing stands against them': { change: async () => undefined, ann: [null, null, null] },
    'EN-51 left_account': {
      change: ({ engine }) =>
        engine.ingest({ relations: [{ account: 'acme', person: 'ann', removed: true }] }),
      ann: ['left_account', 'left_account', 'left_account'],
    },
    'EN-51 no_address': {
      change: ({ engine }) =>
        engine.ingest({ people: [{ id: 'ann', attributes: { email: ' ' } }] }),
      ann: ['no_address', null, 'no_address'],
    },
    'EN-51 no_address when there is none': {
      change: ({ engine }) =>
        engine.ingest({ people: [{ id: 'ann', attributes: { email: null } }] }),
      ann: ['no_address', null, 'no_address'],
    },
    'EN-51 EN-52 no_consent: withdrawn between the asking and the handing over; operational e-mails pass':
      {
        change: ({ engine }) => engine.ingest({ people: [{ id: 'ann', consent: { email: 'n' } }] }),
        ann: ['no_consent', null, null],
      },
    'EN-52 unsubscribed sets consent': {
      change: ({ engine }) =>
        engine.ingest({ people: [{ id: 'ann', attributes: { unsubscribed: true } }] }),
      ann: ['no_consent', null, null],
    },
    'EN-52 consent y passes': {
      change: ({ engine }) => engine.ingest({ people: [{ id: 'ann', consent: { email: 'y' } }] }),
      ann: [null, null, null],
    },
    'EN-51 suppressed, whatever the case of the address; operational e-mails too': {
      change: ({ engine }) => engine.suppress(' ANN@Example.com'),
      ann: ['suppressed', null, 'suppressed'],
    },
    'EN-51 journey_aborted': {
      change: ({ engine }) => engine.abort('mails'),
      ann: ['journey_aborted', 'journey_aborted', 'journey_aborted'],
    },
  };
  for (const [title, { change, ann }] of Object.entries(CASES)) {
    test(`EN-51 EN-52: ${title}`, async () => {
      await using tenant = await asked();
      await change(tenant);
      await tenant.engine.settle();
      const facts = await tenant.seen.facts('settled');
      const reasons = ['send-email-1', 'sendGift-1', 'send-email-2'].map(
        (node) =>
          facts
            .filter((fact) => fact.node === node)
            .flatMap((fact) => fact.outcomes)
            .find(({ people }) => people!.includes('ann'))!.reason,
      );
      expect(reasons).toEqual(ann);
      const refused = ann.filter((reason) => reason !== null).length;
      const got = [...tenant.email.received, ...tenant.seen.received('sendGift')].filter(
        ({ people }) => people!.includes('ann'),
      );
      expect(got).toHaveLength(3 - refused);
      await tenant.when.after({ days: 1 });
      expect(await tenant.engine.deadLetters()).toEqual([]);
    });
  }

  test('EM-65 attributes that mark an e-mail stop it, and only while they are true', async () => {
    const marked = catalogue({ account: { name: text() }, person: personAttributes });
    await using tenant = await world({ catalogue: marked });
    const everybody = Audience.accounts(
      'everybody',
      conditions(marked).account('name').isNotEmpty(),
    );
    await tenant.given.journey(
      Journey.forAccounts('mails', { audience: everybody, ends: ENDS, catalogue: marked })
        .sendEmail('news')
        .sendEmail('invoice', { operational: true })
        .wait({ days: 1 })
        .sendEmail('again'),
    );
    const at = (id: string, marks: Readonly<Record<string, boolean>>): [string, object] => [
      id,
      reachable(id, marks),
    ];
    await tenant.given.account(
      'acme',
      { name: 'Acme' },
      Object.fromEntries([
        at('fine', { emailInvalid: false, emailSuspended: false, marketingSuspended: false }),
        at('invalid', { emailInvalid: true, marketingSuspended: true }),
        at('later', { emailSuspended: true }),
        at('unasked', { marketingSuspended: true }),
      ]) as never,
    );
    await tenant.engine.settle();
    const reasons = async (node: string): Promise<unknown> =>
      Object.fromEntries(
        (await tenant.seen.facts('settled'))
          .filter((fact) => fact.node === node)
          .flatMap(({ outcomes }) => outcomes)
          .flatMap(({ people, reason }) => people!.map((id) => [id, reason])),
      );
    expect(await reasons('send-email-1')).toEqual({
      fine: null,
      invalid: 'email_invalid',
      later: 'email_suspended',
      unasked: 'marketing_suspended',
    });
    expect(await reasons('send-email-2')).toEqual({
      fine: null,
      invalid: 'email_invalid',
      later: 'email_suspended',
      unasked: null,
    });
    await tenant.engine.ingest({
      people: ['invalid', 'later', 'unasked'].map((id) => ({
        id,
        attributes: { emailInvalid: null, emailSuspended: false, marketingSuspended: false },
      })),
    });
    await tenant.when.after({ days: 2 });
    expect(await reasons('send-email-3')).toEqual({
      fine: null,
      invalid: null,
      later: null,
      unasked: null,
    });
  });

  test('EN-52 clearing unsubscribed clears the consent', async () => {
    await using tenant = await asked();
    for (const unsubscribed of [true, false])
      await tenant.engine.ingest({ people: [{ id: 'ann', attributes: { unsubscribed } }] });
    await tenant.engine.settle();
    expect(tenant.seen.emails()).toEqual([
      'news to ann, bob of acme',
      'invoice to ann, bob of acme',
    ]);
  });
});

describe('EN-53 what channels answer', () => {
  test('EN-53 sent, refused, failed and unknown, for all and for single recipients', async () => {
    const people = { ...COLLEAGUES, cid: reachable('cid'), dan: reachable('dan') };
    await using tenant = await b2bWorld({
      answer: () => ({
        outcome: 'sent',
        except: {
          bob: { outcome: 'refused', reason: 'bounced' },
          cid: { outcome: 'unknown', reason: 'timeout' },
          dan: { outcome: 'failed', reason: 'busy' },
        },
      }),
    });
    await tenant.given.journey(
      journey('a').sendEmail('news').act('createTask', { subject: 'call' }),
    );
    await givenAcme(tenant, 'acme', people);
    await tenant.when.after({ days: 1 });
    expect(await outcomes(tenant)).toEqual([
      'ann: sent',
      'bob: refused bounced',
      'acme: sent',
      'cid: unknown timeout',
      'dan: failed busy',
    ]);
    const { nodes } = await tenant.engine.counts('a');
    expect(nodes['send-email-1']).toMatchObject({
      notYetActioned: 0,
      outcomes: { sent: 1, refused: 1, unknown: 1, failed: 1 },
    });
  });

  test('EN-53 failed is tried again after 1, 5, 30 and 120 minutes, then given up', async () => {
    await using tenant = await b2bWorld({ answer: () => ({ outcome: 'failed', reason: 'busy' }) });
    await tenant.given.journey(journey('a').sendEmail('news').wait({ days: 1 }));
    await givenAcme(tenant);
    expect((await tenant.engine.counts('a')).nodes['send-email-1']).toMatchObject({
      notYetActioned: 1,
    });
    await tenant.when.after({ days: 1 });
    expect(
      tenant.email.received.map(({ at, attempt }) => [(at - START) / MINUTE, attempt]),
    ).toEqual([
      [0, 1],
      [1, 2],
      [6, 3],
      [36, 4],
      [156, 5],
    ]);
    expect(await outcomes(tenant)).toEqual(['ann, bob: failed busy']);
    expect(await tenant.engine.deadLetters()).toEqual([
      {
        id: expect.any(String),
        journey: 'a',
        account: 'acme',
        node: 'send-email-1',
        action: 'sendEmail',
        asked: START,
        outcomes: [{ outcome: 'failed', reason: 'busy', people: ['ann', 'bob'] }],
        keys: tenant.email.received[0]!.keys,
      },
    ]);
    expect((await tenant.engine.counts('a')).nodes['send-email-1']).toMatchObject({
      notYetActioned: 0,
    });
  });

  test('EN-53 EN-56 only those who failed are tried again, under the same ids', async () => {
    await using tenant = await b2bWorld({
      answer: ({ attempt }) =>
        attempt > 1
          ? { outcome: 'sent' }
          : { outcome: 'sent', except: { bob: { outcome: 'failed', reason: 'busy' } } },
    });
    await tenant.given.journey(journey('a').sendEmail('news'));
    await givenAcme(tenant);
    await tenant.when.after({ minutes: 1 });
    expect(tenant.seen.emails()).toEqual(['news to ann, bob of acme', 'news to bob of acme']);
    const [first, second] = tenant.email.received;
    expect(second!.keys).toEqual([first!.keys[1]]);
    expect(await outcomes(tenant)).toEqual(['ann: sent', 'bob: sent']);
    expect((await tenant.engine.counts('a')).nodes['send-email-1']).toMatchObject({
      notYetActioned: 0,
      outcomes: { sent: 2 },
    });
  });

  test('EN-53 consent that is withdrawn before the second attempt counts', async () => {
    await using tenant = await b2bWorld({
      answer: ({ attempt }) => ({ outcome: attempt === 1 ? 'failed' : 'sent' }),
    });
    await tenant.given.journey(journey('a').sendEmail('news'));
    await givenAcme(tenant);
    await tenant.engine.settle();
    await tenant.engine.ingest({ people: [{ id: 'bob', consent: { email: 'n' } }] });
    await tenant.when.after({ days: 1 });
    expect(await outcomes(tenant)).toEqual(['bob: refused no_consent', 'ann: sent']);
  });

  test('EN-53 a channel that gives too few receipts leaves an unknown outcome', async () => {
    const email: Channel = { delivery: 'keyed', simulated: true, deliver: () => [] };
    await using tenant = await b2bWorld();
    await tenant.reopen({ channels: { email } });
    await tenant.given.journey(journey('a').sendEmail('news'));
    await givenAcme(tenant);
    await tenant.when.after({ days: 1 });
    expect(await outcomes(tenant)).toEqual(['ann, bob: unknown no_receipt']);
  });
});

describe('EN-54 an engine that stops between claim and answer', () => {
  test.each([
    ['keyed', ['intro', 'intro'], []],
    ['unkeyed', ['intro'], [{ outcome: 'unknown', reason: 'interrupted', people: ['ann'] }]],
  ] as const)('EN-54 EN-56 %s', async (delivery, expected, dead) => {
    const storage = memoryStorage();
    let handed = false;
    const dying = faultyStorage(storage, { next: () => (handed ? 'crash' : 'ok') });
    const email = recordingChannel({
      simulated: false,
      delivery,
      answer() {
        handed = true;
        return { outcome: 'sent' };
      },
    });
    const first = await live(dying, email);
    await first.engine.publish(journey('a').sendEmail('intro'));
    await first.engine.ingest(ACME);
    await expect(first.engine.settle()).rejects.toBeInstanceOf(CrashSignal);
    const second = await live(storage, email);
    await second.pass(0);
    expect(email.received).toHaveLength(1);
    // The first engine has been silent for so long that the second one takes over.
    await second.pass(1);
    expect(email.received.map(({ what }) => what)).toEqual(expected);
    expect(new Set(email.received.flatMap(({ keys }) => keys)).size).toBe(1);
    expect((await second.engine.deadLetters()).flatMap((letter) => letter.outcomes)).toEqual(dead);
    await Promise.all([first.engine.close(), second.engine.close()]);
  });
});

test('EN-55 a channel that throws counts as failed for all of its batch, and for no other channel', async () => {
  await using tenant = await b2bWorld();
  const errors: unknown[] = [];
  let calls = 0;
  const email: Channel = {
    delivery: 'keyed',
    simulated: true,
    deliver(deliveries) {
      calls += 1;
      if (calls === 1) throw new Error('no connection');
      return deliveries.map(() => ({ outcome: 'sent' }));
    },
  };
  const tasks = recordingChannel();
  await tenant.reopen({ channels: { email, actions: { createTask: tasks } } });
  tenant.engine.on('error', (error) => errors.push(error));
  await tenant.given.journey(
    journey('a').sendEmail('one').sendEmail('two').act('createTask', { subject: 'call' }),
  );
  await givenAcme(tenant);
  await tenant.engine.settle();
  expect(errors).toMatchObject([{ message: 'no connection' }]);
  expect(await outcomes(tenant)).toEqual(['acme: sent']);
  await tenant.when.after({ minutes: 1 });
  expect(await outcomes(tenant)).toEqual(['acme: sent', 'ann, bob: sent', 'ann, bob: sent']);
});

test('EN-56 keys differ by journey, entry, node, recipient and part, and by nothing else', async () => {
  const people = Object.fromEntries(
    Array.from({ length: 1_001 }, (_, index) => [`p${index}`, reachable(`p${index}`)]),
  );
  await using tenant = await b2bWorld();
  const again = { reEntry: { delay: { days: 1 }, limit: 2 } };
  await tenant.given.journey(
    journey('a', again).sendEmail('news').sendEmail('news'),
    journey('b').sendEmail('news'),
  );
  await givenAcme(tenant, 'acme', people);
  await tenant.when.after({ days: 2 });
  const keys = tenant.email.received.flatMap((received) => received.keys);
  expect(keys).toHaveLength(5 * 1_001);
  expect(new Set(keys).size).toBe(keys.length);
});

test('EN-57 an answer may take time, and may bring events of the recipients, each after a delay of its own', async () => {
  await using tenant = await b2bWorld({
    answer: ({ people }) => ({
      outcome: 'sent',
      after: 10 * MINUTE,
      events: [
        ...people!.map((person, index) => ({
          person,
          type: 'emailOpened',
          after: (index + 1) * 60 * MINUTE,
        })),
        // Twice the same at the same instant are two events.
        { person: 'ann', type: 'emailClicked', after: 5 * MINUTE, fields: { link: '/a' } },
        { person: 'ann', type: 'emailClicked', after: 5 * MINUTE, fields: { link: '/b' } },
      ],
    }),
  });
  await tenant.given.journey(journey('a').sendEmail('news').wait({ days: 3 }));
  await givenAcme(tenant);
  await tenant.when.after({ minutes: 9 });
  expect(await outcomes(tenant)).toEqual([]);
  await tenant.when.after({ days: 1 });
  expect(await tenant.seen.facts('settled')).toMatchObject([{ at: START + 10 * MINUTE }]);
  const { person } = (await tenant.seen.everything()).records as {
    person: Record<string, { body: { events: { type: string; at: number; fields: object }[] } }>;
  };
  const seen = ['ann', 'bob'].map((id) =>
    person[id]!.body.events.map(({ type, at }) => `${type} ${(at - START) / MINUTE}`),
  );
  expect(seen).toEqual([
    ['emailClicked 5', 'emailClicked 5', 'emailOpened 60'],
    ['emailOpened 120'],
  ]);
  expect(person['bob']!.body.events[0]!.fields).toEqual({ journey: 'a', node: 'send-email-1' });
});
