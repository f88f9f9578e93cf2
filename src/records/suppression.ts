import { joinIds } from '../runtime/effect.ts';

/** Counts suppressed addresses, so that nothing is looked up while there are none. */
export const SUPPRESSIONS: string = joinIds('suppressions', '');

/** Counts addresses that are kept as a hash only (PV-25); its name starts with {@link SUPPRESSIONS}. */
export const HASHED_SUPPRESSIONS: string = joinIds('suppressions', 'hashed');

/** The id of the record that suppresses an address. Addresses compare without case. */
export function suppressionId(address: string): string {
  return joinIds('email', comparable(address));
}

/** {@link suppressionId} for an address whose owner was erased: what stands in it is a keyed hash. */
export async function hashedSuppressionId(
  hash: (...parts: readonly string[]) => Promise<string>,
  address: string,
): Promise<string> {
  return joinIds('hashed', await hash('address', comparable(address)));
}

function comparable(address: string): string {
  return address.trim().toLowerCase();
}
