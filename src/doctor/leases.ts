import { formatInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Store } from '../records/store.ts';
import { joinIds } from '../runtime/effect.ts';
import type { DoctorLimits, Finding, LeaseState } from './diagnosis.ts';
import { finding } from './finding.ts';
import { counted } from './sample.ts';

/** Names of leases are joined with it. */
const SEPARATOR = joinIds('', '');

/** Leases, held and expired (DR-18). */
export async function findLeases(
  store: Store,
  now: Instant,
  limits: DoctorLimits,
): Promise<{ readonly leases: readonly LeaseState[]; readonly finding: Finding }> {
  const all = (await store.leases('')).map((lease) => ({
    ...lease,
    held: lease.expiresAt > now,
  }));
  const expired = all.filter(({ held }) => !held);
  const leases = [...expired, ...all.filter(({ held }) => held)];
  const examples = leases
    .slice(0, limits.examples)
    .map(
      ({ name, owner, held, expiresAt }) =>
        `${name.replaceAll(SEPARATOR, '/')} of ${owner}, ${held ? 'held until' : 'expired at'} ${formatInstant(expiresAt)}`,
    );
  const message = `${counted(all.length - expired.length, 'lease')} held, ${expired.length} expired.`;
  const shown = leases.slice(0, limits.groups);
  if (expired.length === 0)
    return { leases: shown, finding: finding('leases', 'ok', all.length, message, '', examples) };
  const next =
    'An engine ended without giving them back, or stands still. The next engine takes them over.';
  return {
    leases: shown,
    finding: finding('leases', 'notice', expired.length, message, next, examples),
  };
}
