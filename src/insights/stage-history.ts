import type { Instant } from '../kernel/instant.ts';
import type { GroupFact, StageFact } from './group-fact.ts';
import { keyOf } from './snapshot.ts';

/** A move of one group. */
export interface Move extends StageFact {
  readonly at: Instant;
}

/** The moves of every group, oldest first, by account and group. */
export function movesByGroup(facts: readonly GroupFact[]): ReadonlyMap<string, readonly Move[]> {
  const moves = new Map<string, Move[]>();
  for (const fact of facts) {
    // A group that comes into being after it is another one, with moves of its own.
    if (fact.type === 'groupDeleted') moves.delete(keyOf(fact));
    if (fact.type !== 'stage') continue;
    const key = keyOf(fact);
    const known = moves.get(key);
    if (known === undefined) moves.set(key, [fact]);
    else known.push(fact);
  }
  for (const list of moves.values()) list.sort((left, right) => left.at - right.at);
  return moves;
}

/** The stage just before an instant; `null` without one. */
export function stageBefore(moves: readonly Move[], at: Instant): string | null {
  let stage: string | null = null;
  for (const move of moves) {
    if (move.at >= at) break;
    stage = move.next;
  }
  return stage;
}
