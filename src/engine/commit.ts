import { put } from '../records/put.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Commit, Key } from '../ports/storage.ts';
import type { FactDraft } from './feed.ts';
import { now, type Core } from './core.ts';

/** How often facts get new places before the call gives up. */
const ATTEMPTS = 64;

/**
 * Commits with fact rows in their places of the feed, and announces them afterwards (EN-60, EN-64). When only the places
 * were taken meanwhile, by another engine that wrote facts of the same shards, the rows get the next ones: what was
 * decided stands. Returns the keys that conflict for other reasons; an empty list when everything was written.
 */
export async function commitWithFacts(
  core: Core,
  commit: Commit,
  drafts: readonly FactDraft[],
  at: Instant = now(core),
): Promise<readonly Key[]> {
  const { facts: stored } = core.settings;
  const told = drafts.length > 0 && (stored || core.notifications.wantsFacts);
  if (!told) return isEmpty(commit) ? [] : core.store.commit(commit);
  for (let attempt = 1; ; attempt += 1) {
    const { facts, records, counters, keep } = core.feed.place(drafts, at, stored);
    const placed = records.map(put);
    const conflicts = await core.store.commit({
      ...commit,
      operations: [...commit.operations, ...placed],
      counters: [...commit.counters, ...counters],
    });
    if (conflicts.length === 0) {
      keep();
      for (const fact of facts) core.notifications.fact(fact);
      return [];
    }
    await core.feed.refresh(core.store, conflicts);
    const others = conflicts.filter(({ kind }) => kind !== 'fact');
    if (others.length > 0) return others;
    if (attempt === ATTEMPTS) throw writeConflict(conflicts);
  }
}

function isEmpty({ operations, counters }: Commit): boolean {
  return operations.length === 0 && counters.length === 0;
}

/** The error of a call that others have overtaken too often. */
export function writeConflict(conflicts: readonly Key[]): AccompanyError {
  return new AccompanyError(
    'WRITE_CONFLICT',
    'Other engines keep changing the same records. Repeat the call.',
    { details: { conflicts } },
  );
}
