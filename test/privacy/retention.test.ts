import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { Retention } from '../../src/privacy/retention.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { Commit, RecordKind, Storage } from '../../src/ports/storage.ts';
import type { SubscriptionBody } from '../../src/records/bodies.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import type { AccountBody, PersonBody } from '../../src/runtime/state.ts';
import { faultyStorage } from '../../src/testing/faulty-storage.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import {
  b2b,
  b2bWorld,
  collect,
  DAY,
  givenAcme,
  journey,
  nurture,
  occurred,
  START,
} from '../engine/tenant.ts';
import { Audience } from '../../src/audience/audience.ts';

async function size(storage: Storage, kind: RecordKind): Promise<number> {
  return (await allOf(storage, 'default', kind)).length;
}

async function eventsOf(storage: Storage): Promise<Readonly<Record<string, readonly string[]>>> {
  const accounts = await allOf<AccountBody>(storage, 'default', 'account');
  const people = await allOf<PersonBody>(storage, 'default', 'person');
  return Object.fromEntries([
    ...accounts.map(({ id, body }) => [
      id,
      [...body.events, ...body.people.flatMap(({ events }) => events)].map((event) => event.id),
    ]),
    ...people.map(({ id, body }) => [id, body.events.map((event) => event.id)]),
  ]) as Readonly<Record<string, readonly string[]>>;
}

/** One account that has passed a decision, with events, over some days. */
async function lived(options: Parameters<typeof b2bWorld>[0] = {}): ReturnType<typeof b2bWorld> {
  const tenant = await b2bWorld({ shards: 4, ...options });
  await tenant.given.journey(
    nurture('nurture').split((paths) =>
      paths
        .when('Some', occurred('webVisit', { past: { days: 5 } }), (steps) => steps)
        .otherwise((steps) => steps),
    ),
  );
  await givenAcme(tenant);
  await tenant.when.event(
    { id: 'v1', type: 'webVisit', person: 'ann' },
    { id: 'o1', type: 'order', account: 'acme' },
  );
  await tenant.when.after({ days: 10 });
  await tenant.when.event({ id: 'v2', type: 'webVisit', person: 'bob' });
  return tenant;
}

const KINDS = { facts: 'fact', evidence: 'evidence', inputs: 'input' } as const;

test('PV-1 nothing is deleted that retention does not name', async () => {
  await using tenant = await lived();
  const before = await Promise.all(Object.values(KINDS).map((kind) => size(tenant.storage, kind)));
  expect(Math.min(...before)).toBeGreaterThan(0);
  const nothing = { facts: 0, evidence: 0, inputs: 0, events: 0 };
  expect(await tenant.engine.prune()).toEqual(nothing);
  await tenant.when.after({ months: 12 });
  expect(await tenant.engine.prune()).toEqual(nothing);
  const history = await eventsOf(tenant.storage);
  expect(history).toMatchObject({ ann: ['v1'], bob: ['v2'] });
  expect(await Promise.all(Object.values(KINDS).map((kind) => size(tenant.storage, kind)))).toEqual(
    before,
  );
});

test.each(['facts', 'evidence', 'inputs'] as const)(
  'PV-1 PV-6 of %s only what is older than its duration is deleted, and no other kind',
  async (name) => {
    await using tenant = await lived({ batchSize: 2 });
    const sizes = (): Promise<readonly number[]> =>
      Promise.all(Object.values(KINDS).map((kind) => size(tenant.storage, kind)));
    const before = await sizes();
    const young: Retention = { [name]: { days: 30 } };
    await tenant.reopen({ retention: young });
    expect((await tenant.engine.prune())[name]).toBe(0);
    await tenant.reopen({ retention: { [name]: { days: 4 } } });
    const pruned = await tenant.engine.prune();
    const deleted = before.map((count, index) => (Object.keys(KINDS)[index] === name ? count : 0));
    const after = await sizes();
    expect(before.map((count, index) => count - after[index]!)).toEqual(
      deleted.map((count) => (count === 0 ? 0 : pruned[name])),
    );
    expect(pruned[name]).toBeGreaterThan(0);
    if (name === 'facts')
      for (const { body } of await allOf<Fact>(tenant.storage, 'default', 'fact'))
        expect(body.at).toBeGreaterThanOrEqual(START + 6 * DAY);
    if (name === 'inputs')
      expect((await allOf(tenant.storage, 'default', 'input')).map(({ id }) => id)).toEqual([
        'person\u001fbob\u001fv2',
      ]);
  },
);

