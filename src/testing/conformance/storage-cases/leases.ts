import type { CommitResult, Lease, Storage } from '../../../ports/storage.ts';
import { checkSame, checkThat } from '../../check.ts';
import { put, snapshot } from '../storage-case.ts';
import type { StorageCase, StorageContext } from '../storage-case.ts';

const FENCED: CommitResult = { ok: false, reason: 'fenced' };

/** Asks for the lease `l` with a ttl of 100. */
function ask(
  storage: Storage,
  subscription: string,
  owner: string,
  now: number,
): Promise<Lease | undefined> {
  return storage.acquire(subscription, { name: 'l', owner, now, ttl: 100 });
}

/** A storage in which `one` has just got the lease `l` at 1000. */
async function held({
  open,
  subscription,
}: StorageContext): Promise<{ storage: Storage; lease: Lease }> {
  const storage = await open();
  const lease = await ask(storage, subscription, 'one', 1000);
  if (lease === undefined) throw new Error('a lease that nobody has was refused');
  return { storage, lease };
}

function guarded(storage: Storage, subscription: string, id: string, fence: number, version = 1) {
  return storage.commit(subscription, {
    operations: [put(id, version, { due: 1 })],
    counters: [{ name: 'n', value: 1 }],
    fence: { lease: 'l', fence },
  });
}

