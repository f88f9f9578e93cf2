import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { Lane } from '../../src/engine/delivery/lanes.ts';
import { pauseBefore } from '../../src/engine/delivery/retry.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Channel, Delivery, Receipt } from '../../src/ports/channel.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { countersAddUp } from './simulation.ts';
import { b2b, journey, reachable, START, type B2b } from './tenant.ts';

const MINUTE = 60_000;

/** A live engine whose clock the test moves. */
async function open(email: Channel, storage = memoryStorage(), start = START) {
  let instant = start;
  const clock: Clock = { now: () => instant };
  const engine = await Engine.open<B2b>({
    catalogue: b2b,
    storage,
    clock,
    channels: { email },
    shards: 2,
    name: 'one',
  });
  return {
    engine,
    storage,
    pass: async (minutes: number) => {
      instant += minutes * MINUTE;
      await engine.settle();
    },
  };
}

/** Accounts with one reachable person each. */
function companies(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `a${index}`);
  return {
    accounts: ids.map((id) => ({ id, attributes: { name: id, employees: 2_000 } })),
    people: ids.map((id) => ({ id: `p-${id}`, attributes: reachable(`p-${id}`) })),
    relations: ids.map((id) => ({ account: id, person: `p-${id}` })),
  };
}

const mail = journey('a').sendEmail('intro').wait({ days: 30 });
const sent = (deliveries: readonly Delivery[]): Receipt[] =>
  deliveries.map(() => ({ outcome: 'sent' }));

