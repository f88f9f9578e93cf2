import { afterEach, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, DAY, reachable, START, type B2b } from './tenant.ts';

const engines: Engine<B2b>[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

test.each([
  ['of another engine that has ended', 0],
  ['with a clock that was a day ahead', DAY],
])(
  'RT-70 RT-71 a message that waits, %s, comes before what the person says next',
  async (_, ahead) => {
    const inner = memoryStorage();
    const open = async (name: string, storage: Storage, instant: number): Promise<Engine<B2b>> => {
      const clock = { now: () => instant };
      const lease = 30 * DAY;
      const options = { catalogue: b2b, storage, clock, name, lease, batchSize: 1, shards: 1 };
      const engine = await Engine.open<B2b>(options);
      engines.push(engine);
      return engine;
    };
    // The first engine ends between the commit of the person and that of the account.
    let commits = 0;
    const first = await open(
      'earlier',
      {
        ...inner,
        commit: (subscription, commit) => {
          const isOver = commits > 0 && (commits += 1) > 2;
          return isOver ? Promise.reject(new Error('ended')) : inner.commit(subscription, commit);
        },
      },
      START + ahead,
    );
    commits = 1;
    const people = {
      people: ['ann', 'bob'].map((id) => ({ id, version: 1, attributes: reachable(id) })),
      relations: ['ann', 'bob'].map((person) => ({ account: 'acme', person })),
    };
    await expect(first.ingest(people)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });

    const second = await open('later', inner, START);
    await second.ingest(people);
    await second.ingest({
      people: [{ id: 'ann', version: 2, attributes: { jobTitle: 'VP Sales' } }],
      events: [{ id: 'v1', type: 'webVisit', person: 'ann', at: START, fields: { page: 'p' } }],
    });
    await second.settle();
    const known = (await second.account('acme'))!.people.find(({ id }) => id === 'ann')!;
    expect(known.attributes['jobTitle']).toBe('VP Sales');
    expect(known.events.map(({ id }) => id)).toEqual(['v1']);
  },
);
