import { expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { accountPage } from '../../src/dashboard/pages/account-page.ts';
import { readInsights } from '../../src/dashboard/read-insights.ts';
import { presetModel } from '../../src/engagement/presets.ts';
import { weightsOf } from '../../src/engagement/weighting-model.ts';
import { dayCounter } from '../../src/engagement/day.ts';
import { contactCoverage } from '../../src/insights/contacts.ts';
import { engagementOverview } from '../../src/insights/engagement-overview.ts';
import { roleAcquisition } from '../../src/insights/role-insights.ts';
import { stageFlow } from '../../src/insights/stage-flow.ts';
import { surge } from '../../src/insights/surge.ts';
import { highVelocity } from '../../src/insights/top-groups.ts';
import type { StageModel } from '../../src/stage/stage-model.ts';
import { b2bWorld, collect, DAY, person, START } from './tenant.ts';

const FUNNEL: StageModel = {
  id: 'funnel',
  name: 'Funnel',
  status: 'live',
  stages: [
    { id: 'open', name: 'Open', entry: true, to: ['ready'] },
    { id: 'ready', name: 'Ready', to: ['won'] },
    { id: 'won', name: 'Won', destination: 'success' },
  ],
};

const deal = BuyingGroup.define('deal', {
  stageModel: 'funnel',
  roles: [
    { role: 'VP', when: person('jobTitle').is('VP') },
    { role: 'Engineer', when: person('jobTitle').is('Engineer') },
  ],
});

const MODEL = { ...presetModel(), activities: [{ activity: 'webVisit', band: 'Normal' }] };
const MONTH = { from: START, to: START + 30 * DAY };

/** Lose has Bob and its group a stage and a status, win has Ann; both are related to Kim. */
async function house(win: boolean) {
  const tenant = await b2bWorld();
  const { engine } = tenant;
  await engine.define([{ stages: FUNNEL }, deal]);
  await engine.scoring.define({ zone: 'UTC', models: [MODEL] });
  await engine.ingest({
    accounts: [
      { id: 'lose', attributes: { name: 'Lose' } },
      { id: 'win', attributes: { name: 'Win' } },
    ],
    people: [
      { id: 'ann', attributes: { jobTitle: 'VP' } },
      { id: 'bob', attributes: { jobTitle: 'Engineer' } },
      { id: 'kim' },
    ],
    relations: [
      ...(win ? [{ account: 'win', person: 'ann' }] : []),
      { account: 'lose', person: 'bob' },
      { account: 'lose', person: 'kim' },
      { account: 'win', person: 'kim' },
    ],
  });
  const lose = { account: 'lose', group: 'deal' };
  await engine.groups.moveStage({ ...lose, stage: 'open' });
  await engine.groups.setStatus({ ...lose, status: 'Hot' });
  for (const [days, ...people] of [
    [1, 'ann', 'bob', 'kim'],
    [8, 'ann', 'bob', 'kim'],
  ] as const) {
    await engine.advanceTo(START + days * DAY);
    await engine.ingest({
      events: people.map((who) => ({
        id: `${who}-${days}`,
        type: 'webVisit',
        person: who,
        at: new Date(START + days * DAY - 60_000).toISOString(),
      })),
    });
  }
  await engine.advanceTo(START + 10 * DAY);
  await engine.groups.moveStage({ ...lose, stage: 'ready' });
  await engine.advanceTo(START + 12 * DAY);
  return tenant;
}

test('AM-15 BG-114 BG-125 facts tell of the stage and the status that a group takes over', async () => {
  for (const known of [true, false]) {
    await using tenant = await house(known);
    await tenant.engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
    const facts = await collect(tenant.engine.facts({ account: 'win' }));
    const items = facts.flatMap((fact) => fact.items);
    const [group] = (await tenant.engine.account('win'))!.groups;
    expect(group).toMatchObject({ stage: 'ready', status: 'Hot' });
    expect(items.filter(({ type }) => type === 'stage' || type === 'status')).toMatchObject([
      { type: 'stage', group: 'deal', previous: null, next: 'ready' },
      { type: 'status', group: 'deal', previous: null, next: 'Hot' },
    ]);
    expect(items.filter(({ type }) => type === 'groupCreated')).toHaveLength(1);
  }
});

test('AM-15 groups whose definition was deleted unite, and go to the other account, with their decisions', async () => {
  for (const known of [true, false]) {
    await using tenant = await house(known);
    const { engine } = tenant;
    const manual = { role: 'VP', source: 'manual', removed: false } as const;
    await engine.groups.changeMembers({ account: 'lose', group: 'deal', assign: { kim: 'VP' } });
    await engine.undefine({ group: 'deal' });
    await engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
    await engine.define(deal);
    const [group] = (await engine.account('win'))!.groups;
    expect(group!.members).toContainEqual(expect.objectContaining({ person: 'kim', ...manual }));
    expect(group!.members.map((one) => one.person).toSorted()).toEqual(
      known ? ['ann', 'bob', 'kim'] : ['bob', 'kim'],
    );
    const facts = await collect(engine.facts({ account: 'win' }));
    const told = facts
      .flatMap((fact) => fact.items)
      .flatMap((item) => (item.type === 'member' ? [item.person] : []));
    expect(told.toSorted()).toEqual(known ? ['ann', 'bob', 'kim'] : ['bob', 'kim']);
  }
});

test('BG-170 a merged account is the one that it is now, with what its people did', async () => {
  await using tenant = await house(true);
  const { engine } = tenant;
  const dayOf = dayCounter('UTC');
  const weights = weightsOf(MODEL);
  const span = { first: dayOf(START + 6 * DAY), last: dayOf(START + 11 * DAY) };
  const read = async (accounts?: readonly string[]) => {
    const data = await readInsights(engine, accounts === undefined ? {} : { accounts });
    const ids = data.accounts.map(({ account }) => account);
    return { ...data, ids, momenta: surge(ids, data.facts, { weights, span }) };
  };
  const before = await read();
  expect(before.momenta).toMatchObject([
    { account: 'lose', current: 120, previous: 120 },
    { account: 'win', current: 120, previous: 120 },
  ]);
  await engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  for (const accounts of [undefined, ['lose'], ['win', 'lose']]) {
    const { groups, ids, momenta, facts } = await read(accounts);
    expect([ids, groups.length]).toEqual([['win'], 1]);
    // Kim did it once, although both were told.
    expect(momenta).toMatchObject([{ account: 'win', current: 180, previous: 180, change: 0 }]);
    expect(roleAcquisition(facts, { period: MONTH, zone: 'UTC' }).roles).toEqual([
      { role: 'Engineer', counts: [1, 0] },
      { role: 'VP', counts: [1, 0] },
    ]);
  }
  const { accounts, groups, facts } = await read();
  const week = { first: dayOf(START), last: dayOf(START + 3 * DAY) };
  const overview = engagementOverview(accounts, groups, facts, { weights, span: week });
  expect(overview.people).toEqual({ engaged: 3, notEngaged: 0 });
});

test('BG-170 a group that came with the merge brings its past; one that was there keeps its own', async () => {
  const figures = async (known: boolean) => {
    await using tenant = await house(known);
    const { engine } = tenant;
    await engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
    const { groups, facts } = await readInsights(engine);
    const period = { from: START, to: START + 11 * DAY };
    return {
      flow: stageFlow(groups, facts, { model: FUNNEL, zone: 'UTC', period }).map(
        ({ first, last }) => `${first}-${last}`,
      ),
      fast: highVelocity(groups, facts, { model: FUNNEL, period }).map(
        ({ group }) => group.account,
      ),
    };
  };
  expect(await figures(false)).toEqual({ flow: ['1-0', '0-1', '0-0', '0-0'], fast: ['win'] });
  expect(await figures(true)).toEqual({ flow: ['0-0', '0-0', '0-0', '1-1'], fast: [] });
});

test('BG-139 who was a member before does not become one by a decision or another role', async () => {
  await using tenant = await house(true);
  const { engine } = tenant;
  const { allGroups } = await engine.definitions();
  const joined = async (period: { from: number; to: number }) => {
    const { groups } = await readInsights(engine);
    return contactCoverage(groups, allGroups, { joined: period }).rows[0]!.counts;
  };
  await engine.advanceTo(START + 40 * DAY);
  await engine.groups.changeMembers({ account: 'win', group: 'deal', assign: { ann: 'VP' } });
  await engine.groups.changeMembers({ account: 'lose', group: 'deal', assign: { bob: 'VP' } });
  await engine.groups.changeMembers({ account: 'win', group: 'deal', assign: { kim: 'Engineer' } });
  expect(await joined(MONTH)).toEqual([2, 0]);
  expect(await joined({ from: MONTH.to, to: MONTH.to + 30 * DAY })).toEqual([0, 1]);
  const page = accountPage(
    {
      account: (await engine.account('win'))!,
      definitions: await engine.definitions(),
      facts: await collect(engine.facts({ account: 'win' })),
      journeys: await engine.journeys(),
      now: engine.now(),
    },
    { joined: MONTH },
  );
  expect(page.coverage.rows[0]!.counts).toEqual([1, 0]);
});
