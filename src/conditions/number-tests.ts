import { isInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Predicate } from './predicate.ts';

/** More operands than these are looked up instead of gone through. */
const MOST_IN_TURN = 8;

/** Equals any of the operands. */
export function equalsAny(operands: readonly (number | boolean)[]): Predicate {
  const [first, second] = operands;
  if (operands.length === 0) return () => false;
  if (operands.length === 1) return (value) => value === first;
  if (operands.length === 2) return (value) => value === first || value === second;
  if (operands.length > MOST_IN_TURN) {
    const known: ReadonlySet<unknown> = new Set(operands);
    return (value) => known.has(value);
  }
  return (value) => {
    for (let index = 0; index < operands.length; index += 1) {
      if (value === operands[index]) return true;
    }
    return false;
  };
}

export function greaterThan(operand: number): Predicate {
  return (value) => typeof value === 'number' && value > operand;
}

export function atLeast(operand: number): Predicate {
  return (value) => typeof value === 'number' && value >= operand;
}

export function lessThan(operand: number): Predicate {
  return (value) => typeof value === 'number' && value < operand;
}

export function atMost(operand: number): Predicate {
  return (value) => typeof value === 'number' && value <= operand;
}

/** Both ends included. */
export function between(least: number, most: number): Predicate {
  return (value) => typeof value === 'number' && value >= least && value <= most;
}

/** The same instant as any of the operands. */
export function instantIs(operands: readonly Instant[]): Predicate {
  // An operand is an instant, so whatever equals it is one.
  return equalsAny(operands);
}

/** An instant not before the first and not after the last (both included). */
export function instantBetween(first: Instant, last: Instant): Predicate {
  return (value) =>
    typeof value === 'number' && value >= first && value <= last && isInstant(value);
}
