import type { Storage } from '../../src/ports/storage.ts';
import { firstDifference } from '../../src/testing/first-difference.ts';
import { chance } from '../../src/testing/harness/chance.ts';
import { someScenario, type Draw, type Scenario } from './scenarios.ts';
import { alone, together } from './tenants.ts';

/** Pairs of names that a careless storage takes for each other; names of several pairs begin alike as well. */
const LOOK_ALIKES: readonly ((name: string) => readonly [string, string])[] = [
  (name) => [name, `${name}b`],
  (name) => [name, name.toUpperCase()],
  (name) => [name, `${name} subscriptions`],
  (name) => [`${name}_`, `${name}x`],
  (name) => [`${name}%`, `${name}%%`],
  (name) => [`${name}\u00e9`, `${name}e\u0301`],
];

/** A pair whose traces were not what they are alone. */
export interface Leak {
  readonly run: number;
  readonly names: readonly [string, string];
  readonly scenarios: readonly [Scenario, Scenario];
  /** Where the first trace that differs does so. */
  readonly difference: string;
}

/** How interleavings are made. */
export interface InterleavingOptions {
  readonly runs: number;
  readonly seed: number;
  /** An empty storage: one for each life alone, and one for some pairs after or beside each other. */
  readonly open: () => Promise<Storage> | Storage;
  /** Different lives; each is lived alone once. */
  readonly lives?: number;
  /** Pairs that one storage carries. */
  readonly share?: number;
  /** Pairs that live at the same time. */
  readonly beside?: number;
  /** The first of the runs. */
  readonly from?: number;
  /** Traces of lives alone that are known already, by seed and number; others are added. */
  readonly known?: Map<string, string>;
  readonly onProgress?: (done: number) => void;
}

/** Lets pairs of tenants with the same ids live on one storage, and compares each with its life alone (SU-5). */
export async function findLeak({
  runs,
  seed,
  open,
  lives = 40,
  share = 20,
  beside = 1,
  from = 0,
  known = new Map(),
  onProgress,
}: InterleavingOptions): Promise<Leak | null> {
  const solo = async (number: number): Promise<string> => {
    const key = `${seed} ${number}`;
    let trace = known.get(key);
    if (trace === undefined) {
      const storage = await open();
      trace = await alone(storage, lifeOf(seed, number));
      await storage.close();
      known.set(key, trace);
    }
    return trace;
  };
  for (let done = 0; done < runs; done += share) {
    const batch = Array.from({ length: Math.min(share, runs - done) }, (_, index) =>
      pairOf(seed, from + done + index, lives),
    );
    // Before there is a storage for the pairs: an adapter may have one at a time.
    for (const { numbers } of batch) for (const number of numbers) await solo(number);
    const storage = await open();
    const waiting = [...batch];
    let leak: Leak | null = null;
    const work = async (): Promise<void> => {
      for (let pair = waiting.shift(); pair && leak === null; pair = waiting.shift()) {
        const { names, numbers, run, draw } = pair;
        const scenarios = [lifeOf(seed, numbers[0]), lifeOf(seed, numbers[1])] as const;
        const traces = await together(storage, names, scenarios, draw).catch(
          (error: unknown) => [JSON.stringify([String(error)]), ''] as const,
        );
        const own = [await solo(numbers[0]), await solo(numbers[1])] as const;
        const odd = traces[0] === own[0] ? (traces[1] === own[1] ? null : 1) : 0;
        if (odd === null) continue;
        const difference = `${firstDifference(JSON.parse(traces[odd]), JSON.parse(own[odd]))}`;
        leak = { run, names, scenarios, difference: `${names[odd]} ${difference}` };
      }
    };
    await Promise.all(Array.from({ length: beside }, work));
    await storage.close();
    if (leak !== null) return leak;
    onProgress?.(Math.min(done + share, runs));
  }
  return null;
}

interface Pair {
  readonly run: number;
  readonly names: readonly [string, string];
  /** Numbers of the two lives. */
  readonly numbers: readonly [number, number];
  readonly draw: Draw;
}

/** A pair is made from the seed and its own number alone, so that it can be looked at without those before it. */
function pairOf(seed: number, run: number, lives: number): Pair {
  const draw = drawer(seed, 2 * run);
  const names = LOOK_ALIKES[draw(LOOK_ALIKES.length)]!(`tenant-${run}`);
  return { run, names, numbers: [draw(lives), draw(lives)], draw };
}

function lifeOf(seed: number, number: number): Scenario {
  return someScenario(drawer(seed, 2 * number + 1));
}

function drawer(seed: number, stream: number): Draw {
  const next = chance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream, 0x85ebca6b));
  return (below) => Math.floor(next() * below);
}
