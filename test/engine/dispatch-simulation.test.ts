import { afterEach, describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { StorageFault } from '../../src/testing/faulty-storage.ts';
import { inboxOf } from '../../src/testing/harness/receiver.ts';
import {
  recordingChannel,
  type RecordingChannel,
} from '../../src/testing/harness/recording-channel.ts';
import { outlive, type Step } from '../../src/testing/harness/survival.ts';
import { countersAddUp } from './simulation.ts';
import { b2b, DAY, journey, reachable, START, type B2b } from './tenant.ts';

/** A clock that nobody but the test moves, and that engines take for the machine's. */
function machineClock(): Clock & { set(to: number): void } {
  let instant = START;
  return { now: () => instant, set: (to) => (instant = Math.max(instant, to)) };
}

const engines: Engine<B2b>[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

interface Outcome {
  readonly calls: number;
  readonly channel: RecordingChannel;
  readonly storage: Storage;
  readonly dead: number;
}

/** Real channels on a machine's clock: claims, handovers and outcomes are commits of their own. */
async function send(
  delivery: 'keyed' | 'unkeyed',
  fault?: (call: { number: number }) => StorageFault,
): Promise<Outcome> {
  const storage = memoryStorage();
  const clock = machineClock();
  const channel = recordingChannel({
    simulated: false,
    delivery,
    answer: ({ node, attempt, people }) =>
      node === 'shaky' && attempt < 3
        ? {
            outcome: 'failed',
            reason: 'busy',
            ...(people!.length > 1 && { except: { [people![0]!]: { outcome: 'sent' as const } } }),
          }
        : { outcome: 'sent' },
  });
  let dead = 0;
  const at =
    (day: number): Step<Engine<B2b>> =>
    async (engine) => {
      for (const minute of [0, 1, 6, 36, 180]) {
        clock.set(START + day * DAY + minute * 60_000);
        await engine.settle();
      }
    };
  const story = journey('story')
    .sendEmail('intro')
    .wait({ days: 1 })
    .sendEmail('second', { id: 'shaky' });
  const outlived = await outlive<Engine<B2b>>({
    storage,
    start: async (faulty) => {
      const engine = await Engine.open<B2b>({
        catalogue: b2b,
        storage: faulty,
        shards: 2,
        clock,
        channels: { email: channel },
      });
      engines.push(engine);
      return engine;
    },
    steps: [
      (engine) => engine.publish(story),
      (engine) =>
        engine.ingest({
          accounts: [{ id: 'acme', version: 1, attributes: { name: 'Acme', employees: 2_000 } }],
          people: [
            { id: 'ann', attributes: reachable('ann') },
            { id: 'bob', attributes: reachable('bob') },
            { id: 'cid' },
          ],
          relations: ['ann', 'bob', 'cid'].map((person) => ({ account: 'acme', person })),
        }),
      at(0),
      at(1),
      async (engine) => {
        dead = (await engine.deadLetters()).length;
      },
    ],
    ...(fault && { fault }),
  });
  await countersAddUp(storage);
  return { calls: outlived.calls, channel, storage, dead };
}

describe('real channels, and engines that end at any call of the storage', () => {
  test('EN-50 EN-54 EN-56 a keyed channel gets everything at least once, and each key with one content', async () => {
    const calm = await send('keyed');
    const expected = Object.fromEntries(inboxOf(calm.channel.received).contents);
    expect(Object.keys(expected)).toHaveLength(4);
    for (let number = 1; number <= calm.calls; number += 1) {
      for (const fault of ['crash', 'lost'] as const) {
        const { channel, dead } = await send('keyed', (call) =>
          call.number === number ? fault : 'ok',
        );
        const inbox = inboxOf(channel.received);
        expect(inbox.contradictions).toEqual([]);
        expect(Object.fromEntries(inbox.contents), `${fault} at call ${number}`).toEqual(expected);
        expect(dead).toBe(0);
      }
    }
  });

  test('EN-54 an unkeyed channel gets nothing again whose outcome is unknown', async () => {
    const calm = await send('unkeyed');
    for (let number = 1; number <= calm.calls; number += 1) {
      const { channel, dead } = await send('unkeyed', (call) =>
        call.number === number ? 'crash' : 'ok',
      );
      // The same recipient at the same attempt would be a repetition.
      const attempts = channel.received.flatMap(({ keys, attempt }) =>
        keys.map((key) => `${key} ${attempt}`),
      );
      expect(new Set(attempts).size, `crash at call ${number}`).toBe(attempts.length);
      const missing =
        inboxOf(calm.channel.received).contents.size - inboxOf(channel.received).contents.size;
      if (missing > 0) expect(dead).toBeGreaterThan(0);
    }
  });
});
