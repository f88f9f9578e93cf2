import type { Instant } from '../../kernel/instant.ts';
import type { Lease, LeaseRequest } from '../../ports/storage.ts';
import { checkLease, checkLeaseRequest, checkPrefix } from '../request-checks.ts';
import { keysWithPrefix, orderKey, textOfKey } from '../sql/order-key.ts';
import type { SqliteClient } from './client.ts';
import { inTransaction } from './transaction.ts';

/** Leases of all subscriptions (ST-60 to ST-69). Calls are checked first and throw `INVALID_INPUT`. */
export interface Leases {
  acquire(subscription: string, request: LeaseRequest): Lease | undefined;
  renew(subscription: string, lease: Lease, request: LeaseRequest): Lease | undefined;
  release(subscription: string, lease: Lease): boolean;
  list(subscription: string, prefix: string): Lease[];
}

/** Prepares the statements for leases. Owners are kept as they are; nothing is ordered by them. */
export function leasesIn(client: SqliteClient): Leases {
  const at = 'subscription = ? and name = ?';
  // The same owner keeps its fence; a lease that was given back or has expired goes to anybody with the next one.
  const take = client.prepare(
    `insert into lease (subscription, name, owner, fence, expires_at) values (?, ?, ?, 1, ?)
      on conflict (subscription, name) do update set
        owner = excluded.owner,
        expires_at = excluded.expires_at,
        fence = fence + (owner is not excluded.owner)
      where owner is null or owner = excluded.owner or expires_at <= ?`,
  );
  const fenceAt = client.prepare(`select fence from lease where ${at}`);
  const extend = client.prepare(
    `update lease set expires_at = ? where ${at} and owner = ? and fence = ? and expires_at > ?`,
  );
  const giveBack = client.prepare(
    `update lease set owner = null where ${at} and owner = ? and fence = ?`,
  );
  const inRange = client.prepare(
    `select name, owner, fence, expires_at from lease
      where subscription = ? and name >= ? and name < ? and owner is not null order by name`,
  );

  function acquire(subscription: string, request: LeaseRequest): Lease | undefined {
    checkLeaseRequest(request);
    const { name, owner, now, ttl } = request;
    const key = orderKey(name);
    const expiresAt = now + ttl;
    let fence: number | undefined;
    inTransaction(client, () => {
      const { changes } = take.run(subscription, key, owner, expiresAt, now);
      if (Number(changes) === 0) return false;
      fence = (fenceAt.get(subscription, key) as { fence: number }).fence;
      return true;
    });
    return fence === undefined ? undefined : { name, owner, fence, expiresAt };
  }

  function renew(subscription: string, lease: Lease, request: LeaseRequest): Lease | undefined {
    checkLeaseRequest(request, lease);
    const { name, owner, now, ttl } = request;
    if (lease.owner !== owner) return undefined;
    const expiresAt = now + ttl;
    const key = orderKey(name);
    const { changes } = extend.run(expiresAt, subscription, key, owner, lease.fence, now);
    return Number(changes) === 0 ? undefined : { name, owner, fence: lease.fence, expiresAt };
  }

  function release(subscription: string, lease: Lease): boolean {
    checkLease(lease);
    const { name, owner, fence } = lease;
    return Number(giveBack.run(subscription, orderKey(name), owner, fence).changes) === 1;
  }

  function list(subscription: string, prefix: string): Lease[] {
    checkPrefix(prefix);
    const { from, to } = keysWithPrefix(prefix);
    const rows = inRange.all(subscription, from, to) as LeaseRow[];
    return rows.map(({ name, owner, fence, expires_at: expiresAt }) => ({
      name: textOfKey(name),
      owner,
      fence,
      expiresAt,
    }));
  }

  return { acquire, renew, release, list };
}

interface LeaseRow {
  readonly name: string;
  readonly owner: string;
  readonly fence: number;
  readonly expires_at: Instant;
}
