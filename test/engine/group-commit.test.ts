import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { AccompanyError } from '../../src/kernel/errors.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import { faultyStorage } from '../../src/testing/faulty-storage.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { allOf, snapshot } from '../../src/testing/harness/snapshot.ts';
import { countersAddUp, runs } from './simulation.ts';
import { b2b, journey, nurture, reachable, START, type B2b } from './tenant.ts';

async function open(storage: Storage, options = {}): Promise<Engine<B2b>> {
  const engine = await Engine.open<B2b>({
    catalogue: b2b,
    storage,
    clock: virtualClock(START),
    channels: { email: recordingChannel() },
    shards: 2,
    ...options,
  });
  await engine.publish(nurture());
  await engine.publish(journey('score').updatePeople({ score: 1 }).sendEmail('scored'));
  return engine;
}

/** Counts what a storage commits. */
function counting(inner: Storage): Storage & { commits: number } {
  const counted = {
    ...inner,
    commits: 0,
    commit: (...call: Parameters<Storage['commit']>) => {
      counted.commits += 1;
      return inner.commit(...call);
    },
  };
  return counted;
}

const ids = ['acme', 'beta', 'gamma'];
const people = ['ann', 'bob'];
const id = fc.constantFrom(...ids);
const person = fc.constantFrom(...people);
const call = fc.oneof(
  fc
    .record({ account: id, employees: fc.constantFrom(10, 2_000) })
    .map(({ account, employees }) => ({
      accounts: [{ id: account, attributes: { name: account, employees } }],
    })),
  fc.record({ person, score: fc.integer({ min: 0, max: 3 }) }).map((given) => ({
    people: [{ id: given.person, attributes: { ...reachable(given.person), score: given.score } }],
  })),
  fc.record({ account: id, person }).map((relation) => ({ relations: [relation] })),
  fc.record({ person, event: fc.constantFrom('e1', 'e2', 'e3') }).map((given) => ({
    events: [{ id: given.event, type: 'webVisit' as const, person: given.person, at: START }],
  })),
  fc.record({ account: id, event: fc.constantFrom('o1', 'o2') }).map((given) => ({
    events: [
      {
        id: given.event,
        type: 'order' as const,
        account: given.account,
        at: START,
        fields: { total: 5 },
      },
    ],
  })),
);