test('PV-2 counters stay when facts go, and the numbers of the feed go on behind an engine that comes later', async () => {
  await using tenant = await lived();
  const counts = await tenant.engine.counts('nurture');
  const last = new Map<number, number>();
  for (const { shard, sequence } of await collect(tenant.engine.facts())) last.set(shard, sequence);
  await tenant.reopen({ retention: { facts: { minutes: 1 } } });
  await tenant.when.after({ hours: 1 });
  await tenant.engine.prune();
  expect(await size(tenant.storage, 'fact')).toBe(0);
  expect(await tenant.engine.counts('nurture')).toEqual(counts);
  await tenant.reopen();
  expect((await tenant.engine.explain({ journey: 'nurture', account: 'acme' })).runs).toEqual([]);
  await givenAcme(tenant, 'acme', { cid: { email: 'cid@example.com' } });
  await tenant.engine.ingest({ accounts: [{ id: 'acme', attributes: { employees: 1 } }] });
  const later = await collect(tenant.engine.facts());
  expect(later.length).toBeGreaterThan(0);
  for (const { shard, sequence } of later) expect(sequence).toBeGreaterThan(last.get(shard)!);
});

test('PV-2 a story of which only the end is kept can still be told', async () => {
  await using tenant = await b2bWorld({ retention: { facts: { days: 1 } } });
  await tenant.given.journey(nurture());
  await givenAcme(tenant);
  await tenant.when.after({ days: 2 });
  expect((await tenant.engine.explain({ journey: 'nurture', account: 'acme' })).runs).toEqual([]);
  await tenant.when.after({ days: 1, minutes: 1 });
  const { runs } = await tenant.engine.explain({ journey: 'nurture', account: 'acme' });
  expect(runs).toMatchObject([{ entry: 1, exit: { reason: 'completed' } }]);
});

test('PV-3 an input that comes again after its id is gone counts again, unless the history holds it', async () => {
  await using tenant = await b2bWorld({ retention: { inputs: { days: 1 }, events: { days: 3 } } });
  await givenAcme(tenant);
  const visit = { id: 'v', type: 'webVisit', person: 'ann', at: START } as const;
  await tenant.when.event(visit);
  await tenant.when.after({ days: 2 });
  expect(await size(tenant.storage, 'input')).toBe(0);
  await tenant.when.event(visit);
  expect((await eventsOf(tenant.storage))['ann']).toEqual(['v']);
  await tenant.when.after({ days: 2 });
  expect((await eventsOf(tenant.storage))['ann']).toEqual([]);
  await tenant.when.event(visit);
  expect((await eventsOf(tenant.storage))['ann']).toEqual(['v']);
});

