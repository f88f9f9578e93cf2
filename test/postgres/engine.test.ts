import { expect } from 'vitest';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { simulatedChannel } from '../../src/connectors/simulated-channel.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { snapshot } from '../../src/testing/harness/snapshot.ts';
import { b2b, nurture, type B2b } from '../engine/tenant.ts';
import { dropSchema, freshSchema, test, openOwn } from './postgres-under-test.ts';

/** README's journey, with an engine and a storage of its own for each of its three parts. */
async function lived(open: () => Promise<Storage>): Promise<unknown> {
  const clock = virtualClock('2026-01-05T09:00:00Z');
  const during = async <T>(part: (engine: Engine<B2b>) => Promise<T>): Promise<T> => {
    const storage = await open();
    const channels = { email: simulatedChannel() };
    const engine = await Engine.open<B2b>({ catalogue: b2b, storage, clock, channels });
    const seen = await part(engine);
    await engine.close();
    await storage.close();
    return seen;
  };
  await during(async (engine) => {
    await engine.ingest({
      accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
      people: [{ id: 'ann', attributes: { email: 'ann@acme.example' } }],
      relations: [{ account: 'acme', person: 'ann' }],
    });
    await engine.publish(nurture());
  });
  await during((engine) => engine.advanceTo('2026-01-07T00:00:00Z'));
  const counts = await during(async (engine) => {
    await engine.advanceTo('2026-02-01T00:00:00Z');
    return engine.counts('nurture');
  });
  const storage = await open();
  const everything = await snapshot(storage);
  await storage.close();
  return { counts, everything };
}

test('PG-56 ST-82 a journey on PostgreSQL, closed and opened again, ends like one in memory', async () => {
  const schema = freshSchema();
  const memory = memoryStorage();
  const kept = { ...memory, close: () => Promise.resolve() };
  const onPostgres = await lived(() => openOwn(schema));
  expect(onPostgres).toEqual(await lived(() => Promise.resolve(kept)));
  expect(onPostgres).toMatchObject({ counts: { exits: { completed: 1 } } });
  await dropSchema(schema);
});
