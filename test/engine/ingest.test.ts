import { describe, expect, test } from 'vitest';
import type { IngestInput } from '../../src/model/record.ts';
import { CrashSignal, faultyStorage } from '../../src/testing/faulty-storage.ts';
import { allOf, snapshot } from '../../src/testing/harness/snapshot.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2bWorld, collect, givenAcme, journey, nurture, START, type B2b } from './tenant.ts';

test('EN-30 with any issue nothing is taken in, and all issues come with paths', async () => {
  await using tenant = await b2bWorld();
  const input = {
    accounts: [
      { id: 'acme', attributes: { name: 'Acme', employees: 'many' } },
      { id: 'beta', attributes: { colour: 'red' } },
    ],
    people: [{ id: 'ann' }],
    relations: [{ account: 'acme', person: '' }],
    events: [{ id: 'e', type: 'webVisit', person: 'ann', at: 'yesterday' }],
  } as unknown as IngestInput<B2b>;
  const refused = tenant.engine.ingest(input);
  await expect(refused).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    path: ['accounts', 0, 'attributes', 'employees'],
  });
  const { details } = (await refused.catch((error: unknown) => error)) as {
    details: { issues: { path: unknown[] }[] };
  };
  expect(details.issues.map(({ path }) => path.join('.'))).toEqual([
    'accounts.0.attributes.employees',
    'accounts.1.attributes.colour',
    'relations.0.person',
    'events.0.at',
  ]);
  expect((await tenant.seen.everything()).records).toMatchObject({ account: {}, person: {} });
});

test('EN-31 what was taken in is committed, and a repetition changes nothing', async () => {
  await using tenant = await b2bWorld();
  const clicks = journey('clicks').listen({ event: 'webVisit', minimum: 2 }).sendEmail('twice');
  await tenant.given.journey(clicks);
  const input: IngestInput<B2b> = {
    accounts: [{ id: 'acme', version: 3, attributes: { name: 'Acme', employees: 2_000 } }],
    people: [{ id: 'ann', version: 3, attributes: { email: 'ann@example.com' } }],
    relations: [{ account: 'acme', person: 'ann' }],
    events: [{ id: 'once', type: 'webVisit', person: 'ann', at: START }],
  };
  await tenant.engine.ingest(input);
  await tenant.engine.ingest({
    events: [{ id: 'after', type: 'webVisit', person: 'ann', at: START }],
  });
  const before = await tenant.seen.everything();
  const facts = await collect(tenant.engine.facts());
  await tenant.engine.ingest(input);
  await tenant.engine.ingest({ events: [...input.events!, ...input.events!] });
  expect(await tenant.seen.everything()).toEqual(before);
  expect(await collect(tenant.engine.facts())).toEqual(facts);
});

test('EN-32 all inputs of a call for one account are one advance, those of its people included', async () => {
  await using tenant = await b2bWorld();
  await tenant.given.journey(nurture());
  await givenAcme(tenant);
  // Given with attributes and people in one call: one row, in which the account is large and has both of them.
  expect(await collect(tenant.engine.facts({ account: 'acme' }))).toHaveLength(1);
  await tenant.engine.settle();
  expect(tenant.seen.emails()).toEqual(['intro to ann, bob of acme']);
});

test('EN-32 what a round says is heard in the next one', async () => {
  await using tenant = await b2bWorld();
  // Ann is in both accounts: what acme does to her reaches beta in the third round of the same call.
  await tenant.given.journey(
    journey('marks').updatePeople({ score: 5 }),
    journey('hears', { reEntry: { delay: { days: 1 } } })
      .listen({ event: 'personChanged', fields: { attribute: 'score' } })
      .updateAccount({ phase: 'heard' }),
  );
  await tenant.given.account('beta', { name: 'Beta', employees: 1_000 }, { ann: {} });
  await tenant.engine.abort('marks');
  await tenant.engine.ingest({ people: [{ id: 'ann', attributes: { score: 0 } }] });
  const [, ...rest] = await tenant.seen.facts('changed');
  expect(rest).toMatchObject([{ account: 'beta', attribute: 'phase' }]);
});

