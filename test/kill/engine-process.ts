/** An engine in a process of its own that may end at any instant: takes in what it is given, and says what it has done. */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { Engine } from '../../src/engine/engine.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import { fastClock } from './fast-clock.ts';
import type { Pace } from './fast-clock.ts';
import { mortal, watched } from './moments.ts';
import type { Death } from './moments.ts';
import { openStorage } from './open-storage.ts';
import { channelTo } from './receiver-channel.ts';
import { inputOf, story, STORY, world } from './story.ts';
import type { Item, WorldShape } from './story.ts';

/** What a process is started with. */
export interface Life {
  readonly name: string;
  readonly storage: string;
  /** Address of the receiver. */
  readonly receiver: string;
  readonly pace: Pace;
  /** Milliseconds of the clock after which other engines take over. */
  readonly lease: number;
  readonly items: readonly Item[];
  readonly death: Death | null;
  /** End by itself when everything is done. */
  readonly finish: boolean;
}

/** Real milliseconds between looks at what is due: the engine's own alarm does not know that its clock is fast. */
const LOOK = 20;
const TOGETHER = 3;

const life = JSON.parse(process.argv[2]!) as Life;
const reach = mortal(life.death);
const clock = fastClock(life.pace);
// Written at once: what was said is said, however the process ends.
const say = (line: string): void => void writeSync(1, `${line}\n`);

/** An error in one line, its code first. */
function told(error: unknown): string {
  const code = isAccompanyError(error) ? error.code : 'UNKNOWN';
  const message = error instanceof Error ? error.message : String(error);
  return `${code} ${message.replaceAll('\n', ' ')}`;
}

/** What a host of several engines must expect: the server may be down, and another engine faster. */
const PASSING: ReadonlySet<string> = new Set([
  'LEASE_LOST',
  'NOT_ALLOWED',
  'STORAGE_FAILED',
  'WRITE_CONFLICT',
]);

/** Does something again until it works, or can never work. */
async function insist<T>(run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      say(`refused ${told(error)}`);
      if (!isAccompanyError(error) || !PASSING.has(error.code)) throw error;
      await pause(LOOK);
    }
  }
}

async function takeIn(engine: Engine<WorldShape>, items: Item[]): Promise<void> {
  for (let item = items.shift(); item !== undefined; item = items.shift()) {
    const current = item;
    await insist(() => engine.ingest(inputOf(current, clock.now())));
    reach('taken in');
    say(`done ${current}`);
    reach('acknowledged');
  }
}

async function isIdle(engine: Engine<WorldShape>): Promise<boolean> {
  const { inFlight, nodes } = await engine.counts(STORY);
  return inFlight === 0 && Object.values(nodes).every((node) => node.notYetActioned === 0);
}

const engine = await insist(async () => {
  const storage = watched(await openStorage(life.storage), reach);
  try {
    const channel = channelTo(life.receiver, reach);
    return await Engine.open<WorldShape>({
      catalogue: world,
      storage,
      clock,
      channels: { email: channel, actions: { alert: channel } },
      name: life.name,
      lease: life.lease,
      shards: 16,
      batchSize: 20,
    });
  } catch (error) {
    await storage.close();
    throw error;
  }
});
engine.on('error', (error) => {
  if (isAccompanyError(error)) say(`refused ${told(error)}`);
});
await insist(async () => {
  const known = (await engine.journeys()).find(({ id }) => id === STORY);
  if (known?.status !== 'live') await engine.publish(known === undefined ? story : STORY);
});
say('ready');

const items = [...life.items];
const taking = Promise.all(Array.from({ length: TOGETHER }, () => takeIn(engine, items)));
let taken = false;
void taking.then(() => (taken = true));
do {
  await insist(() => engine.settle());
  await pause(LOOK);
} while (!life.finish || !taken || !(await insist(() => isIdle(engine))));
await engine.close();
say('finished');
process.exit(0);
