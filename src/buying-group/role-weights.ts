import { needArguments } from '../kernel/needed-arguments.ts';

/** The bands of roles, which are fixed (reference 4.2). They are not those of activities. */
export const ROLE_WEIGHTS = {
  trivial: 20,
  minor: 40,
  normal: 60,
  important: 80,
  vital: 100,
} as const;

/** A band of roles; a card without one is `normal`. */
export type RoleWeighting = keyof typeof ROLE_WEIGHTS;

/** The names of the bands, lightest first. */
export const WEIGHTINGS = ['trivial', 'minor', 'normal', 'important', 'vital'] as const;

/** Weight by role, of one template. */
export type RoleWeights = ReadonlyMap<string, number>;

/** The weights of a template's cards. */
export function roleWeights(
  cards: readonly { readonly role: string; readonly weighting?: RoleWeighting }[],
): RoleWeights {
  return new Map(cards.map(({ role, weighting }) => [role, ROLE_WEIGHTS[weighting ?? 'normal']]));
}

/**
 * Share of each role in percent, unrounded: role weight over the sum of the role weights (reference 12.3).
 * @throws AccompanyError `INVALID_INPUT` for what is no Map (BG-148)
 */
export function roleShares(weights: RoleWeights): ReadonlyMap<string, number> {
  needArguments('roleShares', { weights: [weights, 'map'] });
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  return new Map([...weights].map(([role, weight]) => [role, (100 * weight) / sum]));
}
