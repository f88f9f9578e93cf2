import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { Storage } from '../../src/ports/storage.ts';
import type { PersonBody } from '../../src/runtime/state.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { b2b, START, type B2b } from '../engine/tenant.ts';
import { findMarks, KEY } from './rich.ts';

const LOSE = 'mark-lose';
const WIN = 'mark-win';

function open(storage: Storage, batchSize = 500): Promise<Engine<B2b>> {
  const clock = virtualClock(START);
  return Engine.open<B2b>({ catalogue: b2b, storage, clock, batchSize, privacy: { key: KEY } });
}

async function given(engine: Engine<B2b>): Promise<void> {
  await engine.ingest({
    accounts: [
      { id: 'mark-old', attributes: { name: 'Old' } },
      { id: LOSE, attributes: { name: 'Lose', phase: 'hot' } },
      { id: WIN, attributes: { name: 'Win' } },
    ],
    people: ['ann', 'bob'].map((id) => ({ id, attributes: { email: `${id}@acme.example` } })),
    relations: [
      { account: LOSE, person: 'ann' },
      { account: 'mark-old', person: 'bob' },
    ],
  });
  await engine.integration.mergeAccounts({ account: 'mark-old', into: LOSE });
  await engine.integration.mergeAccounts({ account: LOSE, into: WIN });
}

async function personOf(storage: Storage, person: string): Promise<PersonBody | undefined> {
  const all = await allOf<PersonBody>(storage, 'default', 'person');
  return all.find(({ id }) => id === person)?.body;
}

test('AM-33 PV-20 an erased account that was merged leaves no name, and the other one what it was handed over', async () => {
  const storage = memoryStorage();
  await using engine = await open(storage);
  await given(engine);
  await engine.erase({ account: LOSE });
  expect(await findMarks(storage, [LOSE])).toEqual([]);
  const win = (await engine.account(WIN))!;
  expect(win.attributes).toMatchObject({ name: 'Win', phase: 'hot' });
  expect(win.people.map(({ id }) => id).toSorted()).toEqual(['ann', 'bob']);
  for (const id of ['ann', 'bob']) expect((await personOf(storage, id))!.accounts).toEqual([WIN]);
  // Who was merged into it is led to where it went, and people still speak to the other one.
  expect((await engine.account('mark-old'))!.id).toBe(WIN);
  await engine.ingest({
    people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }],
    accounts: [{ id: 'mark-old', attributes: { industry: 'Software' } }],
    relations: [
      { account: 'mark-old', person: 'bob', removed: true },
      { account: 'mark-old', person: 'cem' },
    ],
  });
  const after = (await engine.account(WIN))!;
  expect(after.attributes).toMatchObject({ industry: 'Software', phase: 'hot' });
  expect(after.people.map(({ id }) => id)).toContain('cem');
  expect(after.people.find(({ id }) => id === 'ann')!.attributes).toMatchObject({ jobTitle: 'VP' });
});

test('AM-33 AM-32 PV-20 an erased account into which others were merged leaves no name in them', async () => {
  const storage = memoryStorage();
  await using engine = await open(storage);
  await given(engine);
  await engine.erase({ account: WIN });
  expect(await findMarks(storage, [WIN])).toEqual([]);
  expect((await storage.load('default', [{ kind: 'account', id: LOSE }]))[0]!.body).toMatchObject({
    merged: { into: null, said: { attributes: {} } },
  });
  for (const id of ['ann', 'bob']) expect((await personOf(storage, id))!.accounts).toEqual([]);
  await engine.ingest({ relations: [{ account: LOSE, person: 'ann' }] });
  expect(await engine.account(LOSE)).toBeUndefined();
  await engine.erase({ account: LOSE });
  expect(await findMarks(storage, [LOSE, WIN])).toEqual([]);
});

/** A storage that takes so many more commits; more than that fail. */
function failing(inner: Storage): Storage & { left: number } {
  const storage = {
    ...inner,
    left: Number.POSITIVE_INFINITY,
    commit: (...given: Parameters<Storage['commit']>) =>
      (storage.left -= 1) < 0
        ? Promise.reject(new Error('This engine is gone.'))
        : inner.commit(...given),
  };
  return storage;
}