describe('PV-4 experience events', () => {
  const short: Retention = { events: { minutes: 1 } };

  test('PV-4 go when nothing looks at their type, and stay as long as a look-back is', async () => {
    await using tenant = await b2bWorld({ retention: short });
    await tenant.engine.define(
      Audience.accounts('visited', occurred('webVisit', { past: { days: 3 } })),
    );
    await givenAcme(tenant);
    await tenant.when.event(
      { id: 'v', type: 'webVisit', person: 'ann' },
      { id: 'c', type: 'emailClicked', person: 'ann' },
      { id: 'o', type: 'order', account: 'acme' },
    );
    await tenant.when.after({ minutes: 2 });
    expect(await tenant.engine.prune()).toMatchObject({ events: 3 });
    expect(await eventsOf(tenant.storage)).toMatchObject({ acme: ['v'], ann: ['v'] });
    await tenant.when.after({ days: 3 });
    await tenant.engine.prune();
    expect(await eventsOf(tenant.storage)).toMatchObject({ acme: [], ann: [] });
  });

  test('PV-4 stay for ever when a condition looks at the whole history, and go when its journey has ended', async () => {
    await using tenant = await b2bWorld({ retention: short });
    await tenant.given.journey(
      journey('ever', {
        ends: '2026-06-01',
        audience: Audience.accounts('none', occurred('webVisit', { minimum: 9 })),
      }),
    );
    await givenAcme(tenant);
    await tenant.when.event({ id: 'v', type: 'webVisit', person: 'ann' });
    await tenant.when.after({ months: 3 });
    expect(await eventsOf(tenant.storage)).toMatchObject({ ann: ['v'] });
    await tenant.when.after({ months: 3 });
    // The audience travelled with the journey and is kept on its own.
    expect(await eventsOf(tenant.storage)).toMatchObject({ ann: ['v'] });
  });

  test('PV-4 stay while a run that entered before them is in flight; a person keeps what any account may look at', async () => {
    await using tenant = await b2bWorld({ retention: short });
    await tenant.given.journey(
      journey('long')
        .wait({ days: 20 })
        .split((paths) =>
          paths
            .when('V', occurred('webVisit', { past: { days: 2 } }), (steps) =>
              steps.sendEmail('visited'),
            )
            .otherwise((steps) => steps),
        ),
    );
    await tenant.given.account(
      'small',
      { name: 'Small', employees: 1 },
      { bob: { email: 'b@example.com' } },
    );
    await tenant.when.event({ id: 'old', type: 'webVisit', person: 'bob' });
    await tenant.when.after({ days: 1 });
    await givenAcme(tenant, 'acme', { ann: { email: 'a@example.com' } });
    await tenant.when.event(
      { id: 'v', type: 'webVisit', person: 'ann' },
      { id: 'o', type: 'order', account: 'acme' },
    );
    await tenant.when.after({ days: 10 });
    await tenant.engine.prune();
    // Small has no run; its copy of Bob goes, Bob's own history stays, since Bob may join Acme yet.
    expect(await eventsOf(tenant.storage)).toEqual({
      acme: ['o', 'v'],
      small: [],
      ann: ['v'],
      bob: ['old'],
    });
    await tenant.engine.ingest({
      relations: [
        { account: 'acme', person: 'bob' },
        { account: 'acme', person: 'ann', removed: true },
      ],
    });
    await tenant.when.after({ days: 11 });
    expect(tenant.seen.emails()).toEqual(['visited to bob of acme']);
    await tenant.engine.prune();
    expect(await eventsOf(tenant.storage)).toEqual({ acme: [], small: [], ann: [], bob: [] });
  });
});

