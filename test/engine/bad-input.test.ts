import { describe, expect, test } from 'vitest';
import { FORBIDDEN_KEYS } from '../../src/kernel/json-value.ts';
import type { IngestInput } from '../../src/model/record.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import {
  b2bWorld,
  cloud,
  collect,
  givenAcme,
  journey,
  large,
  named,
  nurture,
  person,
  reachable,
  START,
  type B2b,
} from './tenant.ts';
import { digestSubscription } from '../../src/archive/digest.ts';
import { exportSubscription } from '../../src/archive/export.ts';
import { importSubscription } from '../../src/archive/import.ts';
import { AccountList } from '../../src/audience/account-list.ts';
import { Audience } from '../../src/audience/audience.ts';
import { validateJourney } from '../../src/journey/validate.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { countersAddUp } from './simulation.ts';

describe('large subjects', () => {
  test('EN-33 EN-56 an account of 10,000 people: e-mails, splits, updates, buying groups, and all of them changing at once', async () => {
    const people = Array.from({ length: 10_000 }, (_, index) => `p${index}`);
    await using tenant = await b2bWorld();
    await tenant.engine.define(cloud);
    await tenant.given.journey(
      journey('a')
        .sendEmail('intro')
        .splitPeople((paths) =>
          paths
            .when('Leaders', person('jobTitle').is('VP'), (steps) =>
              steps.updatePeople({ score: 3 }),
            )
            .otherwise((steps) => steps.sendEmail('others')),
        )
        .listen(
          { event: 'personChanged', fields: { attribute: 'jobTitle' } },
          { timeout: { days: 2 } },
        )
        .updatePeople({ score: 4 }),
    );
    const input: IngestInput<B2b> = {
      accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 2_000 } }],
      people: people.map((id, index) => ({
        id,
        attributes: reachable(id, { jobTitle: index % 2 === 0 ? 'VP' : 'Engineer' }),
      })),
      relations: people.map((id) => ({ account: 'acme', person: id })),
    };
    await tenant.engine.ingest(input);
    await tenant.engine.settle();
    expect(tenant.email.received.flatMap(({ people: to }) => to)).toHaveLength(15_000);
    expect(await allOf(tenant.storage, 'default', 'quarantine')).toEqual([]);
    // Two attributes of everybody: more changes than the limit of inputs, and none of them a fault.
    await tenant.engine.ingest({
      people: people.map((id) => ({ id, attributes: { jobTitle: 'VP', score: 9 } })),
    });
    expect(await allOf(tenant.storage, 'default', 'quarantine')).toEqual([]);
    expect((await tenant.engine.counts('a')).exits).toEqual({ completed: 1 });
    const [acme] = await allOf<{
      people: { attributes: object }[];
      groups: { members: unknown[] }[];
    }>(tenant.storage, 'default', 'account');
    expect(acme!.body.people).toHaveLength(10_000);
    expect(
      acme!.body.people.every(({ attributes }) => (attributes as { score: number }).score === 4),
    ).toBe(true);
    await countersAddUp(tenant.storage);
  }, 60_000);

  test('EN-31 RT-74 an account that receives 10,000 events at once, and the same again in another order', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a').listen({ event: 'order', minimum: 9_999 }).sendEmail('many'),
    );
    await givenAcme(tenant);
    const events = Array.from(
      { length: 10_000 },
      (_, index) =>
        ({
          id: `o${index}`,
          type: 'order',
          account: 'acme',
          at: START + ((index * 7_919) % 10_000),
          fields: { total: index },
        }) as const,
    );
    await tenant.engine.ingest({ events });
    await tenant.engine.ingest({ events: events.toReversed() });
    await tenant.engine.settle();
    expect(tenant.seen.emails()).toEqual(['many to ann, bob of acme']);
    const [acme] = await allOf<{ events: { at: number }[] }>(tenant.storage, 'default', 'account');
    const times = acme!.body.events.map(({ at }) => at);
    expect(times).toEqual(Array.from({ length: 10_000 }, (_, index) => START + index));
  }, 60_000);

  test('EN-32 RT-71 a person in 1,000 accounts', async () => {
    await using tenant = await b2bWorld({ batchSize: 100 });
    await tenant.given.journey(
      journey('a').listen('webVisit').updatePeople({ score: 1 }).sendEmail('all'),
    );
    const accounts = Array.from({ length: 1_000 }, (_, index) => `a${index}`);
    await tenant.engine.ingest({
      accounts: accounts.map((id) => ({ id, attributes: { name: id, employees: 1_000 } })),
      people: [{ id: 'ann', attributes: reachable('ann') }],
      relations: accounts.map((account) => ({ account, person: 'ann' })),
    });
    await tenant.when.event({ type: 'webVisit', person: 'ann' });
    await tenant.engine.settle();
    expect(tenant.email.received).toHaveLength(1_000);
    expect(new Set(tenant.email.received.flatMap(({ keys }) => keys)).size).toBe(1_000);
    expect((await tenant.seen.everything()).records.message).toEqual({});
    await countersAddUp(tenant.storage);
  }, 60_000);
});

