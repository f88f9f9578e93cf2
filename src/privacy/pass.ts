import { AccompanyError } from '../kernel/errors.ts';
import type { Key } from '../ports/storage.ts';
import type { Store } from '../records/store.ts';

/** What work over many records needs: where they are, how many at a time, and what is done between two batches. */
export interface Pass {
  readonly store: Store;
  /** Records a batch. */
  readonly limit: number;
  /** Lets the host's event loop run; rejects with `ABORTED` when the work is to stop. */
  readonly breathe: () => Promise<void>;
}

/** How often a batch is decided again after write conflicts before the call gives up. */
const ATTEMPTS = 8;

/**
 * Decides and commits one batch, again after a write conflict, from what is stored then. `decide` commits and says which
 * keys were in conflict.
 * @throws AccompanyError `WRITE_CONFLICT`
 */
export async function persist<T>(
  decide: () => Promise<{ readonly conflicts: readonly Key[]; readonly result: T }>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const { conflicts, result } = await decide();
    if (conflicts.length === 0) return result;
    if (attempt < ATTEMPTS) continue;
    throw new AccompanyError(
      'WRITE_CONFLICT',
      'Other engines keep changing the same records. Repeat the call.',
      { details: { conflicts } },
    );
  }
}
