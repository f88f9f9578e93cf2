import { expect } from 'vitest';
import { formatDay } from '../../src/engagement/day.ts';
import type { Strategy } from '../../src/engagement/strategy.ts';
import type { WeightingModel } from '../../src/engagement/weighting-model.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Commit, Storage } from '../../src/ports/storage.ts';
import type { AccountBody, PersonBody } from '../../src/runtime/state.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { referenceScores, type ReferenceScores } from '../../src/testing/reference/engagement.ts';
import { BANDS_OF_MODEL, committee, ROLES } from './scored-tenant.ts';
import { b2b, DAY, START, type B2b } from './tenant.ts';

/** Days since 1970 of {@link START}. */
export const TODAY = Math.floor(START / DAY);

export const WEIGHTS = { webVisit: 30, emailOpened: 60, emailClicked: 100 } as const;

const model: WeightingModel = {
  id: 'own',
  name: 'Own',
  status: 'active',
  bands: BANDS_OF_MODEL,
  activities: [
    { activity: 'webVisit', band: 'Low' },
    { activity: 'emailOpened', band: 'Mid' },
    { activity: 'emailClicked', band: 'High' },
  ],
};

/** What happens around the calls of one engine; a call waits for what this returns. */
export interface Tap {
  commit?: (commit: Commit) => Promise<void>;
  committed?: (commit: Commit) => Promise<void>;
  /** After a scan, with the prefix that it had. */
  scanned?: (kind: string, prefix: string) => Promise<void>;
}

/** Engines on one storage, each with a tap on its calls and a clock that may be wrong. */
export interface NightHouse {
  readonly storage: Storage;
  pass(milliseconds: number): void;
  now(): number;
  open(
    name: string,
    options?: Partial<EngineOptions<B2b>> & { readonly tap?: Tap; readonly clock?: Clock },
  ): Promise<Engine<B2b>>;
}

export function nightHouse(storage: Storage = memoryStorage()): NightHouse {
  let instant = START;
  return {
    storage,
    pass: (milliseconds) => void (instant += milliseconds),
    now: () => instant,
    open: (name, { tap = {}, ...options } = {}) =>
      Engine.open<B2b>({
        catalogue: b2b,
        storage: tapped(storage, tap),
        clock: { now: () => instant },
        name,
        shards: 16,
        ...options,
      }),
  };
}

function tapped(inner: Storage, tap: Tap): Storage {
  return {
    ...inner,
    load: (...call) => inner.load(...call),
    scan: async (name, query) => {
      const page = await inner.scan(name, query);
      await tap.scanned?.(query.kind, query.index === 'id' ? (query.prefix ?? '') : 'due');
      return page;
    },
    commit: async (name, commit) => {
      await tap.commit?.(commit);
      const result = await inner.commit(name, commit);
      await tap.committed?.(commit);
      return result;
    },
    counters: (...call) => inner.counters(...call),
    acquire: (...call) => inner.acquire(...call),
    renew: (...call) => inner.renew(...call),
    release: (...call) => inner.release(...call),
    leases: (...call) => inner.leases(...call),
    close: () => inner.close(),
  };
}

/** Accounts by name with their people, all of the same role, and a scoring. */
export async function settleIn(
  engine: Engine<B2b>,
  companies: Readonly<Record<string, readonly string[]>>,
  strategy: Strategy = 'normalized',
): Promise<void> {
  await engine.define(committee);
  await engine.scoring.define({ zone: 'UTC', strategy, models: [model] });
  const people = [...new Set(Object.values(companies).flat())];
  await engine.ingest({
    accounts: Object.keys(companies).map((id) => ({ id, attributes: { name: id } })),
    people: people.map((id) => ({ id, attributes: { jobTitle: 'vital' } })),
    relations: Object.entries(companies).flatMap(([account, members]) =>
      members.map((person) => ({ account, person })),
    ),
  });
}

/** So many events of somebody at an instant. */
export function did(
  person: string,
  at: number,
  count: number,
  type: keyof typeof WEIGHTS = 'emailOpened',
): { readonly events: never[] } {
  const events = Array.from({ length: count }, (_, index) => ({
    id: `${person}-${type}-${at}-${index}`,
    type,
    at,
    person,
  }));
  return { events: events as never[] };
}

/** What the slow calculation makes of everything that is stored, for a window that ends on a day. */
export async function recomputed(
  storage: Storage,
  through: number,
  strategy: Strategy = 'normalized',
): Promise<ReferenceScores> {
  const people = await allOf<PersonBody>(storage, 'default', 'person');
  const accounts = await allOf<AccountBody>(storage, 'default', 'account');
  return referenceScores({
    zone: 'UTC',
    through: formatDay(through),
    strategy,
    weights: WEIGHTS,
    people: people.map(({ body: { id, events } }) => ({ id, events })),
    groups: accounts.flatMap(({ body: { id, groups } }) =>
      groups.map(({ members }) => ({ id, roles: ROLES, members })),
    ),
  });
}

/** Every score that can be read is that of the slow calculation, and none is provisional. */
export async function expectRecomputed(
  engine: Engine<B2b>,
  storage: Storage,
  through: number,
  strategy: Strategy = 'normalized',
): Promise<void> {
  const expected = await recomputed(storage, through, strategy);
  for (const { id } of await allOf<AccountBody>(storage, 'default', 'account')) {
    const { people, groups } = (await engine.account(id)) as AccountBody;
    const found = {
      people: people.map(({ id: one, engagement = 0 }) => [one, rounded(engagement)]),
      groups: groups.map(({ engagement = 0, provisional }) => [
        rounded(engagement),
        provisional ?? false,
      ]),
    };
    expect({ id, ...found }).toEqual({
      id,
      people: people.map(({ id: one }) => [one, rounded(expected.person[one]!)]),
      groups: groups.map(() => [rounded(expected.group[id]!), false]),
    });
  }
}

function rounded(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}

/** A promise that somebody else resolves. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}
