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

/** The changes of every group's completeness, oldest first, by account and group. */
export function completenessByGroup(
  facts: readonly GroupFact[],
): ReadonlyMap<string, readonly Change<number | null>[]> {
  const changes = new Map<string, Change<number | null>[]>();
  for (const fact of facts) {
    if (fact.type !== 'completeness') continue;
    const key = keyOf(fact);
    const known = changes.get(key);
    if (known === undefined) changes.set(key, [fact]);
    else known.push(fact);
  }
  for (const list of changes.values()) list.sort((left, right) => left.at - right.at);
  return changes;
}

/** A value that became another one. */
export interface Change<T> {
  readonly at: Instant;
  readonly previous: T;
  readonly next: T;
}

/**
 * The value just before an instant. Where nothing tells of changes before it, old facts being pruned, the first change
 * after it says what was before; where none does, the value is what it is at present.
 */
export function valueBefore<T>(
  changes: readonly Change<T>[] | undefined,
  at: Instant,
  present: T,
): T {
  const last = changes?.findLast((change) => change.at < at);
  if (last !== undefined) return last.next;
  const next = changes?.at(0);
  return next === undefined ? present : next.previous;
}
