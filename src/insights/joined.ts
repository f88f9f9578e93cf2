import type { Instant } from '../kernel/instant.ts';
import type { GroupFact } from './group-fact.ts';
import { keyOf, type GroupSnapshot } from './snapshot.ts';

/**
 * Groups whose active members know when they became members (BG-139): that is when a fact tells of them without a role
 * before. Members of whom no fact tells, old facts being pruned, keep the instant of the last decision on them.
 */
export function withJoins(
  groups: readonly GroupSnapshot[],
  facts: readonly GroupFact[],
): readonly GroupSnapshot[] {
  const joined = new Map<string, Map<string, Instant>>();
  for (const fact of facts) {
    if (fact.type !== 'member' || fact.role === null || fact.previous !== null) continue;
    const key = keyOf(fact);
    const people = joined.get(key) ?? new Map<string, Instant>();
    joined.set(key, people.set(fact.person, fact.at));
  }
  return groups.map((group) => {
    const people = joined.get(keyOf(group));
    if (people === undefined) return group;
    const members = group.members.map((member) =>
      member.removed ? member : { ...member, since: people.get(member.person) ?? member.since },
    );
    return { ...group, members };
  });
}
