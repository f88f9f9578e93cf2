import type { MemberView } from '../model/view.ts';
import type { RoleCard } from './definition.ts';

/** Completeness of a group with these members: 0 to 100, `null` when no role is required (BG-40 to BG-45). */
export type Completeness = (members: readonly MemberView[]) => number | null;

/** Completeness of one role: 0 to 100, linear up to the members required. */
export function roleCompleteness(card: RoleCard, members: readonly MemberView[]): number {
  const required = card.membersRequired ?? 1;
  const active = members.filter(({ role, removed }) => role === card.role && !removed).length;
  return (100 * Math.min(active, required)) / required;
}

/** Completeness of a group: the mean over the roles that count, each of equal weight. */
export function groupCompleteness(
  cards: readonly RoleCard[],
  members: readonly MemberView[],
): number | null {
  return compileCompleteness(cards)(members);
}

/**
 * Prepares {@link groupCompleteness} for one definition. Fractions are added over one common denominator in whole
 * numbers and divided once at the end, so that the order of roles does not matter and a full group has exactly 100.
 */
export function compileCompleteness(cards: readonly RoleCard[]): Completeness {
  const required = new Map<string, number>();
  for (const card of cards) {
    if (card.requiredForCompleteness ?? true) required.set(card.role, card.membersRequired ?? 1);
  }
  if (required.size === 0) return () => null;
  const common = [...required.values()].map(BigInt).reduce(leastCommonMultiple);
  const denominator = common * BigInt(required.size);
  const divide =
    100n * denominator <= BigInt(Number.MAX_SAFE_INTEGER)
      ? inNumbers(required, Number(common), Number(denominator))
      : inBigInts(required, common, denominator);
  return (members) => divide(countActive(required, members));
}

type Divide = (counts: ReadonlyMap<string, number>) => number;

function inNumbers(
  required: ReadonlyMap<string, number>,
  common: number,
  denominator: number,
): Divide {
  return (counts) => {
    let sum = 0;
    for (const [role, count] of counts) {
      const needed = required.get(role)!;
      sum += (common / needed) * Math.min(count, needed);
    }
    return (100 * sum) / denominator;
  };
}

/** For definitions whose common denominator is beyond the whole numbers that a number holds. */
function inBigInts(
  required: ReadonlyMap<string, number>,
  common: bigint,
  denominator: bigint,
): Divide {
  const SCALE = 60n;
  return (counts) => {
    let sum = 0n;
    for (const [role, count] of counts) {
      const needed = required.get(role)!;
      sum += (common / BigInt(needed)) * BigInt(Math.min(count, needed));
    }
    return Number(((100n * sum) << SCALE) / denominator) / 2 ** Number(SCALE);
  };
}

function countActive(
  roles: ReadonlyMap<string, number>,
  members: readonly MemberView[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { role, removed } of members) {
    if (!removed && roles.has(role)) counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  return counts;
}

function leastCommonMultiple(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return (left / a) * right;
}
