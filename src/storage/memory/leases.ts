import type { Instant } from '../../kernel/instant.ts';
import type { Lease, LeaseRequest } from '../../ports/storage.ts';

/** A lease as it is kept; `owner` is null once it was given back. */
export type KeptLease = Omit<Lease, 'owner'> & { readonly owner: string | null };

/** The leases of one subscription by name. A lease that has expired or was given back stays, so that fences only rise. */
export type Leases = Map<string, KeptLease>;

/** Takes a lease that is free, expired or the owner's own (ST-60 to ST-63). */
export function acquire(leases: Leases, request: LeaseRequest): Lease | undefined {
  const { name, owner, now } = request;
  const current = leases.get(name);
  if (current === undefined) return grant(leases, request, 1);
  if (current.owner === owner) return grant(leases, request, current.fence);
  const free = current.owner === null || isOver(current, now);
  return free ? grant(leases, request, current.fence + 1) : undefined;
}

/** Gives a lease back that is still the owner's (ST-67, ST-68). */
export function release(leases: Leases, { name, owner, fence }: Lease): boolean {
  const current = leases.get(name);
  if (current === undefined || current.owner !== owner || current.fence !== fence) return false;
  leases.set(name, { ...current, owner: null });
  return true;
}

/** The leases whose name starts with a prefix, by name, without those that were given back (ST-69). */
export function leasesOf(leases: Leases, prefix: string): Lease[] {
  const found: Lease[] = [];
  for (const lease of leases.values()) {
    if (isHeld(lease) && lease.name.startsWith(prefix)) found.push(lease);
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a fence still passes (ST-50, ST-52, ST-67). */
export function passes(leases: Leases, name: string, fence: number): boolean {
  const current = leases.get(name);
  return current !== undefined && current.owner !== null && current.fence === fence;
}

function isHeld(lease: KeptLease): lease is Lease {
  return lease.owner !== null;
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

function isOver(lease: KeptLease, now: Instant): boolean {
  return now >= lease.expiresAt;
}
