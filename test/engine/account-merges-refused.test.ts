import { expect, test } from 'vitest';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import { AccountList } from '../../src/audience/account-list.ts';
import { snapshot } from '../../src/testing/harness/snapshot.ts';
import { b2bWorld, givenAcme, journey } from './tenant.ts';

const privacy = { key: 'a secret that is long enough for a keyed hash' };

function refusal(code: string): object {
  return { code: 'INVALID_INPUT', details: { issues: [{ code, path: ['into'] }] } };
}

test('AM-30 a merge of an account that was merged elsewhere is refused, and the first one stands', async () => {
  await using tenant = await b2bWorld();
  const { engine } = tenant;
  for (const id of ['lose', 'win', 'third']) await givenAcme(tenant, id, {});
  await engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  await expect(
    engine.integration.mergeAccounts({ account: 'lose', into: 'third' }),
  ).rejects.toMatchObject(refusal('MERGED_ELSEWHERE'));
  expect((await engine.account('lose'))!.id).toBe('win');
  // By way of the other account it comes to the same.
  await engine.integration.mergeAccounts({ account: 'win', into: 'third' });
  await engine.integration.mergeAccounts({ account: 'lose', into: 'third' });
});

test('AM-30 a merge into an account that its source has removed is refused to hosts, and waits for sources', async () => {
  const platform = memoryPlatform();
  await using tenant = await b2bWorld({ integration: { sources: [platform] } });
  const { engine } = tenant;
  platform.tell(
    { type: 'account', id: 'lose', version: 1, attributes: { phase: 'hot' } },
    { type: 'account', id: 'win', version: 1, attributes: { name: 'Win' } },
    { type: 'account', id: 'win', version: 2, removed: true },
  );
  await engine.integration.synchronise();
  const merge = { account: 'lose', into: 'win' };
  await expect(engine.integration.mergeAccounts(merge)).rejects.toMatchObject(
    refusal('MERGE_INTO_DELETED'),
  );
  expect(await engine.account('lose')).toMatchObject({ id: 'lose', attributes: { phase: 'hot' } });
  platform.tell({ type: 'merge', ...merge, version: 1 });
  await engine.integration.synchronise();
  expect(await engine.integration.aside()).toEqual([]);
  platform.tell({ type: 'account', id: 'win', version: 3, attributes: {}, removed: false });
  await engine.integration.synchronise();
  expect((await engine.account('win'))!.attributes).toMatchObject({ name: 'Win', phase: 'hot' });
});

test('AM-30 a merge into an account that was erased is refused, also by way of one that was merged into it', async () => {
  await using tenant = await b2bWorld({ privacy });
  const { engine } = tenant;
  for (const id of ['other', 'lose', 'win']) await givenAcme(tenant, id, {});
  await engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  await engine.erase({ account: 'win' });
  await expect(
    engine.integration.mergeAccounts({ account: 'other', into: 'lose' }),
  ).rejects.toMatchObject(refusal('MERGE_INTO_DELETED'));
  await expect(
    engine.integration.mergeAccounts({ account: 'other', into: 'win' }),
  ).rejects.toMatchObject(refusal('MERGE_INTO_DELETED'));
  expect((await engine.account('other'))!.id).toBe('other');
});

test('AM-30 PV-21 a merge of an account that was erased is refused to hosts and left out of what sources say', async () => {
  const platform = memoryPlatform();
  await using tenant = await b2bWorld({ integration: { sources: [platform] }, privacy });
  const { engine } = tenant;
  for (const id of ['gone', 'win']) await givenAcme(tenant, id, {});
  await engine.erase({ account: 'gone' });
  const merge = { account: 'gone', into: 'win' };
  await expect(engine.integration.mergeAccounts(merge)).rejects.toMatchObject(
    refusal('MERGE_OF_ERASED'),
  );
  let leftOut = 0;
  engine.on('erased', ({ records }) => (leftOut += records));
  platform.tell(
    { type: 'merge', ...merge, version: 1 },
    { type: 'merge', account: 'win', into: 'gone', version: 1 },
  );
  await engine.integration.synchronise();
  expect(leftOut).toBe(1);
  expect(await engine.integration.aside()).toMatchObject([
    { of: 'merge', id: 'win', issues: [{ code: 'MERGE_INTO_DELETED', path: 'into' }] },
  ]);
  expect((await engine.account('win'))!.id).toBe('win');
  expect(JSON.stringify((await snapshot(tenant.storage)).records)).not.toContain('gone');
});

test('AM-30 a merge of an account that stands still is refused, and made after it was released', async () => {
  await using tenant = await b2bWorld({ limits: { inputsPerAdvance: 1 } });
  const { engine } = tenant;
  await engine.define(AccountList.static('nobody').publish());
  // Two accounts of journeys that hand it on at once: more than the limit allows.
  for (const [id, next] of [
    ['c', null],
    ['b', 'c'],
    ['a', 'b'],
  ] as const) {
    const made = journey(id, id === 'a' ? {} : { audience: { list: 'nobody' } });
    await engine.publish(
      next === null
        ? made.sendEmail('end').wait({ days: 1 })
        : made.addToJourney(next).sendEmail(`of ${id}`),
    );
  }
  await tenant.given.account('win', { name: 'win', employees: 1 });
  await givenAcme(tenant, 'lose');
  const merge = { account: 'lose', into: 'win' };
  await expect(engine.integration.mergeAccounts(merge)).rejects.toMatchObject(
    refusal('MERGE_OF_QUARANTINED'),
  );
  await engine.abort('a');
  await engine.release('lose');
  await engine.integration.mergeAccounts(merge);
  expect((await engine.account('win'))!.people.map(({ id }) => id)).toEqual(['ann', 'bob']);
});
