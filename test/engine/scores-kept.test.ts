import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import type { Storage } from '../../src/ports/storage.ts';
import type { AccountBody } from '../../src/runtime/state.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { chance } from '../../src/testing/harness/chance.ts';
import { referenceScores } from '../../src/testing/reference/engagement.ts';
import { importInto, linesOf } from '../archive/archives.ts';
import { BANDS_OF_MODEL, committee, ROLES } from './scored-tenant.ts';
import { b2b, START, type B2b } from './tenant.ts';

// The same 45 days, lived by engines whose storage is cleaned, moved, or loses somebody.

const DAYS = 45;
const ACCOUNTS = ['acme', 'beta', 'gyro'];
const PEOPLE = ['ann', 'bob', 'cem', 'dee', 'eva', 'fay'];
const WEIGHTS = { webVisit: 30, emailOpened: 60, emailClicked: 100 };
const TYPES = Object.keys(WEIGHTS);

interface Event {
  readonly id: string;
  readonly person: string;
  readonly type: string;
  readonly at: number;
}

/** What is told on each day; some of it late. */
const told: readonly (readonly Event[])[] = (() => {
  const next = chance(11);
  const below = (count: number): number => Math.floor(next() * count);
  return Array.from({ length: DAYS }, (_, day) =>
    Array.from({ length: below(5) }, (_none, index) => ({
      id: `e${day}-${index}`,
      person: PEOPLE[below(PEOPLE.length)]!,
      type: TYPES[below(TYPES.length)]!,
      at: START + (day - (below(4) === 0 ? below(20) : 0)) * DAY + below(9) * HOUR,
    })),
  );
})();

type Between = (
  engine: Engine<B2b>,
  storage: Storage,
  day: number,
) => Promise<Storage | undefined | void>;

/** The scores of every person and group after each night. */
async function live(
  options: Partial<EngineOptions<B2b>> = {},
  between: Between = async () => undefined,
): Promise<readonly (readonly unknown[])[]> {
  const clock = virtualClock(START);
  let storage: Storage = memoryStorage();
  const open = (): Promise<Engine<B2b>> =>
    Engine.open<B2b>({ catalogue: b2b, clock, batchSize: 4, ...options, storage });
  let engine = await open();
  await engine.define(committee);
  const activities = TYPES.map((activity, index) => ({
    activity,
    band: ['Low', 'Mid', 'High'][index]!,
  }));
  await engine.scoring.define({
    models: [{ id: 'm', name: 'M', status: 'active', bands: BANDS_OF_MODEL, activities }],
  });
  await engine.ingest({
    accounts: ACCOUNTS.map((id) => ({ id, attributes: { name: id } })),
    people: PEOPLE.map((id, at) => ({
      id,
      attributes: { jobTitle: Object.keys(ROLES)[at % 3]! },
    })),
    relations: PEOPLE.map((person, at) => ({ account: ACCOUNTS[at % 3]!, person })),
  });
  const nights: (readonly unknown[])[] = [];
  for (const [day, events] of told.entries()) {
    await engine.ingest({ events: events as never });
    const other = await between(engine, storage, day);
    if (other !== undefined) {
      await engine.close();
      storage = other;
      engine = await open();
    }
    await engine.advanceTo(START + (day + 1) * DAY);
    nights.push(await scoresOf(engine));
  }
  await engine.close();
  return nights;
}

async function accountsOf(engine: Engine<B2b>): Promise<readonly AccountBody[]> {
  const found: AccountBody[] = [];
  for (const id of ACCOUNTS) found.push((await engine.account(id)) as AccountBody);
  return found;
}

async function scoresOf(engine: Engine<B2b>): Promise<readonly unknown[]> {
  return (await accountsOf(engine)).map(({ people, groups }) => [
    people.map(({ id, engagement = 0 }) => [id, engagement]),
    groups.map(({ engagement = 0, told: last }) => [engagement, last]),
  ]);
}

test('EG-57 events that are pruned by their age while the window still needs them change no score', async () => {
  let pruned = 0;
  const kept = { events: { days: 3 }, inputs: { days: 25 }, facts: { days: 2 } };
  const lived = await live({ retention: kept }, async (engine) => {
    pruned += (await engine.prune()).events;
  });
  expect(pruned).toBeGreaterThan(20);
  expect(lived).toEqual(await live());
});

test('EG-58 a tenant that is exported and imported in the middle of a window goes on with equal scores', async () => {
  const moves = new Set([3, 17, 31, 32]);
  const lived = await live({}, async (_, from, day) => {
    if (!moves.has(day)) return undefined;
    const to = memoryStorage();
    await importInto(to, await linesOf(from), { batch: 7 });
    return to;
  });
  expect(lived).toEqual(await live());
});

test('EG-55 once somebody is erased, the scores of the others are those of a tenant without that person', async () => {
  const erasedOn = 20;
  let compared = 0;
  await live(
    { privacy: { key: 'a secret of more than 32 bytes in all' } },
    async (engine, _, day) => {
      if (day === erasedOn) await engine.erase({ person: 'ann' });
      if (day <= erasedOn) return;
      // Before this day's night: as the last one has left it.
      const accounts = await accountsOf(engine);
      const expected = referenceScores({
        zone: 'UTC',
        through: new Date(START + (day - 1) * DAY).toISOString().slice(0, 10),
        strategy: 'normalized',
        weights: WEIGHTS,
        people: PEOPLE.filter((id) => id !== 'ann').map((id) => ({
          id,
          events: told
            .slice(0, day)
            .flatMap((events) => events.filter(({ person }) => person === id)),
        })),
        groups: accounts.flatMap(({ id, groups }) =>
          groups.map(({ members }) => ({ id, roles: ROLES, members })),
        ),
      });
      for (const { id, people, groups } of accounts) {
        for (const one of people) {
          expect(one.id).not.toBe('ann');
          expect(one.engagement ?? 0).toBeCloseTo(expected.person[one.id]!, 8);
          compared += 1;
        }
        for (const { engagement = 0 } of groups)
          expect(engagement).toBeCloseTo(expected.group[id]!, 8);
      }
    },
  );
  expect(compared).toBeGreaterThan(100);
});
