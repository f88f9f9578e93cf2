// events/ingest: lines of JSON text, each of them a click of a person whose account stands at a listener, until the
// account has moved on and its mail stands in the outbox, in events per second.
import { clicks, CLICKS_AT, type Click } from './companies.ts';
import { print } from './figures.ts';
import { median, same, seconds, secondsOf } from './measure.ts';
import { countOf, option, QUICK } from './options.ts';
import { xstate } from './peers.ts';
import { ByActors } from './steps-by-actors.ts';
import { define, load, openEngine, publish } from './steps-by-engine.ts';
import { ByHand } from './steps-by-hand.ts';

const accounts = countOf(option('parked', QUICK ? '20k' : '100k'));
const rounds = QUICK ? 2 : 3;
const actors = Math.min(accounts, 20_000);
const AT_ONCE = 500;

/** Collecting all garbage before a round also throws compiled code away: what compiles it anew is not counted. */
const warm = 0.1;

const lines = clicks(accounts).map((click) => JSON.stringify(click));
const first = Math.ceil((lines.length * warm) / AT_ONCE) * AT_ONCE;
const library = await xstate();

/** Accounts that moved on in the pass written by hand; ours must agree. */
let moves = 0;

const rates: Record<'ours' | 'limit' | 'peer', number[]> = { ours: [], limit: [], peer: [] };
for (let round = 0; round <= rounds; round += 1) {
  const taken = {
    limit: await byHand(),
    ours: await byEngine(),
    peer: library === null ? null : byActors(),
  };
  if (round === 0) continue;
  rates.ours.push((lines.length - first) / taken.ours);
  rates.limit.push((lines.length - first) / taken.limit);
  if (taken.peer !== null) rates.peer.push(((actors / 2) * (1 - warm)) / taken.peer);
}
print({
  bench: 'events/ingest',
  unit: 'events/s',
  ours: median(rates.ours),
  limit: median(rates.limit),
  peer: library === null ? null : 'xstate',
  peerRate: library === null ? null : median(rates.peer),
  note: `${accounts.toLocaleString('en-US')} accounts parked`,
});

async function byEngine(): Promise<number> {
  const engine = await openEngine(false);
  await define(engine);
  await load(engine, accounts);
  await publish(engine);
  await engine.advanceTo(CLICKS_AT);
  globalThis.gc?.();
  const ingest = async (some: readonly string[]): Promise<void> => {
    for (let from = 0; from < some.length; from += AT_ONCE) {
      const events = some.slice(from, from + AT_ONCE).map((line) => JSON.parse(line) as Click);
      await engine.ingest({ events: events as never });
    }
  };
  await ingest(lines.slice(0, first));
  const rest = lines.slice(first);
  const taken = await secondsOf(() => ingest(rest));
  const { nodes } = await engine.counts('nurture');
  same('events/ingest', nodes['click']!.edges['event'], moves);
  await engine.close();
  return taken;
}

async function byHand(): Promise<number> {
  const machine = new ByHand();
  machine.load(accounts);
  machine.enter();
  machine.advanceTo(CLICKS_AT);
  globalThis.gc?.();
  const hear = (some: readonly string[]): void => {
    for (const line of some) machine.hear(JSON.parse(line) as Click);
  };
  hear(lines.slice(0, first));
  const rest = lines.slice(first);
  const taken = seconds(() => hear(rest));
  moves = machine.outcome().visits['done']!;
  return taken;
}

function byActors(): number {
  const machine = new ByActors(library!);
  machine.load(actors);
  machine.enter();
  machine.advanceTo(CLICKS_AT);
  globalThis.gc?.();
  const hear = (some: readonly string[]): void => {
    for (const line of some) machine.hear(JSON.parse(line) as Click);
  };
  const begin = Math.round((actors / 2) * warm);
  hear(lines.slice(0, begin));
  const rest = lines.slice(begin, actors / 2);
  return seconds(() => hear(rest));
}
