import type { Lease, Storage } from '../../../ports/storage.ts';
import { checkRejects, checkSame, checkThat } from '../../check.ts';
import type { StorageCase } from '../storage-case.ts';

async function take(
  storage: Storage,
  subscription: string,
  name: string,
  owner: string,
  now = 1_000,
): Promise<Lease> {
  const lease = await storage.acquire(subscription, { name, owner, now, ttl: 100 });
  if (lease === undefined) throw new Error(`${owner} did not get ${name}.`);
  return lease;
}

async function namesOf(storage: Storage, subscription: string, prefix = ''): Promise<string[]> {
  return (await storage.leases(subscription, prefix)).map(({ name }) => name);
}

export const LEASE_LIST_CASES: readonly StorageCase[] = [
  {
    rule: 'ST-67',
    title: 'a lease that was given back is free at once, with a greater fence for the next owner',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription, 'l', 'one');
      checkSame(await storage.release(subscription, lease), true, 'the answer of release');
      const fenced = { operations: [], counters: [], fence: { lease: 'l', fence: lease.fence } };
      checkSame(
        await storage.commit(subscription, fenced),
        { ok: false, reason: 'fenced' },
        'a commit under the old fence',
      );
      const request = { name: 'l', owner: 'one', now: 1_010, ttl: 100 };
      checkSame(await storage.renew(subscription, lease, request), undefined, 'renew');
      const next = await take(storage, subscription, 'l', 'two', 1_010);
      checkThat(next.fence > lease.fence, 'the fence did not rise');
    },
  },
  {
    rule: 'ST-67',
    title: 'the owner who gave a lease back and takes it again has a greater fence',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription, 'l', 'one');
      await storage.release(subscription, lease);
      const again = await take(storage, subscription, 'l', 'one');
      checkThat(again.fence > lease.fence, 'the fence did not rise');
      checkSame(await storage.release(subscription, lease), false, 'release with the old fence');
      checkSame(await storage.release(subscription, again), true, 'release with the new fence');
    },
  },
  {
    rule: 'ST-68',
    title: 'whoever does not hold a lease cannot give it back',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription, 'l', 'one');
      for (const wrong of [
        { ...lease, owner: 'two' },
        { ...lease, fence: lease.fence + 1 },
        { ...lease, name: 'other' },
      ]) {
        checkSame(await storage.release(subscription, wrong), false, 'the answer of release');
      }
      checkSame(await storage.release('elsewhere', lease), false, 'in another subscription');
      checkSame(await storage.leases(subscription, ''), [lease], 'the leases afterwards');
    },
  },
  {
    rule: 'ST-69',
    title: 'leases are listed by name, expired ones too, without those that were given back',
    async run({ open, subscription }) {
      const storage = await open();
      checkSame(await namesOf(storage, subscription), [], 'the leases at first');
      for (const name of ['b', 'a/2', 'a', 'B', 'a/1', '\u{1f600}', '\ue000', 'a%'])
        await take(storage, subscription, name, 'one');
      const gone = await take(storage, subscription, 'a/0', 'one');
      await storage.release(subscription, gone);
      await take(storage, subscription, 'a', 'two', 1_000_000);
      const all = ['B', 'a', 'a%', 'a/1', 'a/2', 'b', '\u{1f600}', '\ue000'];
      checkSame(await namesOf(storage, subscription), all, 'all leases');
      checkSame(await namesOf(storage, subscription, 'a/'), ['a/1', 'a/2'], 'leases below a/');
      checkSame(await namesOf(storage, subscription, 'a%'), ['a%'], 'a prefix is plain text');
      checkSame(await namesOf(storage, 'elsewhere'), [], 'in another subscription');
      const [first] = await storage.leases(subscription, 'a');
      checkSame([first?.owner, first?.expiresAt], ['two', 1_000_100], 'the lease that moved on');
    },
  },
  {
    rule: 'ST-70',
    title: 'malformed leases and prefixes are refused',
    async run({ open, subscription }) {
      const storage = await open();
      const lease = await take(storage, subscription, 'l', 'one');
      for (const wrong of [
        { ...lease, name: '' },
        { ...lease, owner: '\0' },
        { ...lease, fence: 0 },
        { ...lease, fence: 1.5 },
      ]) {
        await checkRejects(storage.release(subscription, wrong), 'INVALID_INPUT', 'release');
      }
      await checkRejects(storage.leases(subscription, '\ud800'), 'INVALID_INPUT', 'leases');
      checkSame(await storage.leases(subscription, 'l'), [lease], 'the leases afterwards');
    },
  },
];
