import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KillOptions } from './options.ts';
import { supervise } from './supervise.ts';
import type { Chronicle, Ordeal } from './supervise.ts';
import { verify } from './verify.ts';
import type { Verdict } from './verify.ts';

/** A run and what it has come to. */
export interface Outcome {
  readonly chronicle: Chronicle;
  readonly verdict: Verdict;
  readonly seconds: number;
}

/** Makes the storage when it is to be made, kills, verifies, and takes away what was made. */
export async function runKills(
  options: Omit<KillOptions, 'report'> & Pick<Ordeal, 'onKill'>,
): Promise<Outcome> {
  const began = performance.now();
  const run = async (place: Pick<Ordeal, 'storage' | 'crashServer'>): Promise<Outcome> => {
    const { kills, seed, serverKills, onKill = () => undefined } = options;
    const engines = place.storage.startsWith('sqlite:') ? 1 : 2;
    const chronicle = await supervise({ ...place, engines, kills, seed, serverKills, onKill });
    const verdict = await verify(place.storage, chronicle);
    return { chronicle, verdict, seconds: (performance.now() - began) / 1_000 };
  };
  if (options.storage === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'accompany-kill-'));
    try {
      return await run({ storage: `sqlite:${join(folder, 'killed.db')}`, crashServer: null });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  if (options.storage !== 'postgres') return run({ storage: options.storage, crashServer: null });
  const { startServer } = await import('../postgres/server.ts');
  const { url, crash, stop } = await startServer({ synced: true });
  try {
    return await run({ storage: url, crashServer: crash });
  } finally {
    await stop();
  }
}

/** Everything that a verdict holds against a run. */
export function violationsOf(verdict: Verdict): readonly string[] {
  return Object.entries(verdict).flatMap(([what, list]) =>
    (list as readonly string[]).map((each) => `${what}: ${each}`),
  );
}

/** The figures of a run in one line. */
export function figuresOf({ chronicle, verdict, seconds }: Outcome, seed: number): string {
  const arrivals = Object.values(chronicle.seen.arrivals);
  const figures: Readonly<Record<string, number>> = {
    kills: chronicle.kills,
    'server kills': chronicle.serverKills,
    acknowledged: chronicle.work.done.size,
    lost: verdict.lost.length,
    keys: arrivals.length,
    repeats: arrivals.reduce((sum, { repeats }) => sum + repeats, 0),
    contradictions: verdict.contradictions.length,
    differences: verdict.differences.length,
    early: verdict.early.length,
    unfinished: verdict.unfinished.length,
    'wrong counters': verdict.counters.length,
    damages: verdict.damages.length,
    accidents: verdict.accidents.length,
  };
  const texts = Object.entries(figures).map(([what, count]) => `${count} ${what}`);
  return `${texts.join(', ')}, ${seconds.toFixed(1)} seconds, seed ${seed}`;
}
