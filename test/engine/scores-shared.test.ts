import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Storage } from '../../src/ports/storage.ts';
import type { Epoch } from '../../src/engagement/epoch.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { committee, ROLES } from './scored-tenant.ts';
import { b2b, DAY, START, type B2b } from './tenant.ts';

const HOUR = 3_600_000;
const NAMES = Array.from({ length: 24 }, (_, index) => `a${index}`);

/** Accounts with three people each, who do more or less on different days. */
async function populate(engine: Engine<B2b>): Promise<void> {
  const roles = Object.keys(ROLES);
  const people = NAMES.flatMap((account, at) =>
    roles.map((role, place) => ({ account, role, id: `${account}-${place}`, count: at * place })),
  );
  await engine.define(committee);
  await engine.scoring.define();
  await engine.ingest({
    accounts: NAMES.map((id) => ({ id, attributes: { name: id } })),
    people: people.map(({ id, role }) => ({ id, attributes: { jobTitle: role } })),
    relations: people.map(({ account, id }) => ({ account, person: id })),
    events: people.flatMap(({ id, count }) =>
      Array.from({ length: count % 17 }, (_, index) => ({
        id: `${id}-${index}`,
        type: 'emailOpened' as const,
        at: START - (index % 4) * DAY,
        person: id,
      })),
    ),
  });
}

function clockAt(instant: number): Clock & { pass: (milliseconds: number) => void } {
  let now = instant;
  return { now: () => now, pass: (milliseconds) => void (now += milliseconds) };
}

async function open(storage: Storage, clock: Clock, name: string): Promise<Engine<B2b>> {
  return Engine.open<B2b>({ catalogue: b2b, storage, clock, name, shards: 16 });
}

function withoutNumber(epoch: Epoch | undefined): Partial<Epoch> {
  const { scale, personMax, groupMax } = epoch!;
  return { scale, personMax, groupMax };
}

describe('several engines', () => {
  test('EG-48 EG-51 share a night: the epoch is that of one engine alone, on every day', async () => {
    const epochs: Partial<Epoch>[][] = [];
    for (const count of [1, 3]) {
      const [storage, clock] = [memoryStorage(), clockAt(START)];
      const engines: Engine<B2b>[] = [];
      for (let index = 0; index < count; index += 1)
        engines.push(await open(storage, clock, `engine-${index}`));
      await populate(engines[0]!);
      const seen: Partial<Epoch>[] = [];
      for (let day = 0; day < 36; day += 1) {
        for (let round = 0; round < 4; round += 1) {
          clock.pass(2_000);
          await Promise.all(engines.map((engine) => engine.settle()));
        }
        const found = await Promise.all(engines.map((engine) => engine.scoring.epoch()));
        for (const epoch of found) expect(epoch).toEqual(found[0]);
        seen.push(withoutNumber(found[0]!));
        clock.pass(DAY - 8_000);
      }
      epochs.push(seen);
      await Promise.all(engines.map((engine) => engine.close()));
    }
    expect(epochs[1]).toEqual(epochs[0]);
    expect(epochs[0]!.at(-1)).toMatchObject({ personMax: 0, groupMax: 0 });
  });

  test('EG-51 an engine that vanishes in a night leaves it to the others', async () => {
    const [storage, clock] = [memoryStorage(), clockAt(START)];
    const first = await open(storage, clock, 'first');
    await populate(first);
    await first.settle();
    const lost = await open(storage, clock, 'lost');
    clock.pass(16 * HOUR);
    // The second one takes its shards, and is never heard of again.
    await lost.settle();
    for (let round = 0; round < 20; round += 1) {
      clock.pass(2_000);
      await first.settle();
    }
    expect(await first.scoring.epoch()).toMatchObject({ through: Math.floor(START / DAY) });
    const own = clockAt(START);
    const alone = await open(memoryStorage(), own, 'alone');
    await populate(alone);
    own.pass(17 * HOUR);
    await alone.settle();
    const [one, other] = [await first.scoring.epoch(), await alone.scoring.epoch()];
    expect(withoutNumber(one)).toEqual(withoutNumber(other));
    await Promise.all([first.close(), alone.close(), lost.close().catch(() => undefined)]);
  });

  test('EG-69 values of an engine that ended before the epoch are read by another that led as well', async () => {
    const [storage, clock] = [memoryStorage(), clockAt(START)];
    const options = { catalogue: b2b, shards: 16, facts: false, lease: 9 * DAY };
    const late = await Engine.open<B2b>({ ...options, storage, clock, name: 'late' });
    await populate(late);
    clock.pass(DAY);
    await late.settle();
    const before = await late.scoring.epoch();
    // Nobody's greatest value changes by it.
    const event = { id: 'last', type: 'emailOpened' as const, at: clock.now(), person: 'a1-0' };
    await late.ingest({ events: [event] });
    // The name is the first one, and `late` does not look who is there for as long as its lease is fresh.
    const lost = Engine.open<B2b>({
      ...options,
      storage: withoutEpochs(storage),
      clock: clockAt(clock.now() + DAY),
      name: 'a',
    });
    await expect(lost).rejects.toThrow('It has ended');
    clock.pass(DAY);
    await late.settle();
    expect((await late.scoring.epoch())!.number).toBe(before!.number + 1);
    const { people, groups } = (await late.account('a1'))!;
    expect(people.find(({ id }) => id === 'a1-0')!.engagement).toBeGreaterThan(0);
    expect(groups.map(({ provisional }) => provisional)).toEqual([undefined]);
    await late.close();
  });

  test('EG-69 also those of a run that was made when the night of the other one was over', async () => {
    const [storage, clock] = [memoryStorage(), clockAt(START)];
    const options = { catalogue: b2b, clock, shards: 16, facts: false, lease: 9 * DAY };
    const late = await Engine.open<B2b>({ ...options, storage, name: 'late' });
    await populate(late);
    const opened = (id: string, person: string, at: number): object => ({
      id,
      type: 'emailOpened',
      person,
      at,
    });
    clock.pass(DAY);
    await late.ingest({ events: [opened('e1', 'a2-1', clock.now())] as never });
    clock.pass(DAY);
    await late.settle();
    const before = await late.scoring.epoch();
    // The window of this one has not moved since the first night: yesterday enters it by the next run, whoever makes it.
    await late.ingest({ events: [opened('e2', 'a1-1', clock.now() - DAY)] as never });
    const lost = Engine.open<B2b>({ ...options, storage: withoutEpochs(storage), name: 'a' });
    await expect(lost).rejects.toThrow('It has ended');
    await late.settle();
    expect((await late.scoring.epoch())!.number).toBe(before!.number + 1);
    const { groups } = (await late.account('a1'))!;
    expect(groups.map(({ provisional }) => provisional)).toEqual([undefined]);
    await late.close();
  });
});

/** A storage under an engine that ends before it makes an epoch. */
function withoutEpochs(inner: Storage): Storage {
  return {
    ...inner,
    commit(subscription, commit) {
      const isEpoch = commit.operations.some(
        (operation) => operation.op === 'put' && operation.record.id.startsWith('epoch'),
      );
      return isEpoch
        ? Promise.reject(new Error('It has ended.'))
        : inner.commit(subscription, commit);
    },
  };
}