describe('a pass', () => {
  test('PV-6 may be aborted, and the next one does the rest', async () => {
    await using tenant = await lived();
    await tenant.reopen({ batchSize: 1, retention: { facts: { days: 1 } } });
    const stop = new AbortController();
    stop.abort();
    await expect(tenant.engine.prune({ signal: stop.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    const rest = await size(tenant.storage, 'fact');
    await tenant.engine.prune();
    expect(await size(tenant.storage, 'fact')).toBeLessThan(rest);
    for (const { body } of await allOf<Fact>(tenant.storage, 'default', 'fact'))
      expect(body.at).toBeGreaterThanOrEqual(START + 9 * DAY);
  });

  test('PV-6 decides again when another engine deletes the same, or changes the same account', async () => {
    const commits: Commit[] = [];
    const inner = memoryStorage();
    let meddle = false;
    const storage: Storage = {
      ...inner,
      async commit(subscription, commit) {
        if (meddle) {
          meddle = false;
          // Another engine was faster with all of it.
          await inner.commit(subscription, commit);
        }
        commits.push(commit);
        return inner.commit(subscription, commit);
      },
    };
    await using tenant = await b2bWorld({
      storage,
      retention: { events: { minutes: 1 }, facts: { minutes: 1 } },
    });
    await givenAcme(tenant);
    await tenant.when.event({ id: 'v', type: 'webVisit', person: 'ann' });
    await tenant.when.after({ hours: 1 });
    meddle = true;
    const { events } = await tenant.engine.prune();
    expect(events).toBeLessThan(2 + 1);
    expect(await eventsOf(inner)).toMatchObject({ acme: [], ann: [] });
  });

  test('PV-6 a storage that fails in between loses nothing but time', async () => {
    for (let call = 1; ; call += 1) {
      const inner = memoryStorage();
      await using tenant = await lived({ storage: inner });
      const before = await tenant.engine.counts('nurture');
      let calls = 0;
      let armed = false;
      const storage = faultyStorage(inner, {
        next: () => (armed && (calls += 1) === call ? 'lost' : 'ok'),
      });
      const engine = await Engine.open<NonNullable<typeof b2b.shape>>({
        catalogue: b2b,
        storage,
        clock: tenant.clock,
        batchSize: 2,
        channels: { email: tenant.email },
        retention: {
          facts: { days: 4 },
          evidence: { days: 4 },
          inputs: { days: 4 },
          events: { days: 4 },
        },
      });
      armed = true;
      const failed = await engine.prune().then(
        () => false,
        () => true,
      );
      armed = false;
      await engine.prune();
      expect(await eventsOf(inner)).toMatchObject({ acme: ['v2'], ann: [], bob: ['v2'] });
      expect(await size(inner, 'evidence')).toBe(0);
      expect(await engine.counts('nurture')).toEqual(before);
      await engine.close();
      if (!failed) break;
    }
  });
});

test('PV-7 a pass comes once a day by itself, also over restarts, and at the same instants every time', async () => {
  const passes = async (): Promise<readonly number[]> => {
    await using tenant = await b2bWorld({ retention: { facts: { days: 2 } } });
    await tenant.given.journey(nurture());
    await givenAcme(tenant);
    const found: number[] = [];
    for (let hour = 0; hour < 80; hour += 7) {
      await tenant.when.after({ hours: 7 });
      const [record] = await allOf<SubscriptionBody>(tenant.storage, 'default', 'subscription');
      const { body } = record!;
      if (body.prunedAt !== undefined && body.prunedAt !== found.at(-1)) found.push(body.prunedAt);
      if (hour % 3 === 0) await tenant.reopen();
    }
    expect((await collect(tenant.engine.facts())).every(({ at }) => at >= START + DAY)).toBe(true);
    return found;
  };
  expect(await passes()).toEqual([START + DAY, START + 2 * DAY, START + 3 * DAY]);
  expect(await passes()).toEqual(await passes());
});

test.each([
  [{ facts: { days: -1 } }, ['retention', 'facts']],
  [{ facts: {} }, ['retention', 'facts']],
  [{ evidence: 30 }, ['retention', 'evidence']],
  [{ people: { days: 3 } }, ['retention', 'people']],
  [[], ['retention']],
  [null, ['retention']],
])('PV-8 a retention %j is refused at open', async (retention, path) => {
  await expect(b2bWorld({ retention: retention as never })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    path,
  });
});

test.each([{}, { key: 'short' }, { key: 7 }, null, { key: new Uint8Array(31) }])(
  'PV-8 a key %j is refused at open',
  async (privacy) => {
    await expect(b2bWorld({ privacy: privacy as never })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['privacy', 'key'],
    });
  },
);

test.each([
  [5, ['privacy', 'formerKeys']],
  ['a secret of the host, long enough for a hash', ['privacy', 'formerKeys']],
  [['short'], ['privacy', 'formerKeys', 0]],
  [
    ['x'.repeat(32), null],
    ['privacy', 'formerKeys', 1],
  ],
])('PV-8 PV-29 former keys %j are refused at open', async (formerKeys, path) => {
  const privacy = { key: 'k'.repeat(32), formerKeys: formerKeys as never };
  await expect(b2bWorld({ privacy })).rejects.toMatchObject({ code: 'INVALID_INPUT', path });
});
