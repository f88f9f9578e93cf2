import fc from 'fast-check';
import { expect } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { Strategy } from '../../src/engagement/strategy.ts';
import type { WeightedActivity, WeightingModel } from '../../src/engagement/weighting-model.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { addDuration, startOfLocalDay } from '../../src/kernel/calendar.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import type { Instant } from '../../src/kernel/instant.ts';
import type { AccountBody } from '../../src/runtime/state.ts';
import { referenceScores } from '../../src/testing/reference/engagement.ts';
import type { ReferenceTenant } from '../../src/testing/reference/engagement.ts';
import { account, person, type B2b } from './tenant.ts';

/** Roles and their weights. */
export const ROLES = { trivial: 20, normal: 60, vital: 100 } as const;
const TYPES = ['webVisit', 'emailOpened', 'emailClicked'] as const;
const BANDS = { None: 0, Low: 30, Mid: 60, High: 100 } as const;

export const BANDS_OF_MODEL = Object.entries(BANDS).map(([name, value]) => ({ name, value }));

/** A buying group with one role for each job title. */
export const committee = BuyingGroup.define('cloud', {
  roles: Object.keys(ROLES).map((role) => ({
    role,
    weighting: role as keyof typeof ROLES,
    when: person('jobTitle').is(role),
  })),
});

/** One thing that happens on a day of the tenant. */
export type Happening =
  | {
      readonly kind: 'event';
      readonly person: string;
      readonly type: (typeof TYPES)[number];
      /** Days before (late) or after (ahead) the day on which it is told. */
      readonly off: number;
      readonly hour: number;
      readonly times: number;
      readonly twice: boolean;
    }
  | { readonly kind: 'join' | 'leave'; readonly person: string; readonly account: string }
  | {
      readonly kind: 'assign' | 'remove' | 'release';
      readonly person: string;
      readonly account: string;
      readonly role: keyof typeof ROLES;
    }
  | { readonly kind: 'weights'; readonly bands: readonly (keyof typeof BANDS)[] }
  | { readonly kind: 'reopen' };

/** A tenant of some days. */
export interface ScoredTenant {
  readonly zone: string;
  readonly strategy: Strategy;
  readonly batchSize: number;
  /** Whether an account audience is defined: without one every advance looks at every role again. */
  readonly audience: boolean;
  /** Without facts nobody is told of scores (EG-66). */
  readonly facts: boolean;
  readonly bands: readonly (keyof typeof BANDS)[];
  readonly days: readonly (readonly Happening[])[];
}

export const PEOPLE = ['ann', 'bob', 'cem', 'dee', 'eva'];
export const ACCOUNTS = ['acme', 'beta', 'gyro'];
const bands = fc.array(fc.constantFrom(...(Object.keys(BANDS) as (keyof typeof BANDS)[])), {
  minLength: TYPES.length,
  maxLength: TYPES.length,
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      person: fc.constantFrom(...PEOPLE),
      type: fc.constantFrom(...TYPES),
      off: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        fc.integer({ min: -33, max: 4 }),
        fc.constantFrom(-29, -30, -31, -1),
      ),
      hour: fc.constantFrom(0, 1, 5, 12, 23),
      times: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.integer({ min: 15, max: 25 })),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('join' as const, 'leave' as const),
      person: fc.constantFrom(...PEOPLE),
      account: fc.constantFrom(...ACCOUNTS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('assign' as const, 'remove' as const, 'release' as const),
      person: fc.constantFrom(...PEOPLE),
      account: fc.constantFrom(...ACCOUNTS),
      role: fc.constantFrom(...(Object.keys(ROLES) as (keyof typeof ROLES)[])),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('weights' as const), bands }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);

export function scoredTenants(days: number): fc.Arbitrary<ScoredTenant> {
  return fc.record({
    zone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu'),
    strategy: fc.constantFrom<Strategy>('normalized', 'strictMinMax', 'rawCountV1'),
    batchSize: fc.constantFrom(1, 3, 500),
    audience: fc.boolean(),
    facts: fc.boolean(),
    bands,
    days: fc.array(fc.array(happening, { maxLength: 4 }), { minLength: days, maxLength: days }),
  });
}

/** Everything that the slow calculation is told. */
export class Chronicle {
  readonly events: Map<string, { id: string; type: string; at: Instant }[]> = new Map(
    PEOPLE.map((id) => [id, []]),
  );
  bands: readonly (keyof typeof BANDS)[];
  private readonly tenant: ScoredTenant;
  private count = 0;

  constructor(tenant: ScoredTenant) {
    this.tenant = tenant;
    this.bands = tenant.bands;
  }

