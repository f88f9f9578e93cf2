import { afterEach, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, journey, START, type B2b } from './tenant.ts';

const engines: Engine<B2b>[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

test('EN-72 EN-86 an engine that fails while it reads what another one has published reads it again', async () => {
  const inner = memoryStorage();
  const open = async (name: string, storage: Storage): Promise<Engine<B2b>> => {
    const clock = { now: () => START };
    const engine = await Engine.open<B2b>({ catalogue: b2b, storage, clock, name });
    engines.push(engine);
    return engine;
  };
  let failing = false;
  const second = await open('second', {
    ...inner,
    scan: (subscription, query) =>
      failing && query.kind === 'journey'
        ? Promise.reject(new Error('connection lost'))
        : inner.scan(subscription, query),
  });
  const first = await open('first', inner);
  // From here on the second engine has seen everything, and looks only whether something has changed.
  await second.journeys();
  await first.publish(journey('pause').wait({ days: 3 }));
  failing = true;
  await expect(second.journeys()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  failing = false;
  expect((await second.journeys()).map(({ id }) => id)).toEqual(['pause']);
});