export const LEASE_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-60',
    title: 'a lease that nobody has had is given',
    async run(context) {
      const { lease } = await held(context);
      const { fence, ...rest } = lease;
      checkSame(rest, { name: 'l', owner: 'one', expiresAt: 1100 }, 'the lease');
      checkThat(Number.isSafeInteger(fence) && fence >= 1, `the fence is ${fence}`);
    },
  },
  {
    rule: 'ST-61',
    title: 'nobody else gets a held lease until it expires, and the attempt changes nothing',
    async run(context) {
      const { storage, lease } = await held(context);
      for (const now of [1000, 1050, 1099, 900]) {
        const other = await ask(storage, context.subscription, 'two', now);
        checkSame(other, undefined, `the answer at ${now}`);
      }
      const again = await ask(storage, context.subscription, 'one', 1000);
      checkSame(again, lease, 'the lease of its owner');
    },
  },
  {
    rule: 'ST-61',
    title: 'at the instant of expiry the lease is free',
    async run(context) {
      const { storage } = await held(context);
      const lease = await ask(storage, context.subscription, 'two', 1100);
      checkSame([lease?.owner, lease?.expiresAt], ['two', 1200], 'the new lease');
      checkSame(await ask(storage, context.subscription, 'one', 1150), undefined, 'the old owner');
    },
  },
  {
    rule: 'ST-62',
    title: 'each takeover raises the fence, also when owners come back',
    async run(context) {
      const { storage, lease } = await held(context);
      let highest = lease.fence;
      let now = 1000;
      for (const owner of ['two', 'one', 'three', 'one', 'two']) {
        now += 100;
        const next = await ask(storage, context.subscription, owner, now);
        checkThat(next !== undefined, `${owner} did not get the lease at ${now}`);
        checkThat(next!.fence > highest, `fence ${next!.fence} after ${highest}`);
        highest = next!.fence;
      }
    },
  },
  {
    rule: 'ST-63',
    title: 'the same owner acquires again and keeps the fence, before and after expiry',
    async run(context) {
      const { storage, lease } = await held(context);
      for (const now of [1001, 1050, 1150, 9000]) {
        const again = await ask(storage, context.subscription, 'one', now);
        checkSame(again, { ...lease, expiresAt: now + 100 }, `the lease at ${now}`);
      }
      checkSame(await ask(storage, context.subscription, 'two', 9099), undefined, 'another owner');
    },
  },
  {
    rule: 'ST-64',
    title: 'renewing extends the lease and keeps the fence',
    async run(context) {
      const { storage, lease } = await held(context);
      const request = { name: 'l', owner: 'one', now: 1099, ttl: 500 };
      const renewed = await storage.renew(context.subscription, lease, request);
      checkSame(renewed, { ...lease, expiresAt: 1599 }, 'the renewed lease');
      checkSame(await ask(storage, context.subscription, 'two', 1598), undefined, 'another owner');
      const taken = await ask(storage, context.subscription, 'two', 1599);
      checkSame(taken?.owner, 'two', 'the owner after expiry');
    },
  },
  {
    rule: 'ST-64',
    title: 'a renewal is refused to others, with another fence, after expiry and after a takeover',
    async run(context) {
      const { storage, lease } = await held(context);
      const request = { name: 'l', owner: 'one', now: 1050, ttl: 1000 };
      const renew = (held: Partial<Lease>, asked: Partial<typeof request>) =>
        storage.renew(context.subscription, { ...lease, ...held }, { ...request, ...asked });
      checkSame(await renew({}, { owner: 'two' }), undefined, 'a request of another owner');
      checkSame(await renew({ owner: 'two' }, { owner: 'two' }), undefined, 'a forged owner');
      checkSame(await renew({ fence: lease.fence + 1 }, {}), undefined, 'a later fence');
      checkSame(await renew({}, { now: 1100 }), undefined, 'at the instant of expiry');
      const other = { name: 'other' };
      checkSame(await renew(other, other), undefined, 'a lease that nobody has had');
      const taken = await ask(storage, context.subscription, 'two', 1100);
      checkSame(taken?.owner, 'two', 'the owner, which no refused renewal may have extended');
      checkSame(await renew({}, { now: 1101 }), undefined, 'after a takeover');
      const back = await ask(storage, context.subscription, 'one', 1200);
      checkSame(await renew({}, { now: 1201 }), undefined, 'with the fence of the first time');
      const renewed = await renew({ fence: back!.fence }, { now: 1201 });
      checkSame(renewed?.expiresAt, 2201, 'with the new fence');
    },
  },
  {
    rule: 'ST-65',
    title: 'leases of different names and subscriptions are apart',
    async run(context) {
      const { storage, lease } = await held(context);
      const request = { name: 'l2', owner: 'two', now: 1000, ttl: 10 };
      const named = await storage.acquire(context.subscription, request);
      checkSame(named?.owner, 'two', 'the lease of another name');
      const elsewhere = await ask(storage, `${context.subscription}-2`, 'two', 1000);
      checkSame(elsewhere?.owner, 'two', 'the lease of another subscription');
      checkSame(await ask(storage, context.subscription, 'one', 1000), lease, 'the first lease');
    },
  },
  {
    rule: 'ST-66',
    title: 'of many owners who ask at the same time exactly one gets the lease',
    async run({ open, subscription }) {
      const storage = await open();
      for (const now of [1000, 1100, 1200]) {
        const owners = Array.from({ length: 20 }, (_, index) => `owner-${now}-${index}`);
        const leases = await Promise.all(
          owners.map((owner) => ask(storage, subscription, owner, now)),
        );
        const given = leases.filter((lease) => lease !== undefined);
        checkThat(given.length === 1, `${given.length} owners hold the lease at ${now}`);
      }
    },
  },
  {
    rule: 'ST-50',
    title: 'a commit under the fence of the lease is applied',
    async run(context) {
      const { storage, lease } = await held(context);
      const result = await guarded(storage, context.subscription, 'a', lease.fence);
      checkSame(result, { ok: true }, 'the answer');
    },
  },
  {
    rule: 'ST-50',
    title: 'a commit under an old, a later or an unknown fence changes nothing',
    async run(context) {
      const { storage, lease } = await held(context);
      const { subscription } = context;
      const unknown = guarded(storage, `${subscription}-2`, 'a', lease.fence);
      checkSame(await unknown, FENCED, 'the lease of another subscription');
      const before = await snapshot(storage, subscription);
      const later = await guarded(storage, subscription, 'a', lease.fence + 1);
      checkSame(later, FENCED, 'a later fence');
      const taken = await ask(storage, subscription, 'two', 1100);
      const old = await guarded(storage, subscription, 'a', lease.fence);
      checkSame(old, FENCED, 'an old fence');
      checkSame(await snapshot(storage, subscription), before, 'the state afterwards');
      const result = await guarded(storage, subscription, 'a', taken!.fence);
      checkSame(result, { ok: true }, 'the new owner');
    },
  },
  {
    rule: 'ST-50',
    title: 'a commit without operations tells whether the fence still holds',
    async run(context) {
      const { storage, lease } = await held(context);
      const probe = (): Promise<CommitResult> =>
        storage.commit(context.subscription, {
          operations: [],
          counters: [],
          fence: { lease: 'l', fence: lease.fence },
        });
      checkSame(await probe(), { ok: true }, 'while it is held');
      await ask(storage, context.subscription, 'two', 1100);
      checkSame(await probe(), FENCED, 'after a takeover');
    },
  },
  {
    rule: 'ST-51',
    title: 'a commit that is fenced and in conflict answers fenced',
    async run(context) {
      const { storage, lease } = await held(context);
      await ask(storage, context.subscription, 'two', 1100);
      const result = await guarded(storage, context.subscription, 'a', lease.fence, 7);
      checkSame(result, FENCED, 'the answer');
    },
  },
  {
    rule: 'ST-52',
    title: 'a lease that expired without a takeover still passes its fence',
    async run(context) {
      const { storage, lease } = await held(context);
      const { subscription } = context;
      const refused = await ask(storage, subscription, 'two', 1099);
      checkSame(refused, undefined, 'another owner before expiry');
      await storage.acquire(subscription, { name: 'clock', owner: 'x', now: 99_999, ttl: 1 });
      const result = await guarded(storage, subscription, 'a', lease.fence);
      checkSame(result, { ok: true }, 'the answer');
      const free = { operations: [put('b')], counters: [] };
      checkSame(await storage.commit(subscription, free), { ok: true }, 'without a fence');
    },
  },
];
