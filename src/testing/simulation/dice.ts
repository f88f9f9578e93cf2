import { chance } from '../harness/chance.ts';

/** Choices that look random and are the same for the same seed. */
export interface Dice {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** True in so many cases of one. */
  readonly once: (rate: number) => boolean;
  /** A whole number from 0 to below `count`. */
  readonly below: (count: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Milliseconds around a mean, mostly shorter, seldom much longer. */
  readonly about: (mean: number) => number;
  /** Other dice that do not depend on how often these are thrown. */
  readonly other: (name: string) => Dice;
}

/** Makes {@link Dice}. */
export function dice(seed: number): Dice {
  const next = chance(seed);
  return {
    next,
    once: (rate) => rate > 0 && next() < rate,
    below: (count) => Math.floor(next() * count),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    about: (mean) => Math.floor(-Math.log(1 - next()) * mean),
    other: (name) => dice(mix(seed, name)),
  };
}

/** FNV-1a over a seed and a name. */
function mix(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let at = 0; at < name.length; at += 1)
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
}
