import { expect, test } from 'vitest';
import { dayCounter, formatDay } from '../../src/engagement/day.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { DAY } from '../../src/kernel/duration.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { BANDS_OF_MODEL } from './scored-tenant.ts';
import { b2b } from './tenant.ts';

const NOON = Date.parse('2026-01-31T12:00:00Z');

test('EG-46 no event is refused for its date, and facts tell days beside their nights', async () => {
  await using engine = await Engine.open({
    catalogue: b2b,
    storage: memoryStorage(),
    clock: virtualClock(NOON),
    channels: {},
  });
  const activities = [{ activity: 'webVisit', band: 'High' }];
  const model = {
    id: 'm',
    name: 'M',
    status: 'active',
    bands: BANDS_OF_MODEL,
    activities,
  } as const;
  await engine.scoring.define({ zone: 'UTC', models: [model] });
  await engine.ingest({ relations: [{ account: 'acme', person: 'ann' }] });
  await engine.advanceTo(NOON + DAY);
  const days = { yearAgo: -364, tooLate: -29, late: -28, today: 1, ahead: 3, yearAhead: 365 };
  await engine.ingest({
    events: Object.entries(days).map(([id, off]) => {
      return { id, type: 'webVisit', person: 'ann', at: NOON + off * DAY };
    }),
  });
  await engine.advanceTo(NOON + 10 * DAY);
  const dayOf = dayCounter('UTC');
  const told: string[] = [];
  for await (const { at, items } of engine.facts({ account: 'acme' })) {
    for (const item of items) {
      if (item.type !== 'activity') continue;
      const isLate = dayOf(at) - item.day > 1;
      told.push(`${formatDay(item.day)} on ${formatDay(dayOf(at))}${isLate ? ', late' : ''}`);
    }
  }
  expect(told).toEqual([
    '2026-01-03 on 2026-02-02, late',
    '2026-02-01 on 2026-02-02',
    '2026-02-03 on 2026-02-04',
  ]);
});
