import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printStory } from '../../src/engine/explain.ts';
import { Journey } from '../../src/journey/journey.ts';
import { Audience } from '../../src/audience/audience.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { conditions } from '../../src/conditions/build.ts';
import { number } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { world } from '../../src/testing/harness/world.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { tenantArbitrary } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import { timelineArbitrary } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { allOf, snapshot } from '../../src/testing/harness/snapshot.ts';
import { happen, notAllowed } from './happen.ts';
import { countersAddUp, runs } from './simulation.ts';
import {
  account,
  b2bWorld,
  collect,
  DAY,
  ENDS,
  givenAcme,
  journey,
  nurture,
  person,
  START,
} from './tenant.ts';
import { definitionsOf } from './definitions-of.ts';
import { serviceChannels } from './services.ts';

describe('EN-60 facts', () => {
  test('EN-60 every advance that changed something leaves one row, numbered without gaps in its shard', async () => {
    await using tenant = await b2bWorld({ shards: 3, batchSize: 2 });
    await tenant.given.journey(nurture());
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await givenAcme(tenant, id);
    await tenant.engine.ingest({ accounts: [{ id: 'a', attributes: { employees: 5_000 } }] });
    await tenant.when.after({ days: 2 });
    await tenant.reopen();
    await tenant.when.after({ days: 2 });
    const facts = await collect(tenant.engine.facts());
    const byShard = new Map<number, number[]>();
    for (const { shard, sequence } of facts)
      byShard.set(shard, [...(byShard.get(shard) ?? []), sequence]);
    for (const sequences of byShard.values())
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(byShard.size).toBeGreaterThan(1);
    // Entry, first e-mail, reminder, its outcome: the change that changes nothing leaves no row.
    expect(
      (await collect(tenant.engine.facts({ account: 'a' }))).map(({ at, items }) => [
        (at - START) / DAY,
        items.map(({ type }) => type),
      ]),
    ).toEqual([
      [0, ['audience', 'run']],
      [0, ['settled']],
      [3, ['run']],
      [3, ['settled']],
    ]);
  });

  test('EN-60 the row and what it tells of are one commit', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(nurture());
    await givenAcme(tenant);
    const [row] = await allOf<Fact>(tenant.storage, 'default', 'fact');
    expect(row?.body).toMatchObject({
      account: 'acme',
      at: START,
      items: [{ type: 'audience' }, { type: 'run', from: null, parked: 'wait-1' }],
    });
  });
});

test('EN-33 EN-61 EN-62 in any tenant, counters are what the facts add up to, nobody is lost, and batches do not matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      tenantArbitrary(),
      timelineArbitrary(),
      fc.constantFrom(1, 2, 7),
      async (tenant, timeline, batchSize) => {
        const ends = await Promise.all(
          [
            { batchSize: 500, facts: true },
            { batchSize, facts: true },
            { batchSize: 500, facts: false },
          ].map(async (options) => {
            const storage = memoryStorage();
            const clock = virtualClock(timeline[0]!.at);
            const channel = recordingChannel();
            const actions = Object.fromEntries(tenant.actions.map((name) => [name, channel]));
            const engine = await Engine.open({
              catalogue: TENANT_CATALOGUE,
              storage,
              clock,
              channels: { email: channel, actions, services: serviceChannels(tenant) },
              shards: 2,
              ...options,
            });
            await engine.define(definitionsOf(tenant)).catch(notAllowed);
            for (const { document } of tenant.journeys) {
              await engine
                .publish(Journey.fromJSON({ ...document, endDate: '2027-06-01' }))
                .catch(notAllowed);
            }
            for (const { at, happenings } of timeline) {
              await engine.advanceTo(Math.max(at, engine.now()));
              for (const happening of happenings) await happen(engine, happening).catch(notAllowed);
            }
            await engine.settle();
            for (const { id, runsInFlight } of await engine.journeys()) {
              const { entered, inFlight, exits } = await engine.counts(id);
              expect(inFlight).toBe(runsInFlight);
              expect(entered).toBe(
                inFlight + Object.values(exits).reduce((sum, count) => sum + count, 0),
              );
            }
            if (options.facts) await countersAddUp(storage);
            const received = channel.received.flatMap(({ keys }) => keys).sort();
            await engine.close();
            return { received, ...(await snapshot(storage)) };
          }),
        );
        expect(ends[1]).toEqual(ends[0]);
        expect(ends[2]).toEqual(ends[0]);
      },
    ),
    { numRuns: runs(0.3) },
  );
});

test('EN-62 with facts off, counters are the same and no fact is stored', async () => {
  const counts = [];
  for (const facts of [true, false]) {
    await using tenant = await b2bWorld({ facts });
    await tenant.given.journey(nurture());
    await givenAcme(tenant);
    await tenant.when.after({ days: 4 });
    counts.push(await tenant.engine.counts('nurture'));
    expect((await collect(tenant.engine.facts())).length > 0).toBe(facts);
  }
  expect(counts[1]).toEqual(counts[0]);
});

