import { expect, test } from 'vitest';
import { AccountList } from '../../src/audience/account-list.ts';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { allOf } from '../../src/testing/harness/snapshot.ts';
import {
  account,
  b2bWorld,
  cloud,
  givenAcme,
  journey,
  large,
  named,
  nurture,
  person,
  software,
} from './tenant.ts';

test('EN-5 the same id again replaces a definition', async () => {
  await using tenant = await b2bWorld();
  await tenant.engine.define([large]);
  await givenAcme(tenant);
  expect(await tenant.engine.members({ audience: 'large' })).toEqual(['acme']);
  await tenant.engine.define(Audience.accounts('large', account('employees').atLeast(9_000)));
  expect(await tenant.engine.members({ audience: 'large' })).toEqual([]);
});

test.each(['live', 'scheduled'])(
  'EN-5 other content is refused while a %s journey enters by the definition, the same content is not',
  async (status) => {
    await using tenant = await b2bWorld();
    await tenant.given.journey(
      nurture('nurture', status === 'scheduled' ? { starts: '2026-02-01' } : {}),
    );
    const other = Audience.accounts('large', account('employees').atLeast(9_000));
    await expect(tenant.engine.define(other)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await tenant.engine.define(large);
    await tenant.engine.abort('nurture');
    await tenant.engine.define(other);
  },
);

test('EN-5 other content is refused while a live journey enters by the list', async () => {
  await using tenant = await b2bWorld();
  await tenant.given.journey(nurture('nurture', { audience: named }));
  await expect(
    tenant.engine.define(AccountList.static('named', { name: 'Other' }).publish()),
  ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});

test('EN-6 a definition that does not check is refused with its issues, and nothing of the call is kept', async () => {
  await using tenant = await b2bWorld();
  const wrong = Audience.accounts('wrong', {
    kind: 'attribute',
    entity: 'account',
    attribute: 'colour',
    operator: 'is',
    values: ['red'],
  });
  const refused = tenant.engine.define([large, wrong, cloud]);
  await expect(refused).rejects.toMatchObject({
    code: 'INVALID_DOCUMENT',
    details: { issues: [{ severity: 'error' }] },
  });
  expect(await allOf(tenant.storage, 'default', 'definition')).toEqual([]);
  await expect(
    tenant.given.journey(journey('by-id', { audience: { audience: 'large' } }).sendEmail('intro')),
  ).rejects.toMatchObject({ code: 'PUBLISH_REFUSED' });
});

test.each(['bad\u001fid', 'bad\u0000id', 'bad\u007fid', ' '])(
  'EN-6 %j is the id of no definition',
  async (id) => {
    await using tenant = await b2bWorld();
    for (const definition of [
      Audience.accounts(id, account('employees').atLeast(1)),
      AccountList.static(id).publish(),
      BuyingGroup.define(id, { roles: [{ role: 'Any', when: person('score').atLeast(0) }] }),
    ]) {
      await expect(tenant.engine.define(definition)).rejects.toMatchObject({
        code: 'INVALID_DOCUMENT',
      });
    }
  },
);

test.each([1, 2, 500])(
  'EN-7 every account follows before define resolves, in batches of %i',
  async (batchSize) => {
    await using tenant = await b2bWorld({ batchSize });
    for (const id of ['a', 'b', 'c', 'd', 'e'])
      await givenAcme(tenant, id, { [`${id}-1`]: { jobTitle: 'VP' } });
    await tenant.engine.define([large, software, cloud]);
    expect(await tenant.engine.members({ audience: 'large' })).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await tenant.engine.members({ audience: 'software' })).toEqual([]);
    expect(await tenant.seen.facts('member')).toHaveLength(5);
  },
);
