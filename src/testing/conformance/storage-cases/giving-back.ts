import type { Lease, LeaseRequest, Storage } from '../../../ports/storage.ts';
import { checkSame, checkThat } from '../../check.ts';
import { only, put, snapshot, write } from '../storage-case.ts';
import type { StorageCase } from '../storage-case.ts';

const REQUEST: LeaseRequest = { name: 'l', owner: 'one', now: 1_000, ttl: 100 };

async function take(
  storage: Storage,
  subscription: string,
  request: Partial<LeaseRequest> = {},
): Promise<Lease> {
  const lease = await storage.acquire(subscription, { ...REQUEST, ...request });
  if (lease === undefined) throw new Error('a lease that is free was refused');
  return lease;
}

function guarded(storage: Storage, subscription: string, { name, fence }: Lease): Promise<unknown> {
  return storage.commit(subscription, { ...only(), fence: { lease: name, fence } });
}

/** What giving a lease back means for all that come after it. */
export const GIVING_BACK_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-67',
    title: 'an expired lease can be given back, and its fence passes no more',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription);
      await storage.acquire(subscription, { ...REQUEST, name: 'clock', now: 99_999 });
      checkSame(await storage.release(subscription, lease), true, 'the answer');
      const answer = await guarded(storage, subscription, lease);
      checkSame(answer, { ok: false, reason: 'fenced' }, 'a commit under its fence');
    },
  },
  {
    rule: 'ST-67',
    title: 'a lease is given back by owner and fence, whatever its copy says of expiry',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription);
      await storage.renew(subscription, lease, { ...REQUEST, now: 1_050 });
      checkSame(await storage.release(subscription, lease), true, 'with the copy before renewal');
      const again = await take(storage, subscription);
      const forged = { ...again, expiresAt: 0 };
      checkSame(await storage.release(subscription, forged), true, 'with another expiry');
    },
  },
  {
    rule: 'ST-67',
    title: 'fences rise through any order of giving back and taking over',
    async run({ open, subscription }) {
      const storage = await open();
      const steps = [
        ['one', 'gives it back'],
        ['one', 'gives it back'],
        ['two', 'lets it expire'],
        ['one', 'gives it back'],
        ['three', 'lets it expire'],
        ['two', 'gives it back'],
      ] as const;
      let now = 1_000;
      let highest = 0;
      for (const [owner, end] of steps) {
        const lease = await take(storage, subscription, { owner, now });
        checkThat(lease.fence > highest, `fence ${lease.fence} after ${highest}`);
        highest = lease.fence;
        if (end === 'lets it expire') now += 100;
        else checkSame(await storage.release(subscription, lease), true, 'the answer of release');
      }
    },
  },
  {
    rule: 'ST-67',
    title: 'nobody renews or writes under a lease that was given back and taken by another',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription);
      await storage.release(subscription, lease);
      const next = await take(storage, subscription, { owner: 'two', now: 1_001 });
      const renewed = await storage.renew(subscription, lease, { ...REQUEST, now: 1_002 });
      checkSame(renewed, undefined, 'the renewal of the first owner');
      const answer = await guarded(storage, subscription, lease);
      checkSame(answer, { ok: false, reason: 'fenced' }, 'the commit of the first owner');
      checkSame(await guarded(storage, subscription, next), { ok: true }, 'that of the second');
    },
  },
  {
    rule: 'ST-67',
    title: 'giving one lease back leaves records, counters and other leases as they are',
    async run({ open, subscription }) {
      const storage = await open();
      await write(storage, subscription, put('a', 1, { due: 1 }), put('l'));
      await storage.commit(subscription, { ...only(), counters: [{ name: 'l', value: 2 }] });
      const lease = await take(storage, subscription);
      const other = await take(storage, subscription, { name: 'l/2' });
      const elsewhere = await take(storage, `${subscription}-2`);
      const before = await snapshot(storage, subscription);
      await storage.release(subscription, lease);
      checkSame(await snapshot(storage, subscription), before, 'the state');
      checkSame(await storage.leases(subscription, ''), [other], 'the other lease');
      checkSame(await storage.leases(`${subscription}-2`, ''), [elsewhere], 'elsewhere');
      checkSame(await guarded(storage, subscription, other), { ok: true }, 'its fence');
    },
  },
  {
    rule: 'ST-68',
    title: 'a lease that another has taken over cannot be given back by the one before',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription);
      const next = await take(storage, subscription, { owner: 'two', now: 1_100 });
      checkSame(await storage.release(subscription, lease), false, 'with the old fence');
      const mixed = { ...lease, fence: next.fence };
      checkSame(await storage.release(subscription, mixed), false, 'with the new fence');
      const forged = { ...next, fence: lease.fence };
      checkSame(await storage.release(subscription, forged), false, 'as the new owner, too early');
      checkSame(await storage.leases(subscription, ''), [next], 'the leases afterwards');
    },
  },
  {
    rule: 'ST-68',
    title: 'a lease that was given back, and one that nobody has had, cannot be given back',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription);
      await storage.release(subscription, lease);
      checkSame(await storage.release(subscription, lease), false, 'a second time');
      const never = { ...lease, name: 'never' };
      checkSame(await storage.release(subscription, never), false, 'one that nobody has had');
      const next = await take(storage, subscription, { name: 'never', owner: 'two' });
      checkSame(await guarded(storage, subscription, next), { ok: true }, 'the new lease');
    },
  },
  {
    rule: 'ST-69',
    title: 'each lease is listed as it was last given or renewed',
    async run({ open, subscription }) {
      const storage = await open();
      const a = await take(storage, subscription, { name: 'a' });
      await take(storage, subscription, { name: 'b' });
      const renewal = { ...REQUEST, name: 'a', now: 1_050, ttl: 7_000 };
      const renewed = await storage.renew(subscription, a, renewal);
      const taken = await take(storage, subscription, { name: 'b', owner: 'two', now: 1_100 });
      await storage.acquire(subscription, { ...REQUEST, name: 'a', owner: 'two', now: 1_101 });
      checkSame(await storage.leases(subscription, ''), [renewed, taken], 'the leases');
      const again = await take(storage, subscription, { name: 'a', now: 900, ttl: 1 });
      checkSame(await storage.leases(subscription, 'a'), [again], 'after a shorter term');
    },
  },
  {
    rule: 'ST-69',
    title: 'a lease that was given back and taken again is listed once, with its new fence',
    async run({ open, subscription }) {
      const storage = await open();
      for (const owner of ['one', 'two', 'one']) {
        const lease = await take(storage, subscription, { owner });
        checkSame(await storage.leases(subscription, ''), [lease], 'while it is held');
        await storage.release(subscription, lease);
        checkSame(await storage.leases(subscription, ''), [], 'when it was given back');
      }
    },
  },
  {
    rule: 'ST-69',
    title: 'hundreds of leases are listed, all of them',
    async run({ open, subscription }) {
      const storage = await open();
      const names = Array.from({ length: 300 }, (_, index) => `engine-${(index * 7) % 300}`);
      await Promise.all(names.map((name) => take(storage, subscription, { name })));
      const listed = (await storage.leases(subscription, 'engine-')).map(({ name }) => name);
      checkSame(listed, names.sort(), 'the names');
    },
  },
  {
    rule: 'ST-63',
    title: 'the owner may ask for an earlier end, and the lease is free then',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription, { ttl: 9_000 });
      const shorter = await take(storage, subscription, { now: 1_010, ttl: 5 });
      checkSame(shorter, { ...lease, expiresAt: 1_015 }, 'the lease');
      const next = await storage.acquire(subscription, { ...REQUEST, owner: 'two', now: 1_015 });
      checkSame(next?.owner, 'two', 'the next owner');
    },
  },
];
