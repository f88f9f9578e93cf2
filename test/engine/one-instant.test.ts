import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { Progress } from '../../src/runtime/state.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, collect, journey, START, type B2b } from './tenant.ts';

test('RT-3 a fact carries the instant of its advance, also when the clock goes on while an advance is stored', async () => {
  let reads = 0;
  const clock = { now: () => START + (reads += 1) };
  const storage = memoryStorage();
  await using engine = await Engine.open<B2b>({ catalogue: b2b, storage, clock });
  await engine.publish(journey('pause').wait({ days: 3 }));
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
  });
  const [record] = await storage.load('default', [{ kind: 'progress', id: 'acme' }]);
  const [run] = (record!.body as Progress).runs;
  const [fact] = await collect(engine.facts({ account: 'acme' }));
  expect(fact!.at).toBe(run!.arrivedAt);
});