describe('EN-37 calls that share a commit', () => {
  test('EN-37 many calls at once cost few commits, and each resolves', async () => {
    const storage = counting(memoryStorage());
    const engine = await open(storage);
    const before = storage.commits;
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        engine.ingest({
          accounts: [{ id: `a${index}`, attributes: { name: 'A', employees: 2_000 } }],
        }),
      ),
    );
    expect(storage.commits - before).toBeLessThanOrEqual(3);
    expect(await allOf(storage, 'default', 'account')).toHaveLength(200);
    await countersAddUp(storage);
    await engine.close();
  });

  test('EN-37 the result is that of the calls one after the other, record by record', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 12 }), async (calls) => {
        const [together, apart] = [memoryStorage(), memoryStorage()];
        const first = await open(together);
        await Promise.all(calls.map((input) => first.ingest(input)));
        const second = await open(apart);
        for (const input of calls) await second.ingest(input);
        for (const engine of [first, second]) {
          await engine.advanceTo(START + 8 * 86_400_000);
          await engine.close();
        }
        expect(await snapshot(together)).toEqual(await snapshot(apart));
        await countersAddUp(together);
      }),
      { numRuns: runs(1) },
    );
  });

  test('EN-37 a call of another verb is not overtaken', async () => {
    const storage = memoryStorage();
    const engine = await open(storage);
    const account = { id: 'acme', attributes: { name: 'Acme', employees: 2_000 } };
    const results = await Promise.all([
      engine.ingest({ accounts: [account] }),
      engine.account('acme'),
      engine.ingest({ accounts: [{ ...account, attributes: { name: 'Other' } }] }),
      engine.account('acme'),
    ]);
    expect([results[1]?.attributes['name'], results[3]?.attributes['name']]).toEqual([
      'Acme',
      'Other',
    ]);
    await engine.close();
  });

  test('EN-37 when the commit fails each of the calls rejects, and each may be repeated', async () => {
    let armed = false;
    const storage = faultyStorage(memoryStorage(), {
      next: ({ method }) => (armed && method === 'commit' ? 'refuse' : 'ok'),
    });
    const engine = await open(storage);
    armed = true;
    const inputs = ids.map((one) => ({ accounts: [{ id: one, attributes: { name: one } }] }));
    const answers = await Promise.allSettled(inputs.map((input) => engine.ingest(input)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    armed = false;
    await Promise.all(inputs.map((input) => engine.ingest(input)));
    expect(await allOf(storage, 'default', 'account')).toHaveLength(3);
    await engine.close();
  });

  test.each([1, 2])(
    'EN-37 what %i of the calls cannot store rejects them, and the others are stored',
    async (atFault) => {
      const storage = await sqliteStorage({ file: ':memory:', bodyLimit: 4_000 });
      const engine = await open(storage);
      const account = (one: string, name: string) => ({
        accounts: [{ id: one, attributes: { name } }],
      });
      const huge = ['beta', 'delta'].slice(0, atFault);
      const answers = await Promise.allSettled(
        ['acme', 'beta', 'gamma', 'delta', 'eta'].map((one) =>
          engine.ingest(account(one, huge.includes(one) ? 'x'.repeat(5_000) : one)),
        ),
      );
      const codes = answers.map((each) =>
        each.status === 'rejected' ? each.reason.code : 'taken',
      );
      const delta = atFault === 2 ? 'TOO_LARGE' : 'taken';
      expect(codes).toEqual(['taken', 'TOO_LARGE', 'taken', delta, 'taken']);
      expect((await allOf(storage, 'default', 'account')).map(({ id: one }) => one)).toEqual(
        ['acme', 'beta', 'delta', 'eta', 'gamma'].filter((one) => !huge.includes(one)),
      );
      await countersAddUp(storage);
      await engine.close();
    },
  );

  test('EN-37 calls whose bodies are too much for one commit are committed one by one', async () => {
    const inner = memoryStorage();
    const storage: Storage = {
      ...inner,
      commit: (subscription, commit) =>
        commit.operations.filter((each) => each.op === 'put' && each.record.kind === 'account')
          .length > 1
          ? Promise.reject(new AccompanyError('TOO_LARGE', 'Too much for one commit.'))
          : inner.commit(subscription, commit),
    };
    const engine = await open(storage);
    await Promise.all(
      ids.map((one) => engine.ingest({ accounts: [{ id: one, attributes: { name: one } }] })),
    );
    expect(await allOf(storage, 'default', 'account')).toHaveLength(3);
    await countersAddUp(storage);
    await engine.close();
  });

  test('EN-37 a turn that fails before it begins leaves nobody waiting', async () => {
    let armed = false;
    const storage = faultyStorage(memoryStorage(), {
      next: ({ method }) => (armed && method === 'load' ? 'refuse' : 'ok'),
    });
    let instant = START;
    // On a live clock the engine looks before each call whether the registry has changed.
    const engine = await open(storage, { clock: { now: () => (instant += 1) } });
    armed = true;
    const account = { accounts: [{ id: 'acme', attributes: { name: 'Acme' } }] };
    await expect(engine.ingest(account)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    armed = false;
    await engine.ingest(account);
    expect(await engine.account('acme')).toBeDefined();
    await engine.close();
  });

  test('EN-30 EN-37 a call that is not valid rejects alone', async () => {
    const engine = await open(memoryStorage());
    const wrong = { accounts: [{ id: 'beta', attributes: { employees: 'many' as never } }] };
    const answers = await Promise.allSettled([
      engine.ingest({ accounts: [{ id: 'acme', attributes: { name: 'Acme' } }] }),
      engine.ingest(wrong),
      engine.ingest({ accounts: [{ id: 'gamma', attributes: { name: 'Gamma' } }] }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await engine.account('gamma')).toBeDefined();
    await engine.close();
  });

  test('EN-38 more than may wait is refused at once, and nothing of it is taken in', async () => {
    const storage = memoryStorage();
    const engine = await open(storage, { backlog: 3 });
    const account = (one: string) => ({ accounts: [{ id: one, attributes: { name: one } }] });
    const answers = await Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e'].map((one) => engine.ingest(account(one))),
    );
    expect(
      answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : 'taken')),
    ).toEqual(['taken', 'taken', 'taken', 'OVERLOADED', 'OVERLOADED']);
    expect(await allOf(storage, 'default', 'account')).toHaveLength(3);
    await engine.ingest({ accounts: ['v', 'w', 'x', 'y', 'z'].map((one) => ({ id: one })) });
    await engine.close();
  });
});
