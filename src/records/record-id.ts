import { hashIds } from '../kernel/hash.ts';
import { joinIds } from '../runtime/effect.ts';

/** Greatest length of a record's id (ST-1). */
const LONGEST = 1_024;

/** {@link joinIds} for ids of many parts: what would be too long for a storage is hashed. */
export function recordId(...parts: readonly string[]): string {
  const id = joinIds(...parts);
  return id.length <= LONGEST ? id : hashIds(...parts);
}
