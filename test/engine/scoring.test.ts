import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { conditions } from '../../src/conditions/build.ts';
import { formatDay } from '../../src/engagement/day.ts';
import { presetModel } from '../../src/engagement/presets.ts';
import { compileScoring, type ScoringDocument } from '../../src/engagement/scoring.ts';
import type { Strategy } from '../../src/engagement/strategy.ts';
import { ACTIVITY_BANDS, weightsOf } from '../../src/engagement/weighting-model.ts';
import type { WeightingModel } from '../../src/engagement/weighting-model.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { DAY, HOUR, MINUTE } from '../../src/kernel/duration.ts';
import { text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
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
const { account, person, matchedGroup, group } = conditions(b2b);
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

async function begin(
  zone: string,
  strategy: Strategy,
  storage: Storage = memoryStorage(),
  key?: string,
): Promise<Tenant> {
  const engine = (await Engine.open({
    catalogue: b2b,
    storage,
    clock: virtualClock(START),
    batchSize: 3,
    ...(key !== undefined && { privacy: { key } }),
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

const visits = (who: string, type: string, count: number, at: number) =>
  Array.from({ length: count }, () => ({ id: `e${(serial += 1)}`, type, person: who, at }));

const firstDay = (engine: Engine) => [
  ...visits('p0', 'meeting', 4, engine.now()),
  ...visits('p1', 'click', 5, engine.now()),
  ...visits('p2', 'open', 1, engine.now()),
];

/** Three people of three accounts, of whom the first was the most active; a night has passed. */
async function scored(storage: Storage = memoryStorage()): Promise<Engine> {
  const { engine } = await begin('UTC', 'normalized', storage);
  await engine.ingest({ events: firstDay(engine) });
  await engine.advanceTo(engine.now() + DAY);
  return engine;
}

const engagementOf = async (engine: Engine): Promise<readonly number[]> => {
  const accounts = await Promise.all(ACCOUNTS.map((id) => engine.account(id)));
  return accounts.map((account) => Math.round(account!.groups[0]!.engagement ?? -1));
};

test('EG-54 another model or strategy is taken up at once, and equals what it would have been from the start', async () => {
  const engine = await scored();
  const before = await engagementOf(engine);
  const [own] = await engine.scoring.models();
  const other: WeightingModel = {
    ...own!,
    id: 'other',
    name: 'Other',
    activities: [{ activity: 'open', band: 'Vital' }],
  };
  await engine.scoring.define({ models: [{ ...own!, status: 'archived' }, other] });
  expect(await engagementOf(engine)).toEqual([0, 0, 100]);
  expect(await engine.scoring.epoch()).toMatchObject({ model: 'other', revision: 2 });
  await engine.scoring.define({ strategy: 'rawCountV1' });
  expect(await engagementOf(engine)).toEqual([0, 2, 1]);
  expect(before[0]).toBe(100);
  await engine.close();
});

test('EG-54 wrong scorings are refused with all issues, and nothing changes', async () => {
  const engine = await scored();
  const before = await engine.scoring.epoch();
  const [own] = await engine.scoring.models();
  const wrong: readonly [Parameters<Engine['scoring']['define']>[0], readonly string[]][] = [
    [{ zone: 'Nowhere' }, ['INVALID_ZONE']],
    [{ strategy: 'best' as never }, ['INVALID_VALUE']],
    [{ models: [] }, ['MODEL_ACTIVE']],
    [{ models: [{ ...own!, name: 'Other' }] }, ['NOT_A_DRAFT']],
    [
      { models: [own!, { ...own!, id: 'b', name: 'B', bands: [{ name: 'Vital', value: 101 }] }] },
      ['INVALID_WEIGHT', 'MODEL_ACTIVE'],
    ],
  ];
  for (const [options, codes] of wrong) {
    const error: unknown = await engine.scoring.define(options).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'INVALID_DOCUMENT' });
    const { issues } = (error as { details: { issues: { code: string }[] } }).details;
    expect(issues.map(({ code }) => code)).toEqual(expect.arrayContaining([...codes]));
  }
  expect(await engine.scoring.epoch()).toEqual(before);
  expect(await engine.scoring.models()).toEqual([own]);
  await engine.close();
});

test('EG-61 what is no scoring is refused with its path, and changes nothing', async () => {
  const engine = await scored();
  const [own] = await engine.scoring.models();
  const draft = { ...own!, id: 'b', name: 'B', status: 'draft' };
  const many = Array.from({ length: 3_000 }, (_, index) => ({ ...draft, id: `m${index}` }));
  const activities = Array.from({ length: 100_000 }, (_, index) => ({
    activity: `a${index}`,
    band: 'Vital',
  }));
  const wrong: readonly [unknown, string, readonly (string | number)[]][] = [
    [null, 'WRONG_TYPE', []],
    ['x', 'WRONG_TYPE', []],
    [{ stategy: 'rawCountV1' }, 'UNKNOWN_PROPERTY', ['stategy']],
    [{ strategy: 'best' }, 'INVALID_VALUE', ['strategy']],
    [{ zone: 5 }, 'WRONG_TYPE', ['zone']],
    [{ models: null }, 'WRONG_TYPE', ['models']],
    [{ models: [null] }, 'WRONG_TYPE', ['models', 0]],
    [{ models: ['x'] }, 'WRONG_TYPE', ['models', 0]],
    [{ models: [{}] }, 'MISSING_PROPERTY', ['models', 0, 'bands']],
    [{ models: [{ ...own!, bands: null }] }, 'WRONG_TYPE', ['models', 0, 'bands']],
    [{ models: [{ ...own!, status: 'old' }] }, 'INVALID_VALUE', ['models', 0, 'status']],
    [{ models: [{ ...own!, colour: 1 }] }, 'UNKNOWN_PROPERTY', ['models', 0, 'colour']],
    [{ models: [own!, { ...draft, name: own!.name }] }, 'NAME_DUPLICATE', ['models', 1, 'name']],
    [{ models: many }, 'TOO_MANY', ['models']],
    [{ models: [own!, { ...draft, activities }] }, 'TOO_MANY', ['models', 1, 'activities']],
    [
      { models: [own!, { ...draft, activities: [{ activity: 'open', band: 'Vitl' }] }] },
      'UNKNOWN_BAND',
      ['models', 1, 'activities', 0, 'band'],
    ],
  ];
  for (const [options, code, path] of wrong) {
    const error: unknown = await engine.scoring.define(options as never).catch((one) => one);
    expect(error).toMatchObject({ code: 'INVALID_DOCUMENT' });
    const { issues } = (error as { details: { issues: { code: string; path: unknown }[] } })
      .details;
    expect(issues.map((issue) => [issue.code, issue.path])).toContainEqual([code, path]);
  }
  // A band that is taken out of a draft leaves its activities without weight (EG-12), now and later.
  const less = { ...draft, bands: own!.bands.slice(1) } as WeightingModel;
  await engine.scoring.define({ models: [own!, less] });
  await engine.scoring.define({ models: [own!, { ...less, name: 'C' }] });
  await engine.close();
});

test('EG-61 models are copied as they come in, and frozen as they go out', async () => {
  const engine = await scored();
  const [own] = await engine.scoring.models();
  const draft = structuredClone({ ...own!, id: 'b', name: 'B', status: 'draft' as const });
  await engine.scoring.define({ models: [own!, draft] });
  (draft.bands[0] as { value: number }).value = 99;
  const [, kept] = await engine.scoring.models();
  expect(kept!.bands[0]!.value).toBe(own!.bands[0]!.value);
  expect(Object.isFrozen(kept) && Object.isFrozen(kept!.bands[0])).toBe(true);
  expect(Object.isFrozen(await engine.scoring.epoch())).toBe(true);
  expect(Object.isFrozen(presetModel('prime').activities[0])).toBe(true);
  await engine.close();
});

test('EG-62 EG-2 the zone is fixed once activity was counted', async () => {
  const [storage, clock] = [memoryStorage(), virtualClock(START)];
  const engine = await Engine.open({ catalogue: b2b, storage, clock });
  await engine.scoring.define({ zone: 'Europe/Berlin' });
  await engine.scoring.define({ zone: 'America/New_York' });
  await engine.ingest({
    people: [{ id: 'p0' }],
    events: visits('p0', 'meeting', 1, START) as never,
  });
  await expect(engine.scoring.define({ zone: 'UTC' })).rejects.toMatchObject({
    code: 'INVALID_DOCUMENT',
    details: { issues: [{ code: 'IMMUTABLE', path: ['zone'] }] },
  });
  await engine.scoring.define({ zone: 'America/New_York', strategy: 'rawCountV1' });
  await engine.close();
});

test('EG-53 a changed score is told as a fact', async () => {
  const engine = await scored();
  const items = (await Array.fromAsync(engine.facts())).flatMap((fact) => fact.items);
  const told = items.filter((item) => item.type === 'engagement');
  expect(told.map(({ group, next }) => [group, Math.round(next)])).toContainEqual(['deal', 100]);
  const days = items.filter((item) => item.type === 'activity');
  expect(days.map(({ person: who, counts }) => [who, counts])).toEqual(
    expect.arrayContaining([
      ['p0', { meeting: 4 }],
      ['p1', { click: 5 }],
      ['p2', { open: 1 }],
    ]),
  );
  await engine.close();
});

test('EG-43 a new epoch alone is told to nobody', async () => {
  const engine = await scored();
  const told = async (): Promise<readonly string[]> =>
    (await Array.fromAsync(engine.facts())).flatMap(({ account, items }) =>
      items.some((item) => item.type === 'engagement') ? [account] : [],
    );
  const before = await told();
  await engine.ingest({ events: visits('p0', 'meeting', 20, engine.now()) });
  await engine.advanceTo(engine.now() + DAY);
  expect((await engagementOf(engine))[1]).toBeLessThan(100);
  // The first one keeps 100, and the others fall without having done anything.
  expect(await told()).toEqual(before);
  await engine.close();
});

test('EG-43 EG-53 a group without any activity is told to nobody', async () => {
  const [storage, clock] = [memoryStorage(), virtualClock(START)];
  const engine = await Engine.open({ catalogue: b2b, storage, clock });
  await engine.define([Audience.accounts('everybody', account('name').isNotEmpty()), deal]);
  await engine.scoring.define({ models: [model] });
  await engine.ingest({
    accounts: [{ id: 'quiet', attributes: { name: 'Quiet' } }],
    people: [{ id: 'p0', attributes: { jobTitle: 'A' } }],
    relations: [{ account: 'quiet', person: 'p0' }],
  });
  await engine.advanceTo(START + 3 * DAY);
  await engine.groups.setStatus({ account: 'quiet', group: 'deal', status: 'new' });
  await engine.advanceTo(START + 6 * DAY);
  const items = (await Array.fromAsync(engine.facts())).flatMap((fact) => fact.items);
  expect(items.filter(({ type }) => type === 'engagement')).toEqual([]);
  await engine.close();
});

test('EG-51 a night that is interrupted at any call comes to the same scores', async () => {
  const plain = await scored();
  const expected = await engagementOf(plain);
  const epoch = await plain.scoring.epoch();
  for (let calls = 0; ; calls += 1) {
    const inner = memoryStorage();
    const { engine } = await begin('UTC', 'normalized', inner);
    const now = engine.now();
    await engine.ingest({ events: firstDay(engine) });
    await engine.close();
    let left = calls;
    const failing: Storage = {
      ...inner,
      commit: (name, commit) =>
        (left -= 1) < 0 ? Promise.reject(new Error('away')) : inner.commit(name, commit),
    };
    const open = (storage: Storage, at: number): Promise<Engine> =>
      Engine.open({
        catalogue: b2b,
        storage,
        clock: virtualClock(at),
        batchSize: 3,
      }) as Promise<Engine>;
    const first = await open(failing, now);
    const isThrough = await first.advanceTo(now + DAY).then(
      () => true,
      () => false,
    );
    const second = await open(inner, first.now());
    await second.advanceTo(now + DAY);
    expect(await engagementOf(second), `${calls} calls`).toEqual(expected);
    const { personMax, groupMax } = (await second.scoring.epoch())!;
    expect({ personMax, groupMax }).toEqual({
      personMax: epoch!.personMax,
      groupMax: epoch!.groupMax,
    });
    if (isThrough) break;
  }
});

test('EG-55 an erased person leaves neither a tally nor a place in the order', async () => {
  const storage = memoryStorage();
  const { engine } = await begin(
    'UTC',
    'normalized',
    storage,
    'a secret of more than 32 bytes in all',
  );
  const now = engine.now();
  await engine.ingest({
    events: [...visits('p0', 'meeting', 4, now), ...visits('p1', 'click', 1, now)],
  });
  await engine.advanceTo(now + DAY);
  expect((await engine.exportPerson('p0')).profile!.engagement).toMatchObject({ value: 400 });
  await engine.erase({ person: 'p0' });
  await engine.advanceTo(now + 2 * DAY);
  const scores = await allOf<{ value: number }>(storage, 'default', 'score');
  expect(scores.filter(({ id }) => id.includes('p0'))).toEqual([]);
  expect(await engagementOf(engine)).toEqual([0, 100, 0]);
  await engine.close();
});

test('EG-52 an audience that reads scores follows the nightly run', async () => {
  const engine = await scored();
  await engine.define(
    Audience.accounts(
      'hot',
      matchedGroup({ definitions: ['deal'], engagement: group.engagement.atLeast(90) }),
    ),
  );
  expect(await engine.members({ audience: 'hot' })).toEqual(['a0']);
  await engine.ingest({ events: visits('p2', 'meeting', 20, engine.now()) });
  await engine.advanceTo(engine.now() + DAY);
  expect(await engine.members({ audience: 'hot' })).toEqual(['a2']);
  await engine.close();
});

test('EG-68 BG-116 a group without a definition is no maximum any more, until one takes it over', async () => {
  const engine = await Engine.open({
    catalogue: b2b,
    storage: memoryStorage(),
    clock: virtualClock(START),
  });
  const only = (title: string) =>
    BuyingGroup.define(title, { roles: [{ role: 'C', when: person('jobTitle').is(title) }] });
  await engine.define([only('Boss'), only('Clerk')]);
  await engine.scoring.define({ zone: 'UTC', models: [model] });
  const people = ['Boss', 'Boss', 'Clerk'].map((jobTitle, at) => ({
    id: `p${at}`,
    attributes: { jobTitle },
  }));
  const night = async (): Promise<void> => {
    await engine.advanceTo(engine.now() + DAY);
  };
  const scores = async () => {
    const { groups } = (await engine.account('acme'))!;
    return groups.map(({ engagement }) => engagement && Math.round(engagement));
  };
  await engine.ingest({
    accounts: [{ id: 'acme', attributes: { name: 'Acme' } }],
    people,
    relations: people.map(({ id }) => ({ account: 'acme', person: id })),
    events: people.flatMap(({ id }) => visits(id, 'meeting', 4, engine.now())) as never,
  });
  await night();
  expect(await scores()).toEqual([100, 71]);

  await engine.undefine({ group: 'Boss' });
  expect(await scores()).toEqual([undefined, 71]);
  await night();
  expect(await scores()).toEqual([undefined, 100]);

  await engine.define(only('Boss'));
  await night();
  expect(await scores()).toEqual([100, 71]);

  await engine.undefine({ group: 'Clerk' });
  await engine.undefine({ group: 'Boss' });
  await night();
  expect(await scores()).toEqual([undefined, undefined]);
  expect((await engine.scoring.epoch())!.groupMax).toBe(0);
  await engine.close();
});