  /** People and accounts, everybody in one of them. */
  async begin(engine: Engine<B2b>): Promise<void> {
    await engine.define(committee);
    if (this.tenant.audience)
      await engine.define(Audience.accounts('everyone', account('name').isNotEmpty()));
    await this.weigh(engine, this.tenant.bands);
    await engine.ingest({
      accounts: ACCOUNTS.map((id) => ({ id, attributes: { name: id } })),
      people: PEOPLE.map((id, index) => ({
        id,
        attributes: { jobTitle: Object.keys(ROLES)[index % 3]! },
      })),
      relations: PEOPLE.slice(0, 4).map((id, index) => ({
        account: ACCOUNTS[index % 2]!,
        person: id,
      })),
    });
  }

  async weigh(engine: Engine<B2b>, given: Chronicle['bands']): Promise<void> {
    this.bands = given;
    const { zone, strategy } = this.tenant;
    const id = `m${++this.count}`;
    const activities: WeightedActivity[] = TYPES.map((activity, index) => ({
      activity,
      band: given[index]!,
    }));
    const before = (await engine.scoring.models()).map((model): WeightingModel => ({
      ...model,
      status: 'archived',
    }));
    const model: WeightingModel = {
      id,
      name: id,
      status: 'active',
      bands: BANDS_OF_MODEL,
      activities,
    };
    await engine.scoring.define({ zone, strategy, models: [...before, model] });
  }

  async happen(engine: Engine<B2b>, today: Instant, what: Happening): Promise<void> {
    if (what.kind === 'weights') return this.weigh(engine, what.bands);
    if (what.kind === 'join' || what.kind === 'leave') {
      const relation = { account: what.account, person: what.person };
      const removed = what.kind === 'leave' ? { removed: true } : {};
      await engine.ingest({ relations: [{ ...relation, ...removed }] });
      return;
    }
    if (what.kind === 'assign' || what.kind === 'remove' || what.kind === 'release')
      return decide(engine, what);
    if (what.kind !== 'event') return;
    const at = addDuration(today, { days: what.off, hours: what.hour }, this.tenant.zone);
    const events = Array.from({ length: what.times }, () => ({
      id: `e${++this.count}`,
      type: what.type,
      at,
    }));
    this.events.get(what.person)!.push(...events);
    const told = events.map((event) => ({ ...event, person: what.person }));
    await engine.ingest({ events: told as never });
    if (what.twice) await engine.ingest({ events: told as never });
  }

  /** What the slow calculation is given at an instant; groups as the engine has them. */
  at(now: Instant, found: readonly AccountBody[]): ReferenceTenant {
    const { zone, strategy } = this.tenant;
    const noon = addDuration(startOfLocalDay(now, zone), { days: -1, hours: 12 }, zone);
    const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
    return {
      zone,
      through: date.format(noon),
      strategy,
      weights: Object.fromEntries(TYPES.map((type, index) => [type, BANDS[this.bands[index]!]])),
      people: [...this.events].map(([id, events]) => ({ id, events })),
      groups: found.flatMap(({ id, groups }) =>
        groups.map(({ members }) => ({ id, roles: ROLES, members })),
      ),
    };
  }

  /** Compares every score of the engine with those of the slow calculation. */
  async compare(engine: Engine<B2b>): Promise<void> {
    const found: AccountBody[] = [];
    for (const id of ACCOUNTS) found.push((await engine.account(id)) as AccountBody);
    const tenant = this.at(engine.now(), found);
    const expected = referenceScores(tenant);
    for (const { id, people: copies, groups } of found) {
      for (const copy of copies) close(copy.engagement, expected.person[copy.id]!, copy.id);
      for (const group of groups) {
        close(group.engagement, expected.group[id]!, id);
        expect(group.provisional).toBeUndefined();
      }
    }
  }
}

/** What a user decides about somebody who is in the account. */
async function decide(
  engine: Engine<B2b>,
  {
    kind,
    person: id,
    account: of,
    role,
  }: Extract<Happening, { kind: 'assign' | 'remove' | 'release' }>,
): Promise<void> {
  const found = (await engine.account(of)) as AccountBody;
  if (found.groups.length === 0 || found.people.every((one) => one.id !== id)) return;
  const where = { account: of, group: 'cloud' };
  if (kind === 'release') return engine.groups.releaseMembers({ ...where, people: [id] });
  const change = kind === 'assign' ? { assign: { [id]: role } } : { remove: [id] };
  await engine.groups.changeMembers({ ...where, ...change });
}

function close(actual: number | undefined, expected: number, what: string): void {
  const isClose = Math.abs((actual ?? Number.NaN) - expected) <= 1e-7 * Math.max(1, expected);
  if (!isClose) throw new Error(`${what} has ${actual} instead of ${expected}`);
}

/** The midnights of a zone from a day on. */
export function midnight(start: Instant, days: number, zone: string): Instant {
  return startOfLocalDay(startOfLocalDay(start, zone) + days * DAY + 12 * HOUR, zone);
}
