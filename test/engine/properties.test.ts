import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IngestInput } from '../../src/model/record.ts';
import { chance } from '../../src/testing/harness/chance.ts';
import { snapshot, type Snapshot } from '../../src/testing/harness/snapshot.ts';
import { runs } from './simulation.ts';
import {
  cloud,
  b2bWorld,
  collect,
  DAY,
  givenAcme,
  inList,
  journey,
  large,
  memberOf,
  named,
  person,
  reachable,
  START,
  type B2b,
} from './tenant.ts';

describe('the account travels, and its people go with it', () => {
  test('RT-26 people without any event receive every account-level people action exactly as their colleagues do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 }),
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 9 })), {
          maxLength: 12,
        }),
        async (ids, visits) => {
          await using tenant = await b2bWorld();
          await tenant.given.journey(
            journey('a')
              .sendEmail('one')
              .wait({ days: 1 })
              .act('sendGift', {}, 'people')
              .listen('webVisit', {
                timeout: { days: 4 },
                onTimeout: (late) => late.sendEmail('reminder'),
              })
              .sendEmail('two')
              .updatePeople({ score: 7 }),
          );
          await givenAcme(tenant, 'acme', Object.fromEntries(ids.map((id) => [id, reachable(id)])));
          for (const [who, day] of visits.toSorted(([, left], [, right]) => left - right)) {
            await tenant.engine.advanceTo(Math.max(tenant.engine.now(), START + day * DAY));
            await tenant.when.event({ type: 'webVisit', person: who });
          }
          await tenant.when.after({ days: 20 });
          for (const { people } of [...tenant.email.received, ...tenant.seen.received('sendGift')])
            expect(people).toEqual(ids);
          const { person: people } = (await tenant.seen.everything()).records;
          for (const id of ids)
            expect(people![id]).toMatchObject({ body: { attributes: { score: 7 } } });
          expect((await tenant.engine.counts('a')).exits).toEqual({ completed: 1 });
        },
      ),
      { numRuns: runs(0.25) },
    );
  });

  test("RT-50 RT-51 one colleague's event moves the account and everyone in it, once", async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(journey('a').listen('webVisit').sendEmail('all').wait({ days: 9 }));
    await givenAcme(tenant, 'acme', {
      ann: reachable('ann'),
      bob: reachable('bob'),
      cid: reachable('cid'),
    });
    await tenant.when.event(
      { type: 'webVisit', person: 'bob' },
      { type: 'webVisit', person: 'ann' },
    );
    await tenant.engine.settle();
    expect(tenant.seen.emails()).toEqual(['all to ann, bob, cid of acme']);
  });

  test('RT-51 only what members of the buying group do moves the account', async () => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      journey('a')
        .with(cloud)
        .listen('webVisit', { members: { definitions: ['cloud'], roles: ['Decision Maker'] } })
        .sendEmail('all'),
    );
    await givenAcme(tenant, 'acme', {
      ann: reachable('ann', { jobTitle: 'VP' }),
      bob: reachable('bob', { jobTitle: 'Engineer' }),
      cid: reachable('cid'),
    });
    await tenant.when.event(
      { type: 'webVisit', person: 'bob' },
      { type: 'webVisit', person: 'cid' },
    );
    await tenant.engine.settle();
    expect(tenant.seen.emails()).toEqual([]);
    await tenant.when.event({ type: 'webVisit', person: 'ann' });
    await tenant.engine.settle();
    expect(tenant.seen.emails()).toEqual(['all to ann, bob, cid of acme']);
  });
});

/** Accounts with shared people, and what happens to them; every list may be taken in any order. */
function tenantInput(): readonly IngestInput<B2b>[] {
  const accounts = Array.from({ length: 24 }, (_, index) => `account-${index}`);
  const first: IngestInput<B2b> = {
    accounts: accounts.map((id, index) => ({
      id,
      attributes: {
        name: id,
        employees: 900 + 10 * index,
        industry: index % 3 === 0 ? 'Software' : 'Retail',
      },
    })),
    people: accounts.map((id, index) => ({
      id: `of ${id}`,
      attributes: reachable(`p${index}`, { jobTitle: index % 2 === 0 ? 'VP' : 'Engineer' }),
    })),
    relations: accounts.map((account) => ({ account, person: `of ${account}` })),
  };
  const second: IngestInput<B2b> = {
    accounts: accounts
      .filter((_, index) => index % 5 === 0)
      .map((id) => ({ id, attributes: { employees: 5_000 } })),
    events: accounts
      .filter((_, index) => index % 2 === 0)
      .map((id) => ({
        id: `visit of ${id}`,
        type: 'webVisit',
        person: `of ${id}`,
        at: START,
        fields: { page: 'p' },
      })),
  };
  return [first, second];
}

