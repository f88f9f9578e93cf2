/** A fraction in whole numbers, in lowest terms; the denominator is at least 1. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A fraction in lowest terms. `denominator` is at least 1. */
export function ratio(numerator: bigint, denominator: bigint): Ratio {
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** The sum of two fractions, exact. */
export function addRatios(left: Ratio, right: Ratio): Ratio {
  return ratio(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );
}

/** The nearest whole number, halves up: what people see. */
export function roundRatio({ numerator, denominator }: Ratio): number {
  const doubled = 2n * numerator + denominator;
  const quotient = doubled / (2n * denominator);
  const isBelow = doubled < 0n && doubled % (2n * denominator) !== 0n;
  return Number(isBelow ? quotient - 1n : quotient);
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
