import type { Instant } from '../../../kernel/instant.ts';
import { checkSame } from '../../check.ts';
import type { StorageCase } from '../storage-case.ts';

const LAST = 8.64e15;

/** When a lease is asked for, and for how long. */
const TERMS: readonly (readonly [what: string, now: Instant, ttl: number])[] = [
  ['at the first instant', -LAST, 1],
  ['across 1970', -1, 2],
  ['at 0', 0, 1],
  ['across the end of signed 32 bits', 2 ** 31 - 1, 2],
  ['across the end of 32 bits in seconds', 2 ** 31 * 1000 - 1, 2],
  ['for longer than 32 bits', 1_767_603_600_000, 2 ** 33],
  ['until the last instant', LAST - 1, 1],
  ['for half of all instants', -LAST, LAST],
];

/** A lease is exact to the millisecond, wherever it lies. */
export const LEASE_TIME_CASES: readonly StorageCase[] = TERMS.flatMap(([what, now, ttl]) => {
  const expiresAt = now + ttl;
  const request = { name: 'l', owner: 'one', now, ttl };
  return [
    {
      rule: 'ST-61',
      title: `a lease ${what} is held until just before it expires`,
      async run({ open, subscription }) {
        const storage = await open();
        const lease = await storage.acquire(subscription, request);
        checkSame(lease?.expiresAt, expiresAt, 'expiresAt');
        checkSame(await storage.leases(subscription, ''), [lease], 'the leases');
        const other = { ...request, owner: 'two', ttl: 1 };
        const before = await storage.acquire(subscription, { ...other, now: expiresAt - 1 });
        checkSame(before, undefined, 'another owner just before');
        const last = { ...other, now: Math.min(expiresAt, LAST - 1) };
        const at = await storage.acquire(subscription, last);
        checkSame(at?.owner, last.now === expiresAt ? 'two' : undefined, 'another owner then');
      },
    },
    {
      rule: 'ST-64',
      title: `a lease ${what} may be renewed until just before it expires, not then`,
      async run({ open, subscription }) {
        const storage = await open();
        const lease = (await storage.acquire(subscription, request))!;
        const late = { ...request, now: Math.min(expiresAt, LAST - 1), ttl: 1 };
        if (late.now === expiresAt) {
          checkSame(await storage.renew(subscription, lease, late), undefined, 'at its end');
        }
        const early = { ...request, now: expiresAt - 1, ttl: 1 };
        const renewed = await storage.renew(subscription, lease, early);
        checkSame(renewed, { ...lease, expiresAt }, 'just before its end');
      },
    },
  ] satisfies StorageCase[];
});
