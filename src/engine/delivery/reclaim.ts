import { MINUTE } from '../../kernel/duration.ts';
import type { Operation } from '../../ports/storage.ts';
import { now, type Core } from '../core.ts';
import { put } from '../../records/put.ts';

/** Claims of calls that take longer than this are found when they run out. */
const LONGEST = 15 * MINUTE;

/**
 * Makes effects due at once whose claim nobody holds any more, because the engine that had handed them over has ended
 * (EN-54): what becomes of them is then decided as for any interrupted call.
 */
export async function reclaim(core: Core): Promise<void> {
  const limit = core.settings.batchSize;
  const at = now(core);
  for (let after: { due: number; id: string } | undefined; ;) {
    const from = after === undefined ? {} : { after };
    const page = await core.store.scan({
      kind: 'effect',
      index: 'due',
      until: at + LONGEST,
      limit,
      ...from,
    });
    const operations = page.flatMap((record): Operation[] => {
      const { state, by, effect } = record.body;
      // What is due already is found anyway: whoever was interrupted here goes on from there.
      const left = state === 'claimed' && record.due! > at && core.members.isOrphan(by);
      if (!left || core.outbound.has(record.id) || !core.members.owns(effect.account)) return [];
      return [put({ ...record, version: record.version + 1, due: at })];
    });
    // A conflict means that another engine is at it.
    if (operations.length > 0) await core.store.commit({ operations, counters: [] });
    if (page.length < limit) return;
    const { due, id } = page.at(-1)!;
    after = { due: due!, id };
  }
}
