import { expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import type { World } from '../../src/testing/harness/world.ts';
import { b2bWorld, givenAcme, person, reachable, type B2b } from './tenant.ts';

const deal = BuyingGroup.define('deal', {
  roles: [
    { role: 'VP', when: person('jobTitle').is('VP') },
    { role: 'Engineer', when: person('jobTitle').is('Engineer') },
  ],
});
const privacy = { key: 'a secret that is long enough for a keyed hash' };

/** `lose` was merged into `next`, and that one into `win`. */
async function given(tenant: World<B2b>): Promise<void> {
  await tenant.engine.define(deal);
  await givenAcme(tenant, 'lose', { ann: reachable('ann', { jobTitle: 'VP' }) });
  await givenAcme(tenant, 'next', {});
  await givenAcme(tenant, 'win', { bob: reachable('bob', { jobTitle: 'VP' }) });
  await tenant.engine.integration.mergeAccounts({ account: 'lose', into: 'next' });
  await tenant.engine.integration.mergeAccounts({ account: 'next', into: 'win' });
}

test('AM-17 whoever asks for the merged account is given the other one', async () => {
  await using tenant = await b2bWorld({ privacy });
  const { engine } = tenant;
  await given(tenant);
  expect(await engine.account('lose')).toEqual(await engine.account('win'));
  expect((await engine.account('lose'))!.id).toBe('win');
  await engine.erase({ account: 'win' });
  expect(await engine.account('lose')).toBeUndefined();
  await expect(
    engine.groups.setStatus({ account: 'lose', group: 'deal', status: 'x' }),
  ).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('AM-17 verbs for buying groups that are called with the merged account are for the other one', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  await given(tenant);
  const of = { account: 'lose', group: 'deal' };
  await engine.groups.changeMembers({ ...of, assign: { bob: 'Engineer' }, remove: ['ann'] });
  await engine.groups.setStatus({ ...of, status: 'Hot' });
  const group = (await engine.account('win'))!.groups[0]!;
  expect(group).toMatchObject({ status: 'Hot' });
  expect(group.members.map(({ person: id, role, removed }) => [id, role, removed])).toEqual([
    ['bob', 'Engineer', false],
    ['ann', 'VP', true],
  ]);
  await engine.groups.releaseMembers({ ...of, people: ['ann', 'bob'] });
  expect((await engine.account('win'))!.groups[0]!.members).toMatchObject([
    { person: 'bob', role: 'VP', source: 'system' },
    { person: 'ann', role: 'VP', removed: false },
  ]);
});

test('AM-17 errors of verbs for buying groups name both accounts', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  await engine.define(deal);
  await engine.ingest({ accounts: [{ id: 'lose' }, { id: 'win' }] });
  await engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  const error = engine.groups.setStatus({ account: 'lose', group: 'deal', status: 'Hot' });
  await expect(error).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'The account win, which lose was merged into, has no buying group "deal".',
  });
});

test('AM-18 a link to the merged account leads to the other one, and is no contradiction to it', async () => {
  const platform = memoryPlatform();
  const crm = memoryPlatform({ name: 'crm' });
  await using tenant = await b2bWorld({ integration: { sources: [platform, crm] } });
  const { engine } = tenant;
  await given(tenant);
  const link = { source: 'crm', of: 'account', id: '0017' } as const;
  await engine.integration.link([{ ...link, to: 'lose' }]);
  await engine.integration.link([
    { ...link, to: 'win' },
    { ...link, to: 'next' },
    { ...link, to: 'lose' },
  ]);
  await engine.ingest({ accounts: [{ id: 'other' }] });
  await expect(engine.integration.link([{ ...link, to: 'other' }])).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  await expect(engine.integration.link([{ ...link, to: 'nobody' }])).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  crm.tell(
    { type: 'account', id: '0017', version: 1, attributes: { phase: 'hot' } },
    { type: 'opportunity', id: 'o1', account: '0017', version: 1, attributes: { amount: 5 } },
  );
  await engine.integration.synchronise();
  expect(await engine.account('win')).toMatchObject({
    attributes: { name: 'win', phase: 'hot' },
    opportunities: [{ attributes: { amount: 5 } }],
  });
});
