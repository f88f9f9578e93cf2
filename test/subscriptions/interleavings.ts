import type { Storage } from '../../src/ports/storage.ts';
import { chance } from '../../src/testing/harness/chance.ts';
import { alone, someDeeds, together, type Deed, type Draw } from './tenants.ts';

/** Tenants whose names begin with one another, and that are called alike but for case. */
const NAMES: readonly (readonly [string, string])[] = [
  ['tenant-a', 'tenant-ab'],
  ['tenant-a', 'Tenant-A'],
  ['tenant-a', 'tenant-a subscriptions'],
];

/** A pair whose traces were not what they are alone. */
export interface Leak {
  readonly run: number;
  readonly names: readonly [string, string];
  readonly deeds: readonly [readonly Deed[], readonly Deed[]];
}

/** How interleavings are made. */
export interface InterleavingOptions {
  readonly runs: number;
  readonly seed: number;
  /** A storage for a solo run, and for a pair. */
  readonly open: () => Promise<Storage> | Storage;
  /** Different lists of deeds; each is lived alone once. */
  readonly lists?: number;
  readonly onProgress?: (done: number) => void;
}

/** Lets pairs of tenants with the same ids live on one storage, and compares each with its life alone (SU-5). */
export async function findLeak({
  runs,
  seed,
  open,
  lists = 40,
  onProgress,
}: InterleavingOptions): Promise<Leak | null> {
  const next = chance(seed);
  const draw: Draw = (below) => Math.floor(next() * below);
  const pool = Array.from({ length: lists }, () => someDeeds(draw));
  const solo = new Map<readonly Deed[], string>();
  for (let run = 0; run < runs; run += 1) {
    const names = NAMES[draw(NAMES.length)]!;
    const deeds = [pool[draw(lists)]!, pool[draw(lists)]!] as const;
    for (const list of deeds)
      if (!solo.has(list)) solo.set(list, await alone(open, 'solo-tenant', list));
    const storage = await open();
    const traces = await together(storage, names, deeds, draw);
    await storage.close();
    if (traces[0] !== solo.get(deeds[0]) || traces[1] !== solo.get(deeds[1]))
      return { run, names, deeds };
    if (run % 100 === 99) onProgress?.(run + 1);
  }
  return null;
}
