import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { BANDS_OF_MODEL } from '../engine/scored-tenant.ts';
import { b2b, START, type B2b } from '../engine/tenant.ts';
import { findMarks, KEY } from './rich.ts';

test('PV-20 PV-24 PV-30 facts of what a person did from day to day are told, and forget the person', async () => {
  const storage = memoryStorage();
  const clock = virtualClock(START);
  const privacy = { key: KEY };
  await using engine = await Engine.open<B2b>({ catalogue: b2b, storage, clock, privacy });
  await engine.scoring.define({
    zone: 'UTC',
    models: [
      {
        id: 'visits',
        name: 'Visits',
        status: 'active',
        bands: BANDS_OF_MODEL,
        activities: [{ activity: 'webVisit', band: BANDS_OF_MODEL[0]!.name }],
      },
    ],
  });
  await engine.ingest({
    people: [{ id: 'mark-ann' }, { id: 'bob' }],
    relations: ['mark-ann', 'bob'].map((person) => ({ account: 'acme', person })),
    events: ['mark-ann', 'bob'].map((person) => {
      const fields = { page: 'home' };
      return { id: `visit of ${person}`, type: 'webVisit', person, at: START + HOUR, fields };
    }),
  });
  await engine.advanceTo(START + 3 * DAY);
  const { facts } = await engine.exportPerson('mark-ann');
  expect(facts.flatMap(({ items }) => items)).toMatchObject([
    { type: 'activity', person: 'mark-ann', counts: { webVisit: 1 } },
  ]);
  await engine.erase({ person: 'mark-ann' });
  expect(await findMarks(storage, ['mark-ann'])).toEqual([]);
  const told: unknown[] = [];
  for await (const { items } of engine.facts())
    for (const item of items) if (item.type === 'activity') told.push(item.person);
  expect(told).toHaveLength(2);
  expect(told).toContain('bob');
});