async function liveWith(
  batchSize: number,
  order: (input: IngestInput<B2b>) => IngestInput<B2b>,
): Promise<{ end: Snapshot; keys: readonly string[]; facts: Record<string, unknown[]> }> {
  await using tenant = await b2bWorld({ batchSize, shards: 3 });
  await tenant.engine.define([named, large, cloud]);
  await tenant.given.journey(
    journey('second', { audience: named })
      .sendEmail('welcome')
      .wait({ hours: 5 })
      .removeFromList(named),
    journey('a', { reEntry: { delay: { days: 2 }, limit: 2 } })
      .sendEmail('intro')
      .splitPeople((paths) =>
        paths
          .when('Leaders', person('jobTitle').is('VP'), (steps) =>
            steps.updatePeople({ score: 3 }).sendEmail('leaders'),
          )
          .otherwise((steps) => steps.act('sendGift')),
      )
      .listen('webVisit', {
        timeout: { days: 1 },
        filter: memberOf(),
        onTimeout: (late) => late.addToList(named),
      })
      .split((paths) =>
        paths
          .when('Named', inList('named'), (path) => path.sendEmail('late'))
          .otherwise((path) => path.addToJourney('second')),
      ),
  );
  for (const input of tenantInput()) {
    await tenant.engine.ingest(order(input));
    await tenant.when.after({ hours: 12 });
  }
  await tenant.when.after({ days: 9 });
  const facts: Record<string, unknown[]> = {};
  for (const { account, at, items } of await collect(tenant.engine.facts()))
    (facts[account] ??= []).push([at, items]);
  const keys = [...tenant.email.received, ...tenant.seen.received('sendGift')]
    .flatMap((received) => received.keys)
    .sort();
  return { end: await snapshot(tenant.storage), keys, facts };
}

test('EN-33 results depend neither on the batch size nor on the order of unrelated records', async () => {
  const expected = await liveWith(500, (input) => input);
  expect(expected.keys.length).toBeGreaterThan(50);
  for (const batchSize of [1, 2, 7, 500]) {
    for (const seed of [0, 1, 2]) {
      const next = chance(seed);
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((item) => [next(), item] as const)
          .sort(([left], [right]) => left - right)
          .map(([, item]) => item);
      const order = (input: IngestInput<B2b>): IngestInput<B2b> =>
        seed === 0
          ? input
          : (Object.fromEntries(
              Object.entries(input).map(([name, list]) => [name, shuffled(list)]),
            ) as IngestInput<B2b>);
      const actual = await liveWith(batchSize, order);
      expect(actual, `batches of ${batchSize}, order ${seed}`).toEqual(expected);
    }
  }
});

test('RT-63 EN-61 entered is inside and gone at every instant, for journeys and audiences', async () => {
  await using tenant = await b2bWorld();
  await tenant.engine.define([large, named]);
  await tenant.given.journey(
    journey('a', { reEntry: { delay: { hours: 7 } }, exitOnAudienceLoss: true })
      .sendEmail('intro')
      .wait({ hours: 30 }),
    journey('b').listen('webVisit', { timeout: { hours: 50 }, onTimeout: false }),
  );
  const next = chance(7);
  const tally = { entered: 0, left: 0 };
  tenant.engine.on('fact', ({ items }) => {
    for (const item of items) {
      if (item.type !== 'audience') continue;
      tally.entered += item.entered.filter((id) => id === 'audience:large').length;
      tally.left += item.left.filter((id) => id === 'audience:large').length;
    }
  });
  for (let step = 0; step < 60; step += 1) {
    const id = `account-${Math.floor(next() * 8)}`;
    await tenant.given.account(
      id,
      { name: id, employees: next() < 0.7 ? 2_000 : 1 },
      { [`p${Math.floor(next() * 4)}`]: {} },
    );
    if (next() < 0.3)
      await tenant.when.event({ type: 'webVisit', person: `p${Math.floor(next() * 4)}` });
    await tenant.when.after({ hours: 1 + Math.floor(next() * 8) });
    for (const { id: each, runsInFlight } of await tenant.engine.journeys()) {
      const { entered, inFlight, exits, nodes } = await tenant.engine.counts(each);
      const gone = Object.values(exits).reduce((sum, count) => sum + count, 0);
      expect(entered).toBe(inFlight + gone);
      expect(inFlight).toBe(runsInFlight);
      expect(Object.values(nodes).reduce((sum, { here }) => sum + here, 0)).toBe(inFlight);
    }
    expect(tally.entered).toBe(
      (await tenant.engine.members({ audience: 'large' })).length + tally.left,
    );
  }
  expect((await tenant.engine.counts('a')).exits.audience_left).toBeGreaterThan(0);
});
