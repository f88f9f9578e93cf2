import type { Instant } from '../../kernel/instant.ts';
import type { Lease, LeaseRequest } from '../../ports/storage.ts';

/** The leases of one subscription by name. A lease that has expired stays, so that fences only rise. */
export type Leases = Map<string, Lease>;

/** Takes a lease that is free, expired or the owner's own (ST-60 to ST-63). */
export function acquire(leases: Leases, request: LeaseRequest): Lease | undefined {
  const { name, owner, now } = request;
  const current = leases.get(name);
  if (current === undefined) return grant(leases, request, 1);
  if (current.owner === owner) return grant(leases, request, current.fence);
  return isOver(current, now) ? grant(leases, request, current.fence + 1) : undefined;
}

/** Extends a lease that is still the owner's (ST-64). */
export function renew(leases: Leases, lease: Lease, request: LeaseRequest): Lease | undefined {
  const current = leases.get(request.name);
  const held =
    current !== undefined &&
    current.name === lease.name &&
    current.owner === lease.owner &&
    current.owner === request.owner &&
    current.fence === lease.fence &&
    !isOver(current, request.now);
  return held ? grant(leases, request, current.fence) : undefined;
}

function grant(leases: Leases, { name, owner, now, ttl }: LeaseRequest, fence: number): Lease {
  const lease = { name, owner, fence, expiresAt: now + ttl };
  leases.set(name, lease);
  return lease;
}

function isOver(lease: Lease, now: Instant): boolean {
  return now >= lease.expiresAt;
}
