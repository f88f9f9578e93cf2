import { setTimeout as pause } from 'node:timers/promises';
import { toInstant } from '../../src/kernel/instant.ts';
import { chance } from '../../src/testing/harness/chance.ts';
import { bundleEngine } from './bundle.ts';
import type { Life } from './engine-process.ts';
import type { Pace } from './fast-clock.ts';
import { live } from './live.ts';
import type { Deadline } from './live.ts';
import { MOMENTS } from './moments.ts';
import type { Death } from './moments.ts';
import { startReceiver } from './receiver-process.ts';
import type { Seen } from './receiver.ts';
import { Work } from './work.ts';

/** What a run is made of. */
export interface Ordeal {
  /** `sqlite:FILE` or `postgres://…`; empty before it is used. */
  readonly storage: string;
  /** Engines at once. */
  readonly engines: number;
  /** Processes to kill. */
  readonly kills: number;
  readonly seed: number;
  /** Kills the server of the storage and starts it again; `null` where there is none. */
  readonly crashServer: (() => Promise<void>) | null;
  /** How often that happens. */
  readonly serverKills: number;
  /** Told after each kill how many there were. */
  readonly onKill?: (killed: number) => void;
}

/** What happened in a run, for the checks. */
export interface Chronicle {
  readonly kills: number;
  readonly serverKills: number;
  /** Processes that ended at a moment of their own, by moment. */
  readonly moments: Readonly<Record<string, number>>;
  readonly work: Work;
  readonly seen: Seen;
  readonly pace: Pace;
  /** Calls that engines saw rejected, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** What must not happen to a process. */
  readonly accidents: readonly string[];
}

/** A minute of the clock lasts a quarter of a second. */
const SPEED = 240;
/** Accounts that come with each process. */
const ACCOUNTS = 4;
/** Longest real times, in milliseconds: from start to a random end, from readiness to one, and to a chosen one. */
const SPANS = { start: 500, ready: 350, moment: 600 } as const;
/** Real milliseconds after which the others take over from an engine. */
const LEASE = 1_000;
/** How often an engine stays away for so long that the others take over, and how long. */
const AWAY = { share: 0.1, time: 2 * LEASE } as const;
/** Real milliseconds in which everything must have come to its end once nobody kills any more. */
const PATIENCE = 90_000;
/** What engines that share a storage may see rejected: another one was faster. */
const RACES = ['LEASE_LOST', 'NOT_ALLOWED', 'WRITE_CONFLICT'];
/** How often a process comes to a moment before it ends there, at most. */
const COUNTS: Readonly<Record<(typeof MOMENTS)[number], number>> = {
  'calling the storage': 150,
  committing: 25,
  committed: 25,
  claimed: 6,
  sending: 6,
  sent: 6,
  settling: 6,
  settled: 6,
  'taken in': 6,
  acknowledged: 6,
};

/** Kills engines as the seed says until there were enough, and then lets them come to an end. */
export async function supervise(ordeal: Ordeal): Promise<Chronicle> {
  const { storage, engines, kills, seed } = ordeal;
  await using bundle = await bundleEngine();
  await using receiver = await startReceiver();
  const pace = { epoch: Date.now(), start: toInstant('2026-01-05T09:00:00Z'), speed: SPEED };
  const work = new Work();
  const moments: Record<string, number> = {};
  const refusals: Record<string, number> = {};
  const accidents: string[] = [];
  let [killed, serverKilled] = [0, 0];
  let server: Promise<void> = Promise.resolve();

  const expected = new Set(engines === 1 ? [] : RACES);
  if (ordeal.crashServer !== null) expected.add('STORAGE_FAILED');
  const hear = (line: string): void => {
    if (line.startsWith('refused ')) {
      const code = line.split(' ')[1]!;
      refusals[code] = (refusals[code] ?? 0) + 1;
      if (!expected.has(code)) accidents.push(line);
    } else work.hear(line);
  };
  const run = async (
    engine: number,
    death: Death | null,
    deadline: Deadline,
    finish: boolean,
  ): Promise<boolean> => {
    const items = work.take(finish ? 0 : ACCOUNTS);
    const life: Life = {
      name: `engine-${engine}`,
      storage,
      receiver: receiver.address,
      pace,
      lease: SPEED * LEASE,
      items,
      death,
      finish,
    };
    const ended = await live(bundle.file, life, deadline, hear);
    work.giveBack(items);
    if (ended.killed && !finish) {
      killed += 1;
      ordeal.onKill?.(killed);
    } else if (ended.killed) accidents.push(`engine ${engine} did not come to an end in time`);
    if (!ended.killed && ended.code !== 0)
      accidents.push(`a process ended with ${ended.code}: ${ended.stderr.slice(-2_000)}`);
    return ended.byItself;
  };
  const crashServer = (): void => {
    const due = Math.floor((killed * (ordeal.serverKills + 1)) / kills);
    if (ordeal.crashServer === null || serverKilled >= Math.min(due, ordeal.serverKills)) return;
    serverKilled += 1;
    const { crashServer: crash } = ordeal;
    // One after the other, beside the engines: some work when the server ends, some start while it is away.
    server = server.then(crash).catch((error: unknown) => void accidents.push(String(error)));
  };

  const keepKilling = async (engine: number): Promise<void> => {
    const draw = chance(seed * 31 + engine);
    while (killed < kills) {
      const moment = MOMENTS[Math.floor(draw() * 2 * MOMENTS.length)];
      const [far, how] = [draw(), draw()];
      const death = moment && { moment, count: 1 + Math.floor(far * COUNTS[moment]) };
      const from = how < 0.4 ? 'start' : 'ready';
      const died = await run(
        engine,
        death ?? null,
        death ? { from: 'ready', after: SPANS.moment } : { from, after: far * SPANS[from] },
        false,
      );
      if (death && died) moments[death.moment] = (moments[death.moment] ?? 0) + 1;
      crashServer();
      if (engines > 1 && draw() < AWAY.share) await pause(AWAY.time);
    }
  };
  await Promise.all(Array.from({ length: engines }, (_, engine) => keepKilling(engine)));
  await server;
  while (!work.isOver && accidents.length === 0) {
    const ends = Array.from({ length: engines }, (_, engine) =>
      run(engine, null, { from: 'start', after: PATIENCE }, true),
    );
    await Promise.all(ends);
  }
  await pause(50);
  const seen = await receiver.seen();
  return {
    kills: killed,
    serverKills: serverKilled,
    moments,
    work,
    seen,
    pace,
    refusals,
    accidents,
  };
}
