import fc from 'fast-check';

/** Draws one choice after another out of a list of numbers; when the list is used up, every choice is the first. */
export interface Draw {
  /** A whole number from 0 up to, not including, `below`. */
  (below: number): number;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
  /** True about once in `n` times; false when the list is used up. */
  readonly once: (n: number) => boolean;
}

/**
 * Things grown from a list of numbers: whatever is recursive or refers to itself becomes simple to generate, and a
 * shorter list with smaller numbers gives a simpler thing, so that counterexamples shrink.
 */
export function grown<T>(grow: (draw: Draw) => T, most: number): fc.Arbitrary<T> {
  const numbers = fc.array(fc.nat(9_999), { maxLength: most, size: 'max' });
  // Without the bias towards small numbers, which would mean the same few choices most of the time.
  return fc.noBias(numbers).map((chosen) => grow(drawFrom(chosen)));
}

/** Draws from a given list. */
export function drawFrom(numbers: readonly number[]): Draw {
  let taken = 0;
  const draw = (below: number): number => (numbers[taken++] ?? 0) % below;
  return Object.assign(draw, {
    pick: <T>(choices: readonly [T, ...T[]]): T => choices[draw(choices.length)] ?? choices[0],
    once: (n: number): boolean => draw(n) === n - 1,
  });
}
