import { expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Journey } from '../../src/journey/journey.ts';
import type { AccountBody } from '../../src/runtime/state.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { b2b, b2bWorld, DAY, ENDS, givenAcme, START } from './tenant.ts';
import type { B2b } from './tenant.ts';

const { account, engagement, group, matchedGroup, person, some } = conditions(b2b);
const MINUTE = 60_000;
const MIDNIGHT = Date.parse('2026-01-06T00:00:00Z');
const cloud = BuyingGroup.define('cloud', {
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').is('VP') },
    { role: 'Practitioner', when: person('jobTitle').is('Engineer') },
  ],
});
const ANN = { email: 'ann@example.com', jobTitle: 'VP' };
const BOB = { email: 'bob@example.com', jobTitle: 'Engineer' };

async function given(): Promise<World<B2b>> {
  const tenant = await b2bWorld();
  await tenant.engine.define(cloud);
  await tenant.engine.scoring.define();
  await givenAcme(tenant, 'acme', { ann: ANN, bob: BOB });
  return tenant;
}

/** So many e-mails that one person opened. */
function opened(who: string, count: number, at = START): { events: never[] } {
  const events = Array.from({ length: count }, (_, index) => ({
    id: `${who}-${at}-${index}`,
    type: 'emailOpened',
    at,
    person: who,
  }));
  return { events: events as never[] };
}

async function acme(tenant: World<B2b>): Promise<AccountBody> {
  return (await tenant.engine.account('acme')) as AccountBody;
}

test('EG-49 who joins brings the value along, and who leaves takes it away', async () => {
  await using tenant = await given();
  const { engine } = tenant;
  await engine.ingest({
    accounts: [{ id: 'beta', attributes: { name: 'beta' } }],
    ...opened('ann', 4),
  });
  await engine.advanceTo(MIDNIGHT + DAY);
  await engine.ingest({ relations: [{ account: 'beta', person: 'ann' }] });
  const beta = (await engine.account('beta')) as AccountBody;
  expect(beta.people[0]).toMatchObject({ value: 120, engagement: 100 });
  expect(beta.groups[0]).toMatchObject({ engagement: 100, provisional: true });
  await engine.ingest({ relations: [{ account: 'acme', person: 'ann', removed: true }] });
  expect((await acme(tenant)).groups[0]).toMatchObject({ value: 0, engagement: 0 });
});

test('EG-41 EG-53 a group that comes between two nights is provisional, and told, no sooner than by night', async () => {
  await using tenant = await given();
  const { engine } = tenant;
  await engine.ingest(opened('ann', 4));
  await engine.advanceTo(MIDNIGHT);
  await engine.advanceTo(MIDNIGHT + 12 * 60 * MINUTE);
  await givenAcme(tenant, 'beta', { ann: ANN });
  const group = async () => ((await engine.account('beta')) as AccountBody).groups[0];
  const told = async () => {
    const facts = [];
    for await (const { at, items } of engine.facts({ account: 'beta' }))
      for (const item of items) if (item.type === 'engagement') facts.push(at);
    return facts;
  };
  expect(await group()).toMatchObject({ engagement: 100, provisional: true });
  // Any other news of the account.
  await engine.ingest({ accounts: [{ id: 'beta', attributes: { name: 'Beta' } }] });
  expect(await group()).toMatchObject({ engagement: 100, provisional: true });
  expect(await told()).toEqual([]);
  await engine.advanceTo(MIDNIGHT + DAY);
  expect(await group()).not.toHaveProperty('provisional');
  expect(await told()).toEqual([MIDNIGHT + DAY]);
});

test.each(['user', 'journey'])(
  'EG-33 EG-49 who is taken out by a %s takes the value away, whatever else is defined',
  async (by) => {
    await using tenant = await given();
    const { engine } = tenant;
    // With an audience an advance looks only at what changed.
    const everybody = Audience.accounts('everybody', account('name').isNotEmpty());
    await engine.define(everybody);
    await engine.ingest(opened('ann', 4));
    await engine.advanceTo(MIDNIGHT + MINUTE);
    expect((await acme(tenant)).groups[0]).toMatchObject({ engagement: 100 });
    if (by === 'user') {
      const of = { account: 'acme', group: 'cloud' };
      await engine.groups.changeMembers({ ...of, remove: ['ann', 'bob'] });
    } else {
      const leaving = Journey.forAccounts('leaving', { audience: everybody, ends: ENDS });
      await engine.publish(leaving.removeFromGroup('cloud'));
      await engine.advanceTo(MIDNIGHT + 2 * MINUTE);
    }
    const [left] = (await acme(tenant)).groups;
    expect(left!.members.filter(({ removed }) => !removed)).toEqual([]);
    expect(left).toMatchObject({ value: 0, engagement: 0, provisional: true });
    await engine.advanceTo(MIDNIGHT + DAY + MINUTE);
    const [after] = (await acme(tenant)).groups;
    expect(after).toMatchObject({ value: 0, engagement: 0 });
    expect(after).not.toHaveProperty('provisional');
  },
);

/** What each account was told of audiences and scores, in order. */
function listen(tenant: World<B2b>): readonly string[] {
  const seen: string[] = [];
  tenant.engine.on('fact', ({ account, items }) => {
    for (const item of items) {
      if (item.type !== 'audience') continue;
      for (const audience of item.entered) seen.push(`${account} enters ${audience}`);
      for (const audience of item.left) seen.push(`${account} leaves ${audience}`);
    }
  });
  return seen;
}

test.each([
  ['people', some('person', engagement.atLeast(90))],
  ['groups', matchedGroup({ definitions: ['cloud'], engagement: group.engagement.atLeast(90) })],
])(
  'EG-52 EG-56 in a night nobody is judged by new values under old maxima: %s',
  async (_of, condition) => {
    await using tenant = await given();
    const { engine } = tenant;
    await engine.define(Audience.accounts('hot', condition));
    await engine.ingest({
      accounts: ['beta', 'gyro'].map((id) => ({ id, attributes: { name: id } })),
      people: ['cem', 'dan'].map((id) => ({ id, attributes: { jobTitle: 'VP' } })),
      relations: [
        { account: 'beta', person: 'cem' },
        { account: 'gyro', person: 'dan' },
      ],
      ...opened('ann', 4),
    });
    await engine.advanceTo(MIDNIGHT + MINUTE);
    expect(await engine.members({ audience: 'hot' })).toEqual(['acme']);
    const seen = listen(tenant);
    // By the maximum of before, all three have 100; by that of this night only the second one has.
    await engine.ingest(opened('ann', 1, MIDNIGHT + 1));
    await engine.ingest(opened('cem', 16, MIDNIGHT + 1));
    await engine.ingest(opened('dan', 4, MIDNIGHT + 1));
    await engine.advanceTo(MIDNIGHT + 2 * DAY);
    expect(seen.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'acme leaves audience:hot',
      'beta enters audience:hot',
    ]);
  },
);
