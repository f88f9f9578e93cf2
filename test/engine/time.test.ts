import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import {
  b2b,
  b2bWorld,
  collect,
  DAY,
  givenAcme,
  journey,
  nurture,
  reachable,
  START,
  type B2b,
} from './tenant.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('EN-40 everything that is due is settled at its own instant, in order of instants', async () => {
  await using tenant = await b2bWorld({
    answer: ({ node, people }) => ({
      outcome: 'sent',
      events:
        node === 'ask' ? [{ person: people![0]!, type: 'emailClicked', after: 2 * HOUR }] : [],
    }),
  });
  await tenant.given.journey(
    journey('a').wait({ hours: 3 }).sendEmail('third'),
    journey('b')
      .sendEmail('ask', { id: 'ask' })
      .listen({ event: 'emailClicked', minimum: 1 })
      .sendEmail('second'),
    journey('c').wait({ hours: 1 }).sendEmail('first'),
  );
  await givenAcme(tenant);
  await tenant.when.after({ days: 2 });
  const seen = tenant.email.received.map(({ what, at }) => [what, (at - START) / HOUR]);
  expect(seen).toEqual([
    ['ask', 0],
    ['first', 1],
    ['second', 2],
    ['third', 3],
  ]);
  const times = (await collect(tenant.engine.facts())).map(({ at }) => at);
  expect(times).toEqual(times.toSorted((left, right) => left - right));
  expect(tenant.engine.now()).toBe(START + 2 * DAY);
});

test('EN-40 what settling causes at an instant is settled at that instant too', async () => {
  await using tenant = await b2bWorld({
    answer: ({ node, people }) => ({
      outcome: 'sent',
      events: node === 'ask' ? [{ person: people![0]!, type: 'emailClicked', after: 0 }] : [],
    }),
  });
  await tenant.given.journey(
    journey('a')
      .wait({ hours: 1 })
      .sendEmail('ask', { id: 'ask' })
      .listen({ event: 'emailClicked', minimum: 1 })
      .sendEmail('at once'),
  );
  await givenAcme(tenant);
  await tenant.when.after({ hours: 1 });
  expect(tenant.seen.emails()).toEqual(['ask to ann, bob of acme', 'at once to ann, bob of acme']);
});

describe('EN-41 where advanceTo is refused', () => {
  test('EN-41 with a live channel, on a clock that is not virtual, into the past', async () => {
    await using tenant = await b2bWorld();
    await expect(tenant.engine.advanceTo(START - 1)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(tenant.engine.advanceTo('tomorrow')).rejects.toMatchObject({
      code: 'INVALID_INSTANT',
    });
    await tenant.reopen({ channels: { email: recordingChannel({ simulated: false }) } });
    await expect(tenant.engine.advanceTo(START + 1)).rejects.toMatchObject({
      code: 'LIVE_CONNECTOR',
    });
    await tenant.reopen({
      channels: { actions: { createTask: recordingChannel({ simulated: false }) } },
    });
    await expect(tenant.engine.advanceTo(START + 1)).rejects.toMatchObject({
      code: 'LIVE_CONNECTOR',
      message: expect.stringContaining('createTask'),
    });
    await tenant.reopen({ clock: { now: () => START } });
    await expect(tenant.engine.advanceTo(START + 1)).rejects.toMatchObject({ code: 'NOT_VIRTUAL' });
    expect(tenant.clock.now()).toBe(START);
  });
});

describe('EN-42 the system clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Time passes as for a machine that sleeps until a minute before, and then is awake. */
  async function pass(milliseconds: number): Promise<void> {
    for (const part of [milliseconds - MINUTE, MINUTE, 0]) {
      await vi.advanceTimersByTimeAsync(part);
      for (let turn = 0; turn < 20; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** What is under way may need more turns of the event loop on a busy machine. */
  async function expectTimers(count: number): Promise<void> {
    for (let turn = 0; turn < 500 && vi.getTimerCount() !== count; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(vi.getTimerCount()).toBe(count);
  }

  test('EN-42 one bounded timer wakes the engine for what is due, however far ahead', async () => {
    const email = recordingChannel({ simulated: false });
    await using engine = await Engine.open<B2b>({
      catalogue: b2b,
      storage: memoryStorage(),
      channels: { email },
    });
    await engine.publish(
      journey('a').wait({ hours: 30 }).sendEmail('intro').wait({ days: 40 }).sendEmail('later'),
    );
    await engine.ingest({
      accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 1_000 } }],
      people: [{ id: 'ann', attributes: reachable('ann') }],
      relations: [{ account: 'acme', person: 'ann' }],
    });
    await expectTimers(1);
    await pass(29 * HOUR);
    expect(email.received).toEqual([]);
    await expectTimers(1);
    await pass(HOUR);
    expect(email.received.map(({ what, at }) => [what, at])).toEqual([
      ['intro', START + 30 * HOUR],
    ]);
    await pass(40 * DAY);
    expect(email.received.map(({ what }) => what)).toEqual(['intro', 'later']);
    expect(email.received[1]!.at).toBe(START + 40 * DAY + 30 * HOUR);
    await engine.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('EN-42 a sweep finds within a minute what another engine has left', async () => {
    const storage = memoryStorage();
    const email = recordingChannel({ simulated: false });
    await using first = await Engine.open<B2b>({ catalogue: b2b, storage, channels: { email } });
    await first.publish(nurture());
    await using second = await Engine.open<B2b>({
      catalogue: b2b,
      storage,
      channels: { email },
      clock: { now: () => Date.now() },
    });
    // The first one knows nothing of the account; the second one stops at once.
    await second.ingest({
      accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 1_000 } }],
      people: [{ id: 'ann', attributes: reachable('ann') }],
      relations: [{ account: 'acme', person: 'ann' }],
    });
    await second.close();
    await pass(3 * DAY);
    await pass(MINUTE);
    expect(email.received.map(({ what }) => what)).toEqual(['intro', 'reminder']);
  });
});

describe('EN-43 long work', () => {
  test('EN-43 the event loop runs in between, and progress is reported batch by batch', async () => {
    await using tenant = await b2bWorld({ batchSize: 50 });
    await tenant.engine.publish(nurture());
    const accounts = Array.from({ length: 3_000 }, (_, index) => ({
      id: `a${index}`,
      attributes: { name: 'A', employees: 2_000 },
    }));
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      timer = setImmediate(turn);
    };
    let timer = setImmediate(turn);
    const progress: number[] = [];
    await tenant.engine.ingest({ accounts }, { onProgress: ({ done }) => progress.push(done) });
    clearImmediate(timer);
    expect(turns).toBeGreaterThan(1);
    expect(progress).toEqual(Array.from({ length: 60 }, (_, index) => 50 * (index + 1)));
    expect(await allOf(tenant.storage, 'default', 'account')).toHaveLength(3_000);
  });

  test('EN-43 advanceTo and publish report progress and can be aborted', async () => {
    await using tenant = await b2bWorld({ batchSize: 2 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await givenAcme(tenant, id, {});
    let done = 0;
    const onProgress = (progress: { done: number }): void => void (done = progress.done);
    await tenant.engine.publish(nurture(), { onProgress });
    expect(done).toBe(5);
    done = 0;
    await tenant.engine.advanceTo(START + 4 * DAY, { onProgress });
    expect(done).toBe(5);
    await expect(
      tenant.engine.advanceTo(START + 5 * DAY, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
