import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import type { DataChange } from '../../src/ports/data-integration.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { AccountBody } from '../../src/runtime/state.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import { CrashSignal, faultyStorage } from '../../src/testing/faulty-storage.ts';
import { b2bWorld, givenAcme, named, nurture, person, reachable } from './tenant.ts';

test('AM-1 AM-2 AM-10 AM-11 AM-12 AM-15 AM-30 an account that is merged hands everything over, and its runs leave', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  await engine.define([
    named,
    BuyingGroup.define('deal', { roles: [{ role: 'VP', when: person('jobTitle').is('VP') }] }),
  ]);
  await engine.publish(nurture());
  await givenAcme(tenant, 'lose', {
    ann: reachable('ann', { jobTitle: 'VP' }),
    eve: reachable('eve'),
  });
  await givenAcme(tenant, 'win', {
    bob: reachable('bob'),
    ann: reachable('ann', { jobTitle: 'VP' }),
  });
  await engine.changeList('named', { add: ['lose'] });
  await engine.groups.changeMembers({ account: 'lose', group: 'deal', assign: { eve: 'VP' } });
  await engine.groups.changeMembers({ account: 'lose', group: 'deal', remove: ['ann'] });
  await engine.ingest({
    opportunities: [{ id: 'd', account: 'lose', attributes: { amount: 3 } }],
    accounts: [{ id: 'lose', attributes: { phase: 'hot' } }],
  });
  await engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  expect((await engine.counts('nurture')).exits).toEqual({ account_merged: 1 });
  const win = (await engine.account('win'))!;
  expect(win).toMatchObject({
    attributes: { name: 'win', phase: 'hot' },
    opportunities: [{ id: 'd' }],
    lists: ['named'],
  });
  expect(win.people.map(({ id }) => id).toSorted()).toEqual(['ann', 'bob', 'eve']);
  expect(win.groups[0]!.members).toMatchObject([
    { person: 'ann', removed: true, source: 'manual' },
    { person: 'eve', removed: false, source: 'manual' },
  ]);
  await engine.ingest({
    accounts: [{ id: 'lose', attributes: { phase: 'warm', name: 'x' } }],
    relations: [{ account: 'lose', person: 'kim' }],
  });
  expect(await engine.account('win')).toMatchObject({ attributes: { name: 'win', phase: 'warm' } });
  expect((await engine.account('win'))!.people.map(({ id }) => id)).toContain('kim');
  await engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  const code = (of: Promise<unknown>): Promise<unknown> =>
    of.catch((error: { details: { issues: { code: string }[] } }) => error.details.issues[0]!.code);
  expect(await code(engine.integration.mergeAccounts({ account: 'win', into: 'lose' }))).toBe(
    'MERGE_CIRCLE',
  );
  expect(await code(engine.integration.mergeAccounts({ account: 'win', into: 'win' }))).toBe(
    'MERGE_INTO_ITSELF',
  );
  expect(await code(engine.integration.mergeAccounts({ account: 'win', into: 'no' }))).toBe(
    'MERGE_INTO_UNKNOWN',
  );
});

const STATED: readonly DataChange[] = [
  { type: 'account', id: 'lose', version: 1, attributes: { name: 'Lose', phase: 'cold' } },
  { type: 'account', id: 'lose', version: 2, attributes: { phase: 'hot', industry: 'Software' } },
  { type: 'account', id: 'lose', version: 3, removed: true },
  { type: 'account', id: 'win', version: 1, attributes: { name: 'Win', employees: 5 } },
  { type: 'account', id: 'win', version: 2, attributes: { industry: null } },
  { type: 'person', id: 'ann', version: 1, attributes: { email: 'ann@acme.example' } },
  { type: 'relation', account: 'lose', person: 'ann', version: 1, roles: ['Champion'] },
  { type: 'relation', account: 'lose', person: 'bob', version: 1 },
  { type: 'relation', account: 'win', person: 'bob', version: 1 },
  { type: 'relation', account: 'lose', person: 'bob', version: 2, removed: true },
  { type: 'opportunity', id: 'deal', account: 'lose', version: 1, attributes: { amount: 1 } },
  { type: 'opportunity', id: 'moved', account: 'lose', version: 1, attributes: { amount: 2 } },
  { type: 'opportunity', id: 'moved', account: 'lose', version: 2, removed: true },
  { type: 'opportunity', id: 'moved', account: 'win', version: 1, attributes: { amount: 3 } },
  { type: 'audience', audience: 'named', account: 'lose', version: 1, member: true },
  { type: 'merge', account: 'lose', into: 'win', version: 1 },
  { type: 'merge', account: 'win', into: 'last', version: 1 },
];

test('AM-11 AM-12 AM-13 AM-20 whatever order a source says things in, the result is the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...STATED], { minLength: STATED.length }),
      fc.integer({ min: 1, max: 4 }),
      async (statements, page) => {
        const platform = memoryPlatform({ page });
        await using tenant = await b2bWorld({ integration: { sources: [platform] } });
        await tenant.engine.define([named]);
        platform.tell(...statements);
        await tenant.engine.integration.synchronise();
        await tenant.engine.integration.synchronise();
        const last = (await tenant.engine.account('last'))!;
        expect(last.attributes).toEqual({ name: 'Win', phase: 'hot', employees: 5 });
        expect(last.people.map(({ id }) => id).toSorted()).toEqual(['ann', 'bob']);
        expect(last.people.find(({ id }) => id === 'ann')).toMatchObject({
          attributes: { email: 'ann@acme.example' },
          roles: ['Champion'],
        });
        expect(last.opportunities.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
          { id: 'deal', attributes: { amount: 1 } },
          { id: 'moved', attributes: { amount: 3 } },
        ]);
        expect(last.lists).toEqual(['named']);
      },
    ),
    { numRuns: 60 },
  );
});

test('AM-30 a merge that makes a circle is put aside with its code', async () => {
  const platform = memoryPlatform();
  platform.tell(
    { type: 'merge', account: 'a', into: 'b' },
    { type: 'merge', account: 'b', into: 'a' },
  );
  await using tenant = await b2bWorld({ integration: { sources: [platform] } });
  await tenant.engine.integration.synchronise();
  expect(await tenant.engine.integration.aside()).toMatchObject([
    { of: 'merge', id: 'b', issues: [{ code: 'MERGE_CIRCLE' }] },
  ]);
});

test('AM-3 an end at any call of the storage leaves no half of a merge', async () => {
  for (let at = 1; at < 60; at += 1) {
    const storage = memoryStorage();
    await using tenant = await b2bWorld({ storage });
    await givenAcme(tenant, 'lose');
    await givenAcme(tenant, 'win', {});
    let call = Number.NEGATIVE_INFINITY;
    const dying = faultyStorage(storage, {
      next: () => ((call += 1) < at ? 'ok' : at % 2 ? 'crash' : 'crashAfter'),
    });
    await tenant.reopen({ storage: dying });
    call = 0;
    const merge = { account: 'lose', into: 'win' };
    const end = await tenant.engine.integration
      .mergeAccounts(merge)
      .catch((error: unknown) => error);
    if (end !== undefined) expect(end).toBeInstanceOf(CrashSignal);
    await tenant.reopen({ storage });
    await tenant.engine.integration.mergeAccounts(merge);
    const accounts = await allOf<AccountBody>(storage, 'default', 'account');
    expect(accounts.find(({ id }) => id === 'lose')!.body.people).toEqual([]);
    const win = await tenant.engine.account('win');
    expect(win!.people.map(({ id }) => id)).toEqual(['ann', 'bob']);
    if (end === undefined) return;
  }
  expect.unreachable();
});
