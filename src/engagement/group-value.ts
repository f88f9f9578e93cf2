import type { Strategy } from './strategy.ts';

/** What is known of a member of a group when it is scored. */
export interface ScoredMember {
  readonly person: string;
  readonly role: string;
  readonly removed: boolean;
}

/**
 * The stored value of a group (EG-30 to EG-33): the roots of its active members' stored values, each by the weight of
 * the member's role over the weights of the roles that have one. For `rawCountV1` the values themselves, each by the
 * role's share of the whole template. Members are taken in their order, so that the same group has the same value.
 */
export function valueOfGroup(
  members: readonly ScoredMember[],
  weights: ReadonlyMap<string, number>,
  valueOf: (person: string) => number,
  strategy: Strategy = 'normalized',
): number {
  const divisor = strategy === 'rawCountV1' ? sumOf(weights) : sumOfUsed(members, weights);
  if (divisor === 0) return 0;
  let sum = 0;
  for (let index = 0; index < members.length; index += 1) {
    const { person, role, removed } = members[index]!;
    if (removed) continue;
    const weight = weights.get(role);
    if (weight === undefined) continue;
    const value = valueOf(person);
    sum += weight * (strategy === 'rawCountV1' ? value : Math.sqrt(value));
  }
  return sum / divisor;
}

function sumOf(weights: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  return sum;
}

function sumOfUsed(members: readonly ScoredMember[], weights: ReadonlyMap<string, number>): number {
  let sum = 0;
  // A template has few roles: a list is faster than a set, and a night does this for every group that changed.
  const used: string[] = [];
  for (let index = 0; index < members.length; index += 1) {
    const { role, removed } = members[index]!;
    if (removed || used.includes(role)) continue;
    used.push(role);
    sum += weights.get(role) ?? 0;
  }
  return sum;
}