/** A promise that the test resolves. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('EN-66 EN-67 what a live channel bears', () => {
  test('EN-66 a channel that does not answer delays no call of the host', async () => {
    const { opened, open: answer } = gate();
    let calls = 0;
    const { engine } = await open({
      delivery: 'keyed',
      async deliver(deliveries) {
        calls += 1;
        await opened;
        return sent(deliveries);
      },
    });
    await engine.publish(mail);
    await engine.ingest(companies(1));
    await engine.ingest({ accounts: [{ id: 'other', attributes: { name: 'Other' } }] });
    expect(calls).toBe(1);
    expect((await engine.counts('a')).nodes['send-email-1']).toMatchObject({ notYetActioned: 1 });
    answer();
    await engine.settle();
    expect((await engine.counts('a')).nodes['send-email-1']).toMatchObject({
      notYetActioned: 0,
      outcomes: { sent: 1 },
    });
    await engine.close();
  });

  test('EN-67 calls at a time and effects a call are bounded, and everything is sent', async () => {
    let [now, most, largest] = [0, 0, 0];
    const { engine, storage } = await open({
      delivery: 'keyed',
      limits: { concurrency: 3, batch: 5 },
      async deliver(deliveries) {
        now += 1;
        most = Math.max(most, now);
        largest = Math.max(largest, deliveries.length);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now -= 1;
        return sent(deliveries);
      },
    });
    await engine.publish(mail);
    await engine.ingest(companies(100));
    await engine.settle();
    expect([most, largest]).toEqual([3, 5]);
    expect((await engine.counts('a')).nodes['send-email-1']!.outcomes).toEqual({ sent: 100 });
    await countersAddUp(storage);
    await engine.close();
  });

  test('EN-67 no more recipients a second than the channel bears, over time', () => {
    const lane = new Lane({ perSecond: 10 });
    let taken = 0;
    let opens: number | null = null;
    for (let at = 0; at <= 60_000; at += 7) {
      if (opens !== null) expect(lane.room(at) > 0).toBe(at >= opens);
      while (lane.room(at) > 0 && lane.take(3)) taken += 3;
      opens = lane.opensAt(at);
      expect(opens).toBeGreaterThan(at);
    }
    // A second's worth at first, ten a second after that, and less than one effect beyond.
    expect(taken).toBeGreaterThanOrEqual(600);
    expect(taken).toBeLessThan(10 + 600 + 3);
  });

  test('EN-67 a channel that is full of a second gets the rest in the next ones', async () => {
    const at: number[] = [];
    const { engine, pass } = await open({
      delivery: 'keyed',
      limits: { perSecond: 10 },
      deliver(deliveries, { now }) {
        at.push(...deliveries.map(() => (now - START) / 1_000));
        return sent(deliveries);
      },
    });
    await engine.publish(mail);
    await engine.ingest(companies(25));
    await pass(0);
    for (let second = 0; second < 4; second += 1) await pass(1 / 60);
    expect(at.filter((second) => second === 0)).toHaveLength(10);
    expect(at).toHaveLength(25);
    await engine.close();
  });

  test('EN-53 EN-67 a receiver that asks to be left alone is left alone', async () => {
    const at: number[] = [];
    const { engine, pass } = await open({
      delivery: 'keyed',
      retry: { pauses: [MINUTE, MINUTE], jitter: 0 },
      deliver(deliveries, { now }) {
        at.push((now - START) / MINUTE);
        return deliveries.map(() => ({
          outcome: 'failed',
          reason: '429',
          retryAfter: 10 * MINUTE,
        }));
      },
    });
    await engine.publish(mail);
    await engine.ingest(companies(1));
    await pass(0);
    for (let minute = 0; minute < 12; minute += 1) await pass(1);
    expect(at).toEqual([0, 10]);
    await engine.close();
  });

  test('EN-53 pauses differ from effect to effect within the jitter, and are the same each time', () => {
    const channel: Channel = {
      delivery: 'keyed',
      retry: { pauses: [1_000], jitter: 0.5 },
      deliver: sent,
    };
    const pauses = Array.from({ length: 200 }, (_, index) => pauseBefore(channel, `e${index}`, 0)!);
    expect(pauses.every((pause) => pause >= 500 && pause <= 1_500)).toBe(true);
    expect(new Set(pauses).size).toBeGreaterThan(100);
    expect(pauseBefore(channel, 'e7', 0)).toBe(pauses[7]);
    expect(pauseBefore(channel, 'e7', 1)).toBe(null);
    expect(pauseBefore({ ...channel, simulated: true }, 'e7', 0)).toBe(1_000);
  });
});

describe('EN-54 outcomes that are unknown', () => {
  const never = (): Promise<never> => new Promise(() => undefined);

  test('EN-54 EN-67 a call that is not answered in time goes to a keyed channel again, under the same ids', async () => {
    const keys: string[] = [];
    const { engine, pass } = await open({
      delivery: 'keyed',
      limits: { timeout: 10 },
      retry: { pauses: [MINUTE], jitter: 0 },
      deliver(deliveries) {
        keys.push(deliveries[0]!.key('p-a0'));
        return keys.length === 1 ? never() : sent(deliveries);
      },
    });
    await engine.publish(mail);
    await engine.ingest(companies(1));
    await pass(0);
    await pass(1);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(await engine.deadLetters()).toEqual([]);
    await engine.close();
  });

  test.each([
    ['has arrived', 'sent', 1, { sent: 1 }],
    ['has not arrived', 'failed', 2, { sent: 1 }],
    ['cannot be told', 'unknown', 1, { unknown: 1 }],
  ] as const)(
    'EN-54 a queryable channel is asked first, and says that it %s',
    async (_, outcome, deliveries, outcomes) => {
      let [delivered, asked] = [0, 0];
      const { engine, pass, storage } = await open({
        delivery: 'queryable',
        limits: { timeout: 10 },
        retry: { pauses: [MINUTE], jitter: 0 },
        deliver(given) {
          delivered += 1;
          return delivered === 1 ? never() : sent(given);
        },
        query(given) {
          asked += 1;
          return given.map(() => ({ outcome }));
        },
      });
      await engine.publish(mail);
      await engine.ingest(companies(1));
      await pass(0);
      await pass(1);
      expect([delivered, asked]).toEqual([deliveries, 1]);
      expect((await engine.counts('a')).nodes['send-email-1']!.outcomes).toEqual(outcomes);
      expect(await engine.deadLetters()).toHaveLength(outcome === 'unknown' ? 1 : 0);
      await countersAddUp(storage);
      await engine.close();
    },
  );

  test('EN-54 an unkeyed channel whose author accepts a repetition gets it again', async () => {
    let calls = 0;
    const { engine, pass } = await open({
      delivery: 'unkeyed',
      onUnknown: 'repeat',
      limits: { timeout: 10 },
      retry: { pauses: [MINUTE], jitter: 0 },
      deliver(deliveries) {
        calls += 1;
        return calls === 1 ? never() : sent(deliveries);
      },
    });
    await engine.publish(mail);
    await engine.ingest(companies(1));
    await pass(0);
    await pass(1);
    expect(calls).toBe(2);
    expect(await engine.deadLetters()).toEqual([]);
    await engine.close();
  });

  test('EN-54 who stays unknown is kept while others are tried again', async () => {
    const { engine, pass, storage } = await open({
      delivery: 'unkeyed',
      retry: { pauses: [MINUTE], jitter: 0 },
      deliver: (deliveries) =>
        deliveries.map(({ people, attempt }) => ({
          outcome: attempt === 1 ? 'failed' : 'sent',
          ...(people!.includes('ann') && { except: { ann: { outcome: 'unknown' as const } } }),
        })),
    });
    await engine.publish(mail);
    await engine.ingest({
      accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 2_000 } }],
      people: ['ann', 'bob'].map((id) => ({ id, attributes: reachable(id) })),
      relations: ['ann', 'bob'].map((person) => ({ account: 'acme', person })),
    });
    await pass(0);
    await pass(1);
    const [letter] = await engine.deadLetters();
    expect(letter!.outcomes).toEqual([{ outcome: 'unknown', reason: null, people: ['ann'] }]);
    expect((await engine.counts('a')).nodes['send-email-1']).toMatchObject({
      notYetActioned: 0,
      outcomes: { unknown: 1, sent: 1 },
    });
    await countersAddUp(storage);
    await engine.close();
  });
});

describe('EN-69 channels that do not keep to the port', () => {
  test.each([
    { outcome: 'delivered' },
    { outcome: 'sent', retryAfter: Number.POSITIVE_INFINITY },
    { outcome: 'sent', after: 0.5 },
    { outcome: 'sent', except: null },
    { outcome: 'sent', except: { 'p-a0': 'failed' } },
    { outcome: 'sent', events: [{ person: 'p-a0', type: 'emailOpened', after: 0.5 }] },
    { outcome: 'sent', reason: 7 },
    'sent',
    null,
  ])('EN-69 a receipt such as %j is unknown, and the others go on', async (bad) => {
    const { engine, storage, pass } = await open({
      delivery: 'unkeyed',
      limits: { batch: 1 },
      deliver: (deliveries) =>
        deliveries.map(({ account }) =>
          account === 'a0' ? (bad as Receipt) : { outcome: 'sent' },
        ),
    });
    await engine.publish(mail);
    await engine.ingest(companies(5));
    await pass(0);
    expect((await engine.counts('a')).nodes['send-email-1']!.outcomes).toEqual({
      sent: 4,
      unknown: 1,
    });
    expect(await engine.deadLetters()).toMatchObject([
      { account: 'a0', outcomes: [{ outcome: 'unknown' }] },
    ]);
    await countersAddUp(storage);
    await engine.close();
  });

  test.each([
    { deliver: 7 },
    { delivery: 'sometimes' },
    { limits: { batch: 0 } },
    { limits: { concurrency: 0.5 } },
    { limits: { perSecond: 0 } },
    { limits: { timeout: 3e9 } },
    { retry: { pauses: [Number.NaN] } },
    { retry: { pauses: [], jitter: 2 } },
    { onUnknown: 'guess' },
  ])('EN-69 a channel with %j is refused at open', async (wrong) => {
    const email = { delivery: 'keyed', deliver: sent, ...wrong } as unknown as Channel;
    await expect(open(email)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('EN-58 EN-59 dead letters', () => {
  test('EN-58 one that is handed over again goes to those who did not get it, under the same ids', async () => {
    const keys: string[] = [];
    let broken = true;
    const { engine, pass, storage } = await open({
      delivery: 'keyed',
      retry: { pauses: [] },
      deliver(deliveries) {
        keys.push(...deliveries.flatMap(({ people, key }) => people!.map((person) => key(person))));
        return deliveries.map(() => ({ outcome: broken ? 'failed' : 'sent', reason: 'down' }));
      },
    });
    await engine.publish(mail);
    await engine.ingest(companies(1));
    await pass(0);
    const [letter] = await engine.deadLetters();
    expect(letter!.keys).toEqual(keys);
    broken = false;
    await engine.retryDeadLetter(letter!.id);
    await engine.settle();
    expect(keys).toEqual([letter!.keys[0], letter!.keys[0]]);
    expect(await engine.deadLetters()).toEqual([]);
    expect((await engine.counts('a')).nodes['send-email-1']).toMatchObject({
      notYetActioned: 0,
      outcomes: { sent: 1, failed: 0 },
    });
    await countersAddUp(storage);
    await expect(engine.retryDeadLetter(letter!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await engine.close();
  });

  test('EN-59 one that is dropped is gone, counts as before, and leaves a fact', async () => {
    const { engine, pass, storage } = await open({
      delivery: 'keyed',
      retry: { pauses: [] },
      deliver: (deliveries) => deliveries.map(() => ({ outcome: 'failed', reason: 'down' })),
    });
    await engine.publish(mail);
    await engine.ingest(companies(1));
    await pass(0);
    const [letter] = await engine.deadLetters();
    await engine.dropDeadLetter(letter!.id);
    expect(await engine.deadLetters()).toEqual([]);
    expect((await engine.counts('a')).nodes['send-email-1']!.outcomes).toEqual({ failed: 1 });
    const types: string[] = [];
    for await (const { items } of engine.facts({ account: 'a0' }))
      types.push(...items.map(({ type }) => type));
    expect(types.at(-1)).toBe('dropped');
    await countersAddUp(storage);
    await engine.close();
  });
});

describe('EN-68 closing', () => {
  test('EN-68 a call that is under way may answer, nothing new begins, and the answer is kept', async () => {
    const { opened, open: answer } = gate();
    const { engine, storage } = await open({
      delivery: 'keyed',
      limits: { concurrency: 1, batch: 1 },
      async deliver(deliveries) {
        await opened;
        return sent(deliveries);
      },
    });
    await engine.publish(mail);
    await engine.ingest(companies(2));
    await engine.counts('a');
    const closed = engine.close();
    answer();
    await closed;
    const again = await open({ delivery: 'keyed', deliver: sent }, storage);
    await again.pass(0);
    expect((await again.engine.counts('a')).nodes['send-email-1']!.outcomes).toEqual({ sent: 2 });
    await countersAddUp(storage);
    await again.engine.close();
  });

  test('EN-54 EN-68 a call that is not answered in five seconds is told so, and resolved when the next engine opens', async () => {
    let told = false;
    const { engine, storage } = await open({
      delivery: 'unkeyed',
      deliver: (_, { signal }) =>
        new Promise(() => signal.addEventListener('abort', () => (told = true))),
    });
    await engine.publish(mail);
    await engine.ingest(companies(1));
    await engine.counts('a');
    const began = performance.now();
    await engine.close();
    expect(performance.now() - began).toBeLessThan(6_000);
    expect(told).toBe(true);
    const again = await open({ delivery: 'unkeyed', deliver: sent }, storage);
    await again.pass(0);
    expect((await again.engine.deadLetters()).flatMap(({ outcomes }) => outcomes)).toMatchObject([
      { outcome: 'unknown', people: ['p-a0'] },
    ]);
    await again.engine.close();
  });
});
