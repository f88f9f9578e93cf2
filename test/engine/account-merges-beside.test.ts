import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import type { Commit, Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { recordingChannel } from '../../src/testing/harness/recording-channel.ts';
import {
  b2b,
  b2bWorld,
  collect,
  givenAcme,
  journey,
  nurture,
  reachable,
  START,
  type B2b,
} from './tenant.ts';

test('AM-31 two engines that make the halves of a circle at once make none', async () => {
  const inner = memoryStorage();
  const clock = virtualClock(START);
  const open = (storage: Storage): Promise<Engine<B2b>> =>
    Engine.open<B2b>({ catalogue: b2b, storage, clock });
  await using first = await open(inner);
  await first.ingest({ accounts: [{ id: 'a' }, { id: 'b' }] });
  let meanwhile: (() => Promise<void>) | null = null;
  await using second = await open({
    ...inner,
    async commit(subscription, commit) {
      const run = meanwhile;
      meanwhile = null;
      await run?.();
      return inner.commit(subscription, commit);
    },
  });
  meanwhile = () => first.integration.mergeAccounts({ account: 'a', into: 'b' });
  await expect(second.integration.mergeAccounts({ account: 'b', into: 'a' })).rejects.toMatchObject(
    {
      code: 'INVALID_INPUT',
      details: { issues: [{ code: 'MERGE_CIRCLE' }] },
    },
  );
});

test('AM-4 effects of a merged account that wait are refused', async () => {
  await using tenant = await b2bWorld({ answer: () => ({ outcome: 'failed', reason: 'busy' }) });
  await tenant.engine.publish(
    journey('asks').sendEmail('news').act('createTask', { subject: 'call' }).wait({ days: 9 }),
  );
  await givenAcme(tenant, 'lose');
  await givenAcme(tenant, 'win', {});
  await tenant.engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  await tenant.when.after({ days: 1 });
  const settled = await tenant.seen.facts('settled');
  const reasons = settled
    .filter(({ account }) => account === 'lose')
    .flatMap(({ outcomes }) => outcomes.map(({ reason }) => reason));
  expect(reasons).toContain('left_account');
  expect(reasons).toContain('account_merged');
});

test('AM-16 entries of the merged account count for the other one', async () => {
  await using tenant = await b2bWorld();
  await givenAcme(tenant, 'lose');
  await tenant.engine.publish(nurture());
  await tenant.given.account('win', { name: 'win', employees: 1 });
  await tenant.engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  await tenant.engine.ingest({ accounts: [{ id: 'win', attributes: { employees: 9_000 } }] });
  expect((await tenant.engine.counts('nurture')).entered).toBe(1);
});

test('AM-32 what is said of an account that was merged into an erased one is left out', async () => {
  const privacy = { key: 'a secret that is long enough for a keyed hash' };
  await using tenant = await b2bWorld({ privacy });
  await givenAcme(tenant, 'lose');
  await givenAcme(tenant, 'win', {});
  await tenant.engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  await tenant.engine.erase({ account: 'win' });
  await givenAcme(tenant, 'lose');
  expect(await tenant.engine.account('win')).toBeUndefined();
  expect(await tenant.engine.account('lose')).toBeUndefined();
});

test('AM-32 whoever joins an account that was merged into an erased one belongs to nothing', async () => {
  const privacy = { key: 'a secret that is long enough for a keyed hash' };
  await using tenant = await b2bWorld({ privacy });
  const { engine } = tenant;
  for (const id of ['first', 'lose', 'win']) await givenAcme(tenant, id, {});
  await engine.ingest({
    people: [{ id: 'ann', attributes: { jobTitle: 'VP' } }],
    relations: [{ account: 'first', person: 'ann' }],
  });
  await engine.integration.mergeAccounts({ account: 'first', into: 'lose' });
  await engine.integration.mergeAccounts({ account: 'lose', into: 'win' });
  await engine.erase({ account: 'win' });
  expect((await engine.exportPerson('ann')).profile!.accounts).toEqual([]);
  // By either name, also by way of the other one.
  for (const account of ['first', 'lose']) {
    await engine.ingest({ relations: [{ account, person: 'ann' }] });
    expect((await engine.exportPerson('ann')).profile!.accounts).toEqual([]);
  }
  await givenAcme(tenant, 'next', {});
  await engine.ingest({ relations: [{ account: 'next', person: 'ann' }] });
  expect((await engine.exportPerson('ann')).accounts.map((one) => one.account)).toEqual(['next']);
});

test.each(['createTask', 'email'] as const)(
  'AM-4 EM-63 %s that is claimed in the very moment of a merge does not go out, also before people have heard',
  async (action) => {
    const inner = memoryStorage();
    const live = recordingChannel({ simulated: false });
    const open = (storage: Storage, options: Partial<EngineOptions<B2b>>): Promise<Engine<B2b>> =>
      Engine.open<B2b>({
        catalogue: b2b,
        storage,
        clock: { now: () => START },
        shards: 1,
        ...options,
      });
    let meanwhile: (() => Promise<void>) | null = null;
    const channels = { email: live, actions: { createTask: live } };
    await using first = await open(
      {
        ...inner,
        async commit(subscription, commit) {
          const run = claims(commit) ? meanwhile : null;
          if (run !== null) meanwhile = null;
          await run?.();
          return inner.commit(subscription, commit);
        },
      },
      { channels, name: 'first' },
    );
    let left = Number.POSITIVE_INFINITY;
    const ends: Storage = {
      ...inner,
      commit: (subscription, commit) =>
        (left -= 1) < 0
          ? Promise.reject(new Error('This engine is gone.'))
          : inner.commit(subscription, commit),
    };
    const elsewhere = { email: true, actions: ['createTask'] };
    const second = await open(ends, { channels: { elsewhere }, batchSize: 1, name: 'second' });
    const chain = ['next', 'then', 'later', 'win'];
    await first.ingest({
      accounts: ['lose', ...chain].map((id) => ({
        id,
        attributes: { name: id, employees: id === 'lose' ? 5_000 : 1 },
      })),
      people: [{ id: 'ann', attributes: reachable('ann') }],
      relations: [{ account: 'lose', person: 'ann' }],
    });
    for (const [index, account] of chain.slice(0, -1).entries())
      await first.integration.mergeAccounts({ account, into: chain[index + 1]! });
    // The chain is too long for a batch of one, and the engine ends before anybody hears.
    meanwhile = async () => {
      left = 1;
      const merge = { account: 'lose', into: 'next' };
      await expect(second.integration.mergeAccounts(merge)).rejects.toThrow('gone');
    };
    const asks = journey('asks');
    await first.publish(
      action === 'email'
        ? asks.sendEmail('news').wait({ days: 9 })
        : asks.act('createTask', { subject: 'call' }).wait({ days: 9 }),
    );
    await first.settle();
    expect(meanwhile).toBeNull();
    expect(live.received).toEqual([]);
    const facts = (await collect(first.facts())).flatMap(({ items }) => items);
    const reasons = facts.flatMap((item) =>
      item.type === 'settled' ? item.outcomes.map(({ reason }) => reason) : [],
    );
    expect(reasons).toEqual([action === 'email' ? 'left_account' : 'account_merged']);
    left = Number.POSITIVE_INFINITY;
    await second.close();
  },
);

function claims({ operations }: Commit): boolean {
  return operations.some(
    (one) =>
      one.op === 'put' &&
      one.record.kind === 'effect' &&
      (one.record.body as { readonly state: string }).state === 'claimed',
  );
}