const ODD = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'a b',
  '\u00e9\u{1f600}',
  '../..',
  '%_*',
  '"quoted"',
  '-',
  '1',
  'x'.repeat(255),
].filter((id) => id !== '');

describe('odd ids', () => {
  test.each(ODD)('EN-3 RT-39 everything may be called %j', async (id) => {
    await using tenant = await b2bWorld({ subscription: id });
    const list = AccountList.static(id).publish();
    // Three names are no journey's (JD-10).
    const called = FORBIDDEN_KEYS.has(id) ? `${id} ` : id;
    const audience = Audience.accounts(id, large.document.condition);
    await tenant.given.journey(
      journey(called, { name: 'Odd', audience, reEntry: { delay: { days: 1 }, limit: 2 } })
        .sendEmail(id, { id })
        .addToList(list)
        .splitPeople((paths) =>
          paths.when(
            'Reachable',
            person('email').isNotEmpty(),
            (steps) => steps.sendEmail('again'),
            { id },
          ),
        )
        .split((paths) =>
          paths
            .when('All', audience.document.condition, (path) => path.wait({ hours: 1 }), { id })
            .otherwise(),
        ),
    );
    await tenant.given.account(id, { name: 'Odd', employees: 2_000 }, { [id]: reachable('odd') });
    await tenant.engine.ingest({
      events: [
        { id, type: 'webVisit', person: id, at: START },
        { id, type: 'order', account: id, at: START },
      ],
    });
    await tenant.when.after({ days: 3 });
    const { entered, exits, nodes } = await tenant.engine.counts(called);
    expect([entered, exits]).toEqual([2, { completed: 2 }]);
    expect(Object.keys(nodes)).toContain(id);
    expect(nodes[id]).toMatchObject({ entered: 2, notYetActioned: 0, outcomes: { sent: 2 } });
    expect(nodes['split-1']?.edges).toEqual(Object.fromEntries([[id, 2]]));
    expect(await tenant.engine.members({ list: id })).toEqual([id]);
    expect(await tenant.engine.members({ audience: id })).toEqual([id]);
    expect((await tenant.engine.explain({ journey: called, account: id })).runs).toHaveLength(2);
    const keys = tenant.email.received.flatMap((received) => received.keys);
    expect(new Set(keys).size).toBe(4);
    expect(await collect(tenant.engine.facts({ account: id }))).not.toEqual([]);
    await tenant.reopen();
    expect((await tenant.engine.journey(called)).status).toBe('live');
    await countersAddUp(tenant.storage, id);
  });

  test.each([...FORBIDDEN_KEYS])(
    'JD-10 AR-6 a journey is not called %j, and everything else that is called so is exported',
    async (id) => {
      await using tenant = await b2bWorld({ subscription: id });
      for (const call of [
        () => tenant.engine.save(nurture(id)),
        () => tenant.engine.publish(nurture(id)),
        () => tenant.given.journey(nurture('fine')).then(() => tenant.engine.duplicate('fine', id)),
      ])
        await expect(call()).rejects.toMatchObject({ code: 'INVALID_DOCUMENT', path: ['id'] });
      expect((await tenant.engine.journeys()).map((each) => each.id)).toEqual(['fine']);
      const issues = validateJourney(nurture(id).document);
      expect(issues).toMatchObject([{ code: 'INVALID_ID', path: ['id'] }]);
      const list = AccountList.static(id).publish();
      await tenant.given.journey(
        journey('odd', { audience: Audience.accounts(id, large.document.condition) })
          .listen({ event: 'webVisit', minimum: 2 })
          .addToList(list)
          .sendEmail(id, { id }),
      );
      await tenant.given.account(
        id,
        { name: 'Odd', employees: 2_000 },
        { [id]: reachable('odd'), bob: reachable('bob') },
      );
      const visits = ['1', '2'].map(
        (number) => ({ id: `${id}${number}`, type: 'webVisit', person: id, at: START }) as const,
      );
      await tenant.engine.ingest({ events: visits.slice(0, 1) });
      const exported = (): Promise<string[]> =>
        collect(exportSubscription({ storage: tenant.storage, subscription: id }));
      expect(await exported()).not.toEqual([]);
      await tenant.engine.ingest({ events: visits.slice(1) });
      await tenant.when.after({ days: 4 });
      expect((await tenant.engine.counts('odd')).exits).toEqual({ completed: 1 });
      const lines = await exported();
      const to = memoryStorage();
      await importSubscription({ storage: to, subscription: id, lines });
      const digests = [tenant.storage, to].map((storage) =>
        digestSubscription({ storage, subscription: id }),
      );
      const [here, there] = await Promise.all(digests);
      expect(there).toEqual(here);
    },
  );

  test.each(['a\u001fb', 'a\u0000b', '\u007f', '\n', '\ud800', '', 'x'.repeat(256)])(
    'EN-30 %j is no id from outside',
    async (id) => {
      await using tenant = await b2bWorld();
      const inputs: readonly IngestInput<B2b>[] = [
        { accounts: [{ id }] },
        { people: [{ id }] },
        { relations: [{ account: id, person: 'ann' }] },
        { relations: [{ account: 'acme', person: id }] },
        { opportunities: [{ id, account: 'acme' }] },
        { events: [{ id, type: 'order', account: 'acme', at: START }] },
        { events: [{ id: 'e', type: 'webVisit', person: id, at: START }] },
      ];
      for (const input of inputs)
        await expect(tenant.engine.ingest(input)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await tenant.engine.define(named);
      await expect(tenant.engine.changeList('named', { add: [id] })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
      expect((await tenant.seen.everything()).records).toMatchObject({ account: {}, person: {} });
    },
  );

  test('RT-39 ids of the greatest length: actions of people send messages with long ids', async () => {
    const long = (of: string): string => of.repeat(320);
    await using tenant = await b2bWorld({
      limits: { idLength: 320 },
      batchSize: 1,
      answer: ({ people }) => ({
        outcome: 'sent',
        events: [{ person: people![0]!, type: 'emailOpened', after: 5 }],
      }),
    });
    await tenant.given.journey(
      journey(long('j'), { name: 'Long' })
        .updatePeople({ score: 2 }, { id: long('n') })
        .interestingMoment('Web', { context: 'people', id: long('m') })
        .sendEmail('intro', { id: long('e') })
        .wait({ days: 1 }),
    );
    await tenant.given.account(
      long('a'),
      { name: 'Long', employees: 2_000 },
      { [long('p')]: reachable('p'), [long('q')]: reachable('q') },
    );
    await tenant.when.after({ days: 2 });
    const bodies = await allOf<{ attributes: object; events: { type: string }[] }>(
      tenant.storage,
      'default',
      'person',
    );
    expect(bodies.map(({ body }) => body.attributes)).toMatchObject([{ score: 2 }, { score: 2 }]);
    expect(bodies.map(({ body }) => body.events.map(({ type }) => type))).toEqual([
      ['interestingMoment', 'emailOpened'],
      ['interestingMoment'],
    ]);
  });
});

test('EN-65 names from outside are looked up on no prototype', async () => {
  await using tenant = await b2bWorld();
  await tenant.given.journey(nurture());
  for (const id of ['__proto__', 'constructor', 'toString']) {
    await expect(tenant.engine.journey(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(tenant.engine.explain({ journey: id, account: id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await tenant.engine.explain({ journey: 'nurture', account: id })).runs).toEqual([]);
    await expect(tenant.engine.changeList(id, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(tenant.engine.counts(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
});
