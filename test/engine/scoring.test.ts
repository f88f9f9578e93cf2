import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { conditions } from '../../src/conditions/build.ts';
import { formatDay } from '../../src/engagement/day.ts';
import { compileScoring, type ScoringDocument } from '../../src/engagement/scoring.ts';
import type { Strategy } from '../../src/engagement/strategy.ts';
import { ACTIVITY_BANDS, weightsOf } from '../../src/engagement/weighting-model.ts';
import type { WeightingModel } from '../../src/engagement/weighting-model.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { HOUR, MINUTE } from '../../src/kernel/duration.ts';
import { text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { referenceScores } from '../../src/testing/reference/engagement.ts';

const b2b = catalogue({
  account: { name: text() },
  person: { jobTitle: text() },
  events: {
    open: { of: 'person', fields: {} },
    click: { of: 'person', fields: {} },
    visit: { of: 'person', fields: {} },
    meeting: { of: 'person', fields: {} },
  },
});
const { person } = conditions(b2b);
const START = Date.parse('2026-02-20T12:00:00Z');

const model: WeightingModel = {
  id: 'own',
  name: 'Own',
  status: 'active',
  bands: ACTIVITY_BANDS,
  activities: [
    { activity: 'open', band: 'Trivial' },
    { activity: 'click', band: 'Minor' },
    { activity: 'visit', band: 'No Weight' },
    { activity: 'meeting', band: 'Vital' },
  ],
};
const ROLES = { A: 20, B: 60, C: 100 };
const deal = BuyingGroup.define('deal', {
  roles: [
    { role: 'A', when: person('jobTitle').is('A'), weighting: 'trivial' },
    { role: 'B', when: person('jobTitle').is('B') },
    { role: 'C', when: person('jobTitle').is('C'), weighting: 'vital' },
  ],
});

type Step =
  | { do: 'event'; person: string; type: string; hours: number; times: number }
  | { do: 'title'; person: string; title: string }
  | { do: 'relate'; person: string; account: string; removed: boolean };

const PEOPLE = ['p0', 'p1', 'p2', 'p3', 'p4'];
const ACCOUNTS = ['a0', 'a1', 'a2'];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('event' as const),
      person: fc.constantFrom(...PEOPLE),
      type: fc.constantFrom('open', 'click', 'visit', 'meeting'),
      // Late ones, some from before the window, and some ahead of time.
      hours: fc.oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        fc.integer({ min: -33 * 24, max: 50 }),
      ),
      times: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 15, max: 25 })),
    }),
  },
  fc.record({
    do: fc.constant('title' as const),
    person: fc.constantFrom(...PEOPLE),
    title: fc.constantFrom('A', 'B', 'C', 'none'),
  }),
  fc.record({
    do: fc.constant('relate' as const),
    person: fc.constantFrom(...PEOPLE),
    account: fc.constantFrom(...ACCOUNTS),
    removed: fc.boolean(),
  }),
);
/** Steps of one day, and how many days pass before the next ones. */
const days = fc.array(
  fc.record({ steps: fc.array(step, { maxLength: 5 }), pause: fc.constantFrom(1, 1, 2, 29, 31) }),
  { minLength: 1, maxLength: 8 },
);

interface Tenant {
  readonly engine: Engine;
  readonly events: Map<string, { type: string; at: number }[]>;
}

async function begin(zone: string, strategy: Strategy): Promise<Tenant> {
  const engine = (await Engine.open({
    catalogue: b2b,
    storage: memoryStorage(),
    clock: virtualClock(START),
    batchSize: 3,
  })) as Engine;
  await engine.define(deal);
  await engine.scoring.define({ zone, strategy, models: [model] });
  await engine.ingest({
    accounts: ACCOUNTS.map((id) => ({ id, attributes: { name: id } })),
    people: PEOPLE.map((id, index) => ({ id, attributes: { jobTitle: 'ABC'[index % 3]! } })),
    relations: PEOPLE.map((id, index) => ({ account: ACCOUNTS[index % 3]!, person: id })),
  });
  return { engine, events: new Map(PEOPLE.map((id) => [id, []])) };
}

let serial = 0;

async function carryOut({ engine, events }: Tenant, one: Step): Promise<void> {
  if (one.do === 'title')
    return engine.ingest({ people: [{ id: one.person, attributes: { jobTitle: one.title } }] });
  if (one.do === 'relate')
    return engine.ingest({
      relations: [{ account: one.account, person: one.person, removed: one.removed }],
    });
  const at = engine.now() + one.hours * HOUR;
  const { type } = one;
  const many = Array.from({ length: one.times }, () => {
    return { id: `e${(serial += 1)}`, type, person: one.person, at };
  });
  for (const event of many) events.get(one.person)!.push(event);
  // Half of them come twice.
  await engine.ingest({ events: [...many, ...many.slice(0, many.length >> 1)] });
}

/** Scores of the engine, and those that the slow implementation gives for the same members. */
async function compare({ engine, events }: Tenant, scoring: ScoringDocument): Promise<void> {
  const { dayOf } = compileScoring(scoring, null);
  const accounts = await Promise.all(ACCOUNTS.map((id) => engine.account(id)));
  const groups = accounts.flatMap((account) =>
    account!.groups.map(({ members }) => ({ id: account!.id, roles: ROLES, members })),
  );
  const { person: people, group } = referenceScores({
    zone: scoring.zone,
    through: formatDay(dayOf(engine.now()) - 1),
    weights: {
      visit: 0,
      ...Object.fromEntries(weightsOf(scoring.models.find((one) => one.status === 'active')!)),
    },
    strategy: scoring.strategy,
    people: PEOPLE.map((id) => ({ id, events: events.get(id)! })),
    groups,
  });
  for (const account of accounts) {
    for (const one of account!.people)
      expect(one.engagement ?? 0, `${one.id} of ${account!.id}`).toBeCloseTo(people[one.id]!, 8);
    for (const one of account!.groups)
      expect(one.engagement ?? 0, account!.id).toBeCloseTo(group[account!.id]!, 8);
  }
}

test('EG-46 EG-47 EG-48 EG-49 EG-50 night by night, scores are those of the slow implementation', async () => {
  await fc.assert(
    fc.asyncProperty(
      days,
      fc.constantFrom('UTC', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu'),
      fc.constantFrom<Strategy>('normalized', 'strictMinMax', 'rawCountV1'),
      async (all, zone, strategy) => {
        const tenant = await begin(zone, strategy);
        const scoring: ScoringDocument = {
          id: 'scoring',
          zone,
          strategy,
          models: [model],
          revision: 1,
        };
        const { dayOf, startOf } = compileScoring(scoring, null);
        for (const { steps, pause } of all) {
          for (const one of steps) await carryOut(tenant, one);
          const midnight = startOf(dayOf(tenant.engine.now()) + pause);
          await tenant.engine.advanceTo(midnight + MINUTE);
          await compare(tenant, scoring);
          await tenant.engine.advanceTo(midnight + 11 * HOUR);
        }
        await tenant.engine.close();
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);
