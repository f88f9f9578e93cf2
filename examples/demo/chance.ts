import { hash32 } from '../../src/kernel/hash.ts';

/** A number from 0 up to but not 1 that depends on the seed and the key only: the same question, the same answer. */
export type Chance = (...key: readonly (string | number)[]) => number;

/** Chance without state: nothing depends on the order in which questions are asked. */
export function chanceOf(seed: number): Chance {
  return (...key) => hash32(`${seed}|${key.join('|')}`) / 2 ** 32;
}

/** One item of a list. */
export function pick<T>(items: readonly T[], chance: number): T {
  return items[Math.floor(chance * items.length)]!;
}

/** One key of a table of weights. */
export function weighted<K extends string>(
  weights: Readonly<Record<K, number>>,
  chance: number,
): K {
  const entries = Object.entries(weights) as [K, number][];
  let left = chance * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return entries.at(-1)![0];
}

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number, chance: number): number {
  return least + Math.floor(chance * (most - least + 1));
}
