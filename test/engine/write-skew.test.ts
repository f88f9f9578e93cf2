import { afterEach, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, DAY, journey, START, type B2b } from './tenant.ts';

const engines: Engine<B2b>[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

test('EN-71 an event and a timer that two engines apply at once do not pass each other by', async () => {
  const inner = memoryStorage();
  const clock = virtualClock(START);
  const open = async (storage: Storage): Promise<Engine<B2b>> => {
    const engine = await Engine.open<B2b>({ catalogue: b2b, storage, clock, shards: 1 });
    engines.push(engine);
    return engine;
  };
  const first = await open(inner);
  await first.publish(
    journey('story').wait({ days: 1 }).listen({ event: 'order' }, { since: 'journeyEntry' }),
  );
  await first.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
  });

  let meanwhile: (() => Promise<void>) | null = null;
  const second = await open({
    ...inner,
    async commit(subscription, commit) {
      const first = meanwhile;
      meanwhile = null;
      await first?.();
      return inner.commit(subscription, commit);
    },
  });
  // The second engine has seen the run at the wait; before it commits the event, the first one lets the timer fire.
  meanwhile = async () => {
    clock.set(START + DAY);
    await first.settle();
  };
  await second.ingest({
    events: [{ id: 'o1', type: 'order', account: 'acme', at: START + 1, fields: { total: 1 } }],
  });
  expect((await first.counts('story')).exits).toEqual({ completed: 1 });
});
