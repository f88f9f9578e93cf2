import { performance } from 'node:perf_hooks';
import { CPU } from './options.ts';

/** One way to do the same work. */
export interface Contender {
  readonly name: string;
  /** Units of work that one call does. */
  readonly units: number;
  /** Does the work and returns a checksum of what came out. */
  readonly run: () => number;
}

/** Milliseconds since some instant: on the wall, or with `--cpu` of processor time, helper threads included. */
export function clock(): number {
  if (!CPU) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Seconds that a call takes. */
export function seconds(run: () => void): number {
  const start = clock();
  run();
  return (clock() - start) / 1_000;
}

/** Seconds until a promise is kept. */
export async function secondsOf(run: () => Promise<unknown>): Promise<number> {
  const start = clock();
  await run();
  return (clock() - start) / 1_000;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Units per second of each contender, by name: the median of `rounds` rounds in which they take turns, after one round
 * that is not counted.
 */
export function takeTurns(contenders: readonly Contender[], rounds: number): Map<string, number> {
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  const sums = new Map<string, number>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, units, run } of contenders) {
      let sum = 0;
      const taken = seconds(() => {
        sum = run();
      });
      if (round > 0) rates.get(name)!.push(units / taken);
      same(`${name}, round ${round}`, sum, sums.get(name) ?? sum);
      sums.set(name, sum);
    }
  }
  return new Map([...rates].map(([name, all]) => [name, median(all)]));
}

/** Ends the bench when two results that must be equal are not. */
export function same(what: string, left: unknown, right: unknown): void {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
  if (a !== b) throw new Error(`${what}: results differ: ${a} and ${b}`);
}

/** Bytes in use after garbage was collected. */
export function heapUsed(): number {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc.');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