describe('EN-63 evidence', () => {
  const split = journey('a').split((paths) =>
    paths
      .when(
        'Renamed',
        account('name').startsWith(
          '\u00e9'.repeat(200),
          'x'.repeat(1_500),
          '\u{1f600}'.repeat(900),
        ),
      )
      .when('Large', account('employees').atLeast(4_000))
      .otherwise(),
  );

  test.each([true, false, undefined])(
    'EN-63 is kept when switched on (%s), and a decision takes at most 2 KiB',
    async (evidence) => {
      await using tenant = await b2bWorld({ ...(evidence !== undefined && { evidence }) });
      await tenant.given.journey(split);
      await tenant.given.account('acme', { name: '\u{1f600}'.repeat(100), employees: 5_000 });
      const kept = await allOf<{ saw: { holds: boolean }[] }>(
        tenant.storage,
        'default',
        'evidence',
      );
      expect(kept.length > 0).toBe(evidence ?? true);
      for (const { body } of kept) {
        expect(new TextEncoder().encode(JSON.stringify(body.saw)).length).toBeLessThanOrEqual(
          2_048,
        );
        expect(body.saw[0]).toMatchObject({ holds: false });
      }
    },
  );
});

describe('EN-64 notifications', () => {
  test('EN-64 come after the commit, and stop when asked', async () => {
    await using tenant = await b2bWorld();
    const stored: Promise<number>[] = [];
    const statuses: string[] = [];
    const stop = tenant.engine.on('fact', () =>
      stored.push(allOf(tenant.storage, 'default', 'fact').then(({ length }) => length)),
    );
    tenant.engine.on('status', ({ journey: id, from, to }) => statuses.push(`${id} ${from} ${to}`));
    await tenant.given.journey(nurture());
    await givenAcme(tenant);
    await tenant.engine.closeEntries('nurture');
    expect(await Promise.all(stored)).toEqual([1]);
    expect(statuses).toEqual(['nurture draft live', 'nurture live closed']);
    stop();
    await tenant.when.after({ days: 4 });
    expect(stored).toHaveLength(1);
  });

  test('EN-64 a listener that throws changes nothing and is reported', async () => {
    await using tenant = await b2bWorld();
    const errors: unknown[] = [];
    tenant.engine.on('fact', () => {
      throw new Error('mine');
    });
    tenant.engine.on('error', (error) => errors.push(error));
    tenant.engine.on('error', () => {
      throw new Error('again');
    });
    await tenant.given.journey(nurture());
    await givenAcme(tenant);
    await tenant.when.after({ days: 4 });
    expect(errors.length).toBe((await collect(tenant.engine.facts())).length);
    expect(errors[0]).toMatchObject({ message: 'mine' });
    expect((await tenant.engine.counts('nurture')).exits).toEqual({ completed: 1 });
  });
});

