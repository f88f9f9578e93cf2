import { needArguments } from '../kernel/needed-arguments.ts';
import type { MemberView } from '../model/view.ts';
import type { RoleCard } from './definition.ts';
import { addRatios, ratio } from './ratio.ts';
import type { Ratio } from './ratio.ts';

/** How full one role is. */
export interface RoleState {
  readonly role: string;
  readonly active: number;
  readonly required: number;
  /** Whether the role counts for the group. */
  readonly counts: boolean;
  /** Percent, exact (BG-40). */
  readonly completeness: Ratio;
}

/**
 * How full each role of a template is, in the order of its cards.
 * @throws AccompanyError `INVALID_INPUT` for what is no list, and a card that asks for less than one member (BG-148)
 */
export function roleStates(
  cards: readonly RoleCard[],
  members: readonly MemberView[],
): readonly RoleState[] {
  needArguments('roleStates', { cards: [cards, 'list'], members: [members, 'list'] });
  return cards.map(({ role, membersRequired = 1, requiredForCompleteness = true }) => {
    needArguments('roleStates', { membersRequired: [membersRequired, 'natural'] });
    const active = members.filter((member) => member.role === role && !member.removed).length;
    const filled = BigInt(Math.min(active, membersRequired));
    return {
      role,
      active,
      required: membersRequired,
      counts: requiredForCompleteness,
      completeness: ratio(100n * filled, BigInt(membersRequired)),
    };
  });
}

/** Completeness of a group in percent as a fraction, which nothing has rounded (BG-46); `null` when no role counts. */
export function exactCompleteness(
  cards: readonly RoleCard[],
  members: readonly MemberView[],
): Ratio | null {
  const counting = roleStates(cards, members).filter(({ counts }) => counts);
  if (counting.length === 0) return null;
  const sum = counting.map(({ completeness }) => completeness).reduce(addRatios);
  return ratio(sum.numerator, sum.denominator * BigInt(counting.length));
}

/** Roles that count and lack members: those without any, and those with too few. */
export function missingRoles(
  cards: readonly RoleCard[],
  members: readonly MemberView[],
): { readonly empty: readonly string[]; readonly short: readonly string[] } {
  const lacking = roleStates(cards, members).filter(
    ({ counts, active, required }) => counts && active < required,
  );
  const names = (isEmpty: boolean): readonly string[] =>
    lacking.filter(({ active }) => (active === 0) === isEmpty).map(({ role }) => role);
  return { empty: names(true), short: names(false) };
}
