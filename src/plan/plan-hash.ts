import { hash128 } from '../kernel/hash.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { Plan } from './plan.ts';

/**
 * The content hash of a plan: 32 hexadecimal digits over its canonical JSON, so that the order of keys does not
 * matter (PL-40, PL-41). The number of the format is part of the content; a `hash` field of the input is not.
 */
export function planHash(plan: Omit<Plan, 'hash'>): string {
  const { format, journey, entry, reEntry, exitOnAudienceLoss, campaigns, segments } = plan;
  return hash128(
    canonicalJson({ format, journey, entry, reEntry, exitOnAudienceLoss, campaigns, segments }),
  );
}