describe('EN-65 explain', () => {
  const told = journey('a', { reEntry: { delay: { days: 10 }, limit: 2 } })
    .sendEmail('intro', { id: 'intro' })
    .splitPeople((paths) =>
      paths.when('Leaders', person('jobTitle').startsWith('VP'), (steps) =>
        steps.sendEmail('leaders', { id: 'leaders' }),
      ),
    )
    .listen('webVisit', { id: 'visit', timeout: { days: 2 }, onTimeout: (late) => late })
    .split(
      (paths) =>
        paths
          .when('Large', account('employees').atLeast(4_000), (path) =>
            path.wait({ days: 1 }, { id: 'pause' }),
          )
          .otherwise(),
      { id: 'size' },
    );

  test('EN-65 tells entries, nodes with instants, decisions with what they saw, effects, and what is waited for', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(told);
    await givenAcme(tenant, 'acme', { ann: { jobTitle: 'VP', email: 'ann@example.com' }, bob: {} });
    await tenant.when.after({ days: 1 });
    await tenant.when.event({ id: 'visit 1', type: 'webVisit', person: 'bob' });
    const story = await tenant.engine.explain({ journey: 'a', account: 'acme' });
    const at = START + DAY;
    expect(story).toMatchObject({
      notInside: null,
      runs: [
        {
          entry: 1,
          enteredAt: START,
          exit: null,
          waiting: { node: 'pause', since: at, due: at + DAY },
        },
      ],
    });
    const [run] = story.runs;
    expect(
      run!.visits.map(({ node, enteredAt, leftAt, edge, event }) => [
        node,
        (enteredAt - START) / DAY,
        leftAt === null ? null : (leftAt - START) / DAY,
        edge,
        event,
      ]),
    ).toEqual([
      ['audience', 0, 0, '', null],
      ['intro', 0, 0, '', null],
      ['split-people-1', 0, 0, '', null],
      ['leaders', 0, 0, '', null],
      ['visit', 0, 1, 'event', 'visit 1'],
      ['merge-1', 1, 1, '', null],
      ['size', 1, 1, 'large', null],
      ['pause', 1, null, null, null],
    ]);
    expect(run!.visits[2]!.paths).toEqual([
      { node: 'split-people-1', path: 'leaders', people: 1 },
      { node: 'split-people-1', path: '', people: 1 },
    ]);
    expect(run!.visits[6]!.saw).toMatchObject([{ holds: true }]);
    expect(
      run!.effects.map(({ node, outcomes }) => [
        node,
        outcomes.map(({ outcome, reason }) => `${outcome} ${reason}`),
      ]),
    ).toEqual([
      ['intro', ['refused no_address', 'sent null']],
      ['leaders', ['sent null']],
    ]);
    expect(printStory(story)).toMatch(/waits at pause until 2026-01-07T09:00:00Z/);
    await tenant.when.after({ days: 12 });
    const later = await tenant.engine.explain({ journey: 'a', account: 'acme' });
    expect(later.runs.map(({ entry, exit }) => [entry, exit?.reason ?? null])).toEqual([
      [1, 'completed'],
      [2, null],
    ]);
  });

  test('RT-11 nothing but the name keeps an account of the audience out, and only while it is missing', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(nurture());
    const story = (id: string): Promise<unknown> =>
      tenant.engine.explain({ journey: 'nurture', account: id });
    for (const [id, name] of [['none'], ['empty', ''], ['blank', ' \u00a0']] as const) {
      await tenant.given.account(id, { employees: 5_000, ...(name !== undefined && { name }) });
      expect(await story(id)).toMatchObject({
        runs: [],
        notInside: { audience: { holds: true }, refusal: 'no_name' },
      });
      await tenant.given.account(id, { name: `Company ${id}` });
      expect(await story(id)).toMatchObject({ runs: [{ entry: 1 }], notInside: null });
    }
    // Of the other attributes, all of which the catalogue has and none of which is given, none is needed.
    await tenant.given.account('acme', { name: 'Acme', employees: 5_000 });
    expect(await story('acme')).toMatchObject({ runs: [{ entry: 1 }] });
  });

  test('RT-11 where the catalogue has no text name, accounts enter without one', async () => {
    for (const name of [{}, { name: number() }]) {
      const nameless = catalogue({ account: { employees: number(), ...name }, person: {} });
      const audience = Audience.accounts(
        'large',
        conditions(nameless).account('employees').atLeast(1_000),
      );
      await using tenant = await world({ catalogue: nameless });
      await tenant.given.journey(
        Journey.forAccounts('nurture', { audience, ends: ENDS, catalogue: nameless }).wait({
          days: 3,
        }),
      );
      await tenant.given.account('acme', { employees: 5_000 });
      expect(await tenant.engine.explain({ journey: 'nurture', account: 'acme' })).toMatchObject({
        runs: [{ entry: 1 }],
      });
    }
  });

  test('EN-65 tells what was settled at one instant by node, in whatever order it was carried out', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a').sendEmail('late', { id: 'z' }).sendEmail('early', { id: 'b' }).wait({ days: 1 }),
    );
    await givenAcme(tenant, 'acme', { ann: { email: 'ann@example.com' } });
    await tenant.engine.settle();
    const { runs } = await tenant.engine.explain({ journey: 'a', account: 'acme' });
    expect(runs[0]!.effects.map(({ node, settledAt }) => [node, settledAt])).toEqual([
      ['b', START],
      ['z', START],
    ]);
  });

  test('EN-65 tells why an account is not in the journey', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(nurture());
    const why = async (id: string): Promise<unknown> =>
      (await tenant.engine.explain({ journey: 'nurture', account: id })).notInside;
    await tenant.given.account('small', { name: 'Small', employees: 3 });
    expect(await why('small')).toMatchObject({ audience: { holds: false }, refusal: null });
    await tenant.given.account('nameless', { employees: 3_000 });
    expect(await why('nameless')).toMatchObject({ audience: { holds: true }, refusal: 'no_name' });
    expect(await why('unheard of')).toMatchObject({ audience: { holds: false } });
    await givenAcme(tenant);
    expect(await why('acme')).toBeNull();
    await tenant.when.after({ days: 4 });
    expect(await why('acme')).toMatchObject({ audience: { holds: true }, refusal: 'entry_limit' });
    await tenant.engine.abort('nurture');
    expect(await why('small')).toMatchObject({ refusal: 'not_accepting' });
    await tenant.engine.save(nurture('draft'));
    expect((await tenant.engine.explain({ journey: 'draft', account: 'acme' })).notInside).toEqual({
      audience: null,
      refusal: 'not_accepting',
    });
    await expect(tenant.engine.explain({ journey: 'none', account: 'acme' })).rejects.toMatchObject(
      { code: 'NOT_FOUND' },
    );
    expect(
      printStory(await tenant.engine.explain({ journey: 'nurture', account: 'small' })),
    ).toMatch(/never entered/);
  });
});