test('AM-33 PV-20 a person or an account that is erased while a merge is under way leaves nothing', async () => {
  for (const [of, marks] of [
    [{ person: 'mark-ann' }, ['mark-ann']],
    [{ account: LOSE }, [LOSE]],
  ] as const) {
    for (let commits = 1; ; commits += 1) {
      const inner = memoryStorage();
      const storage = failing(inner);
      const first = await open(storage, 1);
      const chain = [LOSE, 'next', 'then', 'later', WIN];
      await first.ingest({
        accounts: chain.map((id) => ({ id, attributes: { name: id } })),
        people: [{ id: 'mark-ann', attributes: { email: 'mark-ann@acme.example' } }, { id: 'bob' }],
        relations: ['mark-ann', 'bob'].map((person) => ({ account: LOSE, person })),
      });
      for (const [index, account] of chain.slice(1, -1).entries())
        await first.integration.mergeAccounts({ account, into: chain[index + 2]! });
      storage.left = commits;
      const merge = { account: LOSE, into: 'next' };
      const end = await first.integration.mergeAccounts(merge).catch((error: unknown) => error);
      storage.left = Number.POSITIVE_INFINITY;
      await first.close();
      await using second = await open(inner);
      await second.erase(of);
      expect(await findMarks(inner, marks), `commit ${commits}`).toEqual([]);
      const win = (await second.account(WIN))!;
      expect(win.people.map(({ id }) => id)).toContain('bob');
      expect((await personOf(inner, 'bob'))!.accounts).toEqual([WIN]);
      if (end === undefined) break;
    }
  }
});

test('AM-33 AM-20 PV-20 whose account was erased after it was merged may leave the other one, and come back', async () => {
  const storage = memoryStorage();
  await using engine = await open(storage);
  await given(engine);
  await engine.erase({ account: LOSE });
  const relate = async (account: string, removed: boolean): Promise<readonly string[]> => {
    await engine.ingest({ relations: [{ account, person: 'bob', removed }] });
    expect((await engine.account(WIN))!.people.some(({ id }) => id === 'bob')).toBe(
      (await personOf(storage, 'bob'))!.accounts.includes(WIN),
    );
    return (await personOf(storage, 'bob'))!.accounts;
  };
  // The name under which he came is still there.
  expect(await relate('mark-old', true)).toEqual([]);
  for (const name of ['mark-old', WIN]) {
    expect(await relate(name, false)).toEqual([WIN]);
    expect(await relate(name, true)).toEqual([]);
  }
});

test('AM-33 PV-20 whose only merged account was erased may leave the other one, and come back', async () => {
  const storage = memoryStorage();
  await using engine = await open(storage);
  await given(engine);
  await engine.erase({ account: LOSE });
  await engine.erase({ account: 'mark-old' });
  for (const removed of [true, false, true, false]) {
    await engine.ingest({ relations: [{ account: WIN, person: 'ann', removed }] });
    const { people } = (await engine.account(WIN))!;
    expect(people.some(({ id }) => id === 'ann')).toBe(!removed);
    expect((await personOf(storage, 'ann'))!.accounts).toEqual(removed ? [] : [WIN]);
  }
});

test('AM-32 AM-33 PV-22 an erasure that is interrupted and repeated leaves nobody with an account that was cut off', async () => {
  for (let commits = 0; ; commits += 1) {
    const inner = memoryStorage();
    const storage = failing(inner);
    const first = await open(storage, 1);
    await given(first);
    storage.left = commits;
    const end = await first.erase({ account: WIN }).catch((error: unknown) => error);
    storage.left = Number.POSITIVE_INFINITY;
    await first.close();
    await using second = await open(inner);
    await second.erase({ account: WIN });
    expect(await findMarks(inner, [WIN]), `commit ${commits}`).toEqual([]);
    for (const id of ['ann', 'bob']) expect((await personOf(inner, id))!.accounts).toEqual([]);
    if (!(end instanceof Error)) break;
  }
});

test('AM-30 AM-33 PV-20 an account that is merged while the one that it becomes is erased does not bring it back', async () => {
  for (let commits = 1; commits < 60; commits += 1) {
    const inner = memoryStorage();
    const first = await open(inner, 1);
    await given(first);
    await first.ingest({ accounts: [{ id: 'late', attributes: { name: 'Late' } }] });
    await first.close();
    const other = await open(inner, 1);
    let count = 0;
    const storage: Storage = {
      ...inner,
      async commit(subscription, commit) {
        const result = await inner.commit(subscription, commit);
        count += 1;
        if (count === commits)
          await other.integration
            .mergeAccounts({ account: 'late', into: LOSE })
            .catch((error: unknown) => expect(error).toMatchObject({ code: 'INVALID_INPUT' }));
        return result;
      },
    };
    const eraser = await open(storage, 1);
    await eraser.erase({ account: LOSE });
    await Promise.all([eraser.close(), other.close()]);
    expect(await findMarks(inner, [LOSE]), `commit ${commits}`).toEqual([]);
    if (count < commits) break;
  }
});

test('AM-33 PV-30 what is held about a person of a merged account names the other one', async () => {
  const storage = memoryStorage();
  await using engine = await open(storage);
  await given(engine);
  const told = await engine.exportPerson('ann');
  expect(told.accounts.map(({ account }) => account)).toEqual([WIN]);
});
