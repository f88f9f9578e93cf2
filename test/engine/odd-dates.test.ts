import { expect, test } from 'vitest';
import { dayCounter, formatDay } from '../../src/engagement/day.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { DAY } from '../../src/kernel/duration.ts';
import type { PersonBody } from '../../src/runtime/state.ts';
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

test.each(['normalized', 'strictMinMax', 'rawCountV1'] as const)(
  'EG-1 EG-5 EG-47 the window has left its first day behind by the night that would count it, with %s',
  async (strategy) => {
    const storage = memoryStorage();
    await using engine = await Engine.open({
      catalogue: b2b,
      storage,
      clock: virtualClock(NOON),
      channels: {},
    });
    const model = {
      id: 'm',
      name: 'M',
      status: 'active',
      bands: BANDS_OF_MODEL,
      activities: [
        { activity: 'webVisit', band: 'High' },
        { activity: 'emailOpened', band: 'Low' },
      ],
    } as const;
    await engine.scoring.define({ zone: 'UTC', strategy, models: [model] });
    const people = ['first', 'second', 'steady'];
    await engine.ingest({ relations: people.map((person) => ({ account: 'acme', person })) });
    const visit = (person: string, off: number, type = 'webVisit'): object => {
      return { id: `${person} ${off}`, type, person, at: engine.now() + off * DAY };
    };
    await engine.ingest({ events: [visit('steady', 0, 'emailOpened')] as never });
    await engine.advanceTo(NOON + DAY);
    const scores = async (): Promise<readonly unknown[]> => {
      const account = await engine.account('acme');
      return people.map((id) => account!.people.find((one) => one.id === id)!.engagement ?? 0);
    };
    const alone = await scores();
    // Thirty days ago is the first day of the window that ended yesterday, and the next one ends today.
    await engine.ingest({ events: [visit('first', -30)] as never });
    expect(await scores()).toEqual(alone);
    await engine.advanceTo(NOON + 2 * DAY);
    expect(await scores()).toEqual(alone);
    // Twenty-nine days ago is in the window of one night.
    await engine.ingest({ events: [visit('second', -29)] as never });
    expect(await scores()).toEqual(alone);
    await engine.advanceTo(NOON + 3 * DAY);
    const [first, second] = await scores();
    expect(first).toBe(0);
    expect(second).toBe(strategy === 'rawCountV1' ? 1 : 100);
    await engine.advanceTo(NOON + 4 * DAY);
    expect(await scores()).toEqual(alone);
    const [kept] = await storage.load('default', [{ kind: 'person', id: 'first' }]);
    expect((kept!.body as PersonBody).score).toMatchObject({
      tally: { days: [], total: 0 },
      untold: [],
      due: null,
    });
  },
);
