import { describe, expect, test } from 'vitest';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { RolesTemplate } from '../../src/buying-group/roles-template.ts';
import { Engine } from '../../src/engine/engine.ts';
import { movesByGroup } from '../../src/insights/stage-history.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { account, b2b, b2bWorld, givenAcme, journey, person, START } from './tenant.ts';
import type { B2b } from './tenant.ts';

const TEMPLATE: RolesTemplate = {
  id: 'roles',
  name: 'Roles',
  status: 'live',
  roles: [
    { role: 'Decision Maker', when: person('jobTitle').startsWith('VP') },
    { role: 'Champion' },
  ],
};
const INTEREST = { id: 'cloud', name: 'Cloud', template: 'roles' };
const RETAIL = Audience.accounts('retail', account('industry').is('Retail'));
const OF = { account: 'acme', group: 'cloud' };

async function tenantOf(): Promise<World<B2b>> {
  const tenant = await b2bWorld();
  await tenant.engine.define([
    RETAIL,
    { template: TEMPLATE },
    { interest: INTEREST },
    { job: { id: 'job', interest: 'cloud', audience: 'retail' } },
  ]);
  await givenAcme(tenant, 'acme', { ann: { jobTitle: 'VP' }, bob: {}, cid: {} });
  await isRetail(tenant, true);
  return tenant;
}

function isRetail({ engine }: World<B2b>, holds: boolean): Promise<void> {
  const industry = holds ? 'Retail' : 'Other';
  return engine.ingest({ accounts: [{ id: 'acme', attributes: { industry } }] });
}

async function groupsOf({ engine }: World<B2b>): Promise<readonly string[]> {
  return (await engine.account('acme'))!.groups.map(({ members }) =>
    members.map((one) => `${one.person} ${one.removed ? 'out' : one.role}`).join(', '),
  );
}

describe('BG-129 a group is deleted', () => {
  test('BG-129 when nothing gives it to the account any more, with all that was decided', async () => {
    await using tenant = await tenantOf();
    const { groups } = tenant.engine;
    await groups.changeMembers({ ...OF, assign: { bob: 'Champion' }, remove: ['cid'] });
    await groups.setStatus({ ...OF, status: 'Old' });
    await tenant.given.journey(
      journey('j')
        .listen({ event: 'removedFromGroup', fields: { group: 'cloud' } })
        .sendEmail('gone'),
    );
    await expect(groups.delete(OF)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await groupsOf(tenant)).toEqual(['ann Decision Maker, bob Champion']);

    await isRetail(tenant, false);
    await groups.delete({ ...OF, by: 'eve' });
    expect(await groupsOf(tenant)).toEqual([]);
    expect((await tenant.engine.counts('j')).exits).toEqual({ completed: 1 });
    expect((await tenant.seen.facts('member')).slice(-2)).toMatchObject([
      { person: 'ann', role: null, previous: 'Decision Maker', source: 'manual', by: 'eve' },
      { person: 'bob', role: null, previous: 'Champion', source: 'manual', by: 'eve' },
    ]);
    expect(await tenant.seen.facts('groupDeleted')).toMatchObject([
      { type: 'groupDeleted', group: 'cloud', by: 'eve' },
    ]);
    await expect(groups.delete(OF)).rejects.toMatchObject({ code: 'NOT_FOUND' });

    await isRetail(tenant, true);
    expect(await groupsOf(tenant)).toEqual(['ann Decision Maker']);
    expect((await tenant.engine.account('acme'))!.groups[0]).not.toHaveProperty('status');
  });

  test('BG-129 BG-116 when its definition was deleted, which no other verb takes', async () => {
    await using tenant = await tenantOf();
    const { engine } = tenant;
    await engine.undefine({ job: 'job' });
    await engine.undefine({ interest: 'cloud' });
    expect(await groupsOf(tenant)).toEqual(['ann Decision Maker']);
    await expect(engine.groups.setStatus({ ...OF, status: 'x' })).rejects.toThrow('was deleted');
    await engine.groups.delete(OF);
    expect(await groupsOf(tenant)).toEqual([]);
    await engine.define({ interest: INTEREST });
    expect(await groupsOf(tenant)).toEqual(['ann Decision Maker']);
  });

  test('BG-129 not while a member would make it again', async () => {
    await using tenant = await b2bWorld();
    await tenant.engine.define(BuyingGroup.define('cloud', { roles: TEMPLATE.roles }));
    await givenAcme(tenant, 'acme', { ann: { jobTitle: 'VP' } });
    const { groups } = tenant.engine;
    await expect(groups.delete(OF)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await tenant.engine.ingest({ people: [{ id: 'ann', attributes: { jobTitle: 'Clerk' } }] });
    await groups.delete(OF);
    expect(await groupsOf(tenant)).toEqual([]);
  });

  test('BG-129 BG-126 of a call that is none nothing is done', async () => {
    await using tenant = await tenantOf();
    await isRetail(tenant, false);
    for (const [of, path] of [
      [undefined, []],
      [{ account: 'acme' }, ['group']],
      [{ ...OF, by: '' }, ['by']],
      [{ ...OF, force: true }, ['force']],
    ] as const)
      await expect(tenant.engine.groups.delete(of as never)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        path,
      });
    expect(await groupsOf(tenant)).toHaveLength(1);
  });

  test('BG-129 BG-100 moves of a deleted group are not those of the next one', () => {
    const fact = { account: 'acme', group: 'cloud', at: START, journey: null };
    const moves = movesByGroup([
      { ...fact, type: 'stage', previous: null, next: 'hot' },
      { ...fact, type: 'groupDeleted' },
      { ...fact, type: 'stage', previous: null, next: 'new' },
    ]);
    expect([...moves.values()].flat().map(({ next }) => next)).toEqual(['new']);
  });

  test('BG-129 by another engine than the one that looks', async () => {
    const storage = memoryStorage();
    const open = (name: string): Promise<Engine<B2b>> =>
      Engine.open<B2b>({ catalogue: b2b, storage, clock: { now: () => START }, name });
    await using first = await open('first');
    await using second = await open('second');
    const cloud = BuyingGroup.define('cloud', { roles: TEMPLATE.roles });
    await first.define(cloud);
    await first.ingest({
      accounts: [{ id: 'acme', attributes: { name: 'Acme' } }],
      people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }],
      relations: [{ account: 'acme', person: 'ann' }],
    });
    await first.undefine({ group: 'cloud' });
    await second.groups.delete(OF);
    expect((await first.account('acme'))!.groups).toEqual([]);
  });
});