describe('EN-34 versions', () => {
  test('EN-34 a change that is not newer is ignored; without a version, or with 0, it applies', async () => {
    await using tenant = await b2bWorld();
    const set = (employees: number, version?: number): Promise<void> =>
      tenant.engine.ingest({
        accounts: [
          { id: 'acme', attributes: { employees }, ...(version !== undefined && { version }) },
        ],
        people: [
          {
            id: 'ann',
            attributes: { score: employees },
            ...(version !== undefined && { version }),
          },
        ],
      });
    const is = async (expected: number): Promise<void> => {
      const { account, person } = (await tenant.seen.everything()).records;
      expect(account).toMatchObject({ acme: { body: { attributes: { employees: expected } } } });
      expect(person).toMatchObject({ ann: { body: { attributes: { score: expected } } } });
    };
    await set(1, 7);
    await is(1);
    for (const version of [6, 7]) await set(2, version);
    await is(1);
    await set(3, 8);
    await is(3);
    await set(4);
    await is(4);
    await set(5, 0);
    await is(5);
    await set(6, 8);
    await is(5);
  });
});

test('EN-35 unknown accounts and people that relations and events name come into being without attributes', async () => {
  await using tenant = await b2bWorld();
  await tenant.engine.ingest({
    relations: [{ account: 'new', person: 'nobody' }],
    events: [
      { id: 'a', type: 'order', account: 'other', at: START, fields: { total: 3 } },
      { id: 'b', type: 'webVisit', person: 'visitor', at: START },
    ],
  });
  const { account, person } = (await tenant.seen.everything()).records;
  expect(account).toMatchObject({
    new: { body: { attributes: {}, people: [{ id: 'nobody' }] } },
    other: { body: { attributes: {}, events: [{ id: 'a' }] } },
  });
  expect(person).toMatchObject({
    nobody: { body: { accounts: ['new'] } },
    visitor: { body: { accounts: [], events: [{ id: 'b' }] } },
  });
});

test('EN-36 an aborted call rejects, keeps what was committed, and is completed by a repetition', async () => {
  await using tenant = await b2bWorld({ batchSize: 2 });
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const input: IngestInput<B2b> = { accounts: ids.map((id) => ({ id, attributes: { name: id } })) };
  const controller = new AbortController();
  const calls: number[] = [];
  const onProgress = ({ done }: { done: number }): void => {
    calls.push(done);
    if (done === 4) controller.abort();
  };
  await expect(
    tenant.engine.ingest(input, { signal: controller.signal, onProgress }),
  ).rejects.toMatchObject({ code: 'ABORTED' });
  expect(calls).toEqual([2, 4]);
  expect((await allOf(tenant.storage, 'default', 'account')).map(({ id }) => id)).toEqual([
    'a',
    'b',
    'c',
    'd',
  ]);
  await tenant.engine.ingest(input);
  expect((await allOf(tenant.storage, 'default', 'account')).map(({ id }) => id)).toEqual(ids);
  await expect(tenant.engine.ingest(input, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'ABORTED',
  });
});

test('EN-36 messages of committed batches are not lost when a call is aborted', async () => {
  await using tenant = await b2bWorld({ batchSize: 1 });
  await givenAcme(tenant);
  const controller = new AbortController();
  const visits: IngestInput<B2b> = {
    events: ['ann', 'bob'].map(
      (person) => ({ id: person, type: 'webVisit', person, at: START }) as const,
    ),
  };
  await tenant.engine
    .ingest(visits, { signal: controller.signal, onProgress: () => controller.abort() })
    .catch(() => undefined);
  await tenant.engine.ingest(visits);
  const { account, message } = (await tenant.seen.everything()).records;
  expect(account).toMatchObject({
    acme: { body: { people: [{ events: [{ id: 'ann' }] }, { events: [{ id: 'bob' }] }] } },
  });
  expect(message).toEqual({});
});

test('EN-31 a call whose process ends before the commit has done nothing', async () => {
  const storage = memoryStorage();
  let armed = false;
  const dying = faultyStorage(storage, {
    next: ({ method }) => (armed && method === 'commit' ? 'crash' : 'ok'),
  });
  const tenant = await b2bWorld({ storage: dying });
  const before = await snapshot(storage);
  armed = true;
  await expect(givenAcme(tenant)).rejects.toBeInstanceOf(CrashSignal);
  expect(await snapshot(storage)).toEqual(before);
});
