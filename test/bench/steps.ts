// steps/<accounts>: the journey of eight nodes and a merge, from publishing to the end of its last account, in node visits
// per second. Loading is not counted, ingesting the clicks is. `facts` adds rows of facts; evidence is off.
import { clicks, type Outcome } from './companies.ts';
import { print } from './figures.ts';
import { median, same } from './measure.ts';
import { countOf, option, QUICK } from './options.ts';
import { xstate } from './peers.ts';
import { ByActors } from './steps-by-actors.ts';
import { define, load, openEngine, passByEngine } from './steps-by-engine.ts';
import { ByHand, passByHand, type Passage } from './steps-by-hand.ts';

/** The peer keeps four kilobytes an account and is slow: more accounts than these tell nothing new. */
const MOST_ACTORS = 20_000;

/** Accounts of the small pass before each: collecting all garbage also throws compiled code away. */
const WARM = 2_000;

const size = option('accounts', '10k');
const accounts = countOf(size);
const rounds = Number(option('rounds', QUICK ? '2' : '3'));
const actors = Math.min(accounts, MOST_ACTORS);
const library = accounts > 100_000 ? null : await xstate();

const WAYS = {
  limit: () => byHand(accounts),
  ours: () => byEngine(accounts, false),
  ...(accounts <= 100_000 && { facts: () => byEngine(accounts, true) }),
  ...(library !== null && { peer: () => byActors(actors) }),
} as Record<'limit' | 'ours' | 'facts' | 'peer', () => Promise<Passage>>;

// What is not measured makes the code warm, here and before each pass.
await byHand(WARM);
await byEngine(WARM, false);
await byEngine(WARM, true);
if (library !== null) await byActors(WARM);

const passages: Record<string, Passage[]> = {};
for (let round = 0; round < rounds; round += 1) {
  for (const [name, pass] of Object.entries(WAYS)) {
    globalThis.gc?.();
    (passages[name] ??= []).push(await pass());
  }
}
const expected = passages['limit']![0]!.outcome;
for (const name of ['limit', 'ours', 'facts']) {
  for (const { outcome } of passages[name] ?? []) same(`steps/${size} ${name}`, outcome, expected);
}
if (actors === accounts)
  for (const { outcome } of passages['peer'] ?? []) same(`steps/${size} xstate`, outcome, expected);

const peer = library === null ? null : 'xstate';
const figure = { unit: 'visits/s', limit: rate('limit'), peer, peerRate: rate('peer') };
const note = peer === null ? {} : { note: `peer: ${actors.toLocaleString('en-US')} actors` };
print({ bench: `steps/${size}`, ...figure, ours: rate('ours')!, ...note });
if (passages['facts'] !== undefined)
  print({ bench: `steps/${size}/facts`, ...figure, ours: rate('facts')!, ...note });
print({
  bench: `steps/${size}/ingest`,
  unit: 'events/s',
  ours: eventRate('ours', accounts)!,
  limit: eventRate('limit', accounts),
  peer,
  peerRate: eventRate('peer', actors),
  note: 'objects, not text; part of the figures above',
});

function rate(name: string): number | null {
  const all = passages[name];
  if (all === undefined) return null;
  return median(all.map(({ total, outcome }) => visitsOf(outcome) / total));
}

function eventRate(name: string, count: number): number | null {
  const all = passages[name];
  return all === undefined ? null : median(all.map(({ events }) => Math.ceil(count / 2) / events));
}

function visitsOf({ visits }: Outcome): number {
  return Object.values(visits).reduce((sum, count) => sum + count, 0);
}

async function byHand(count: number): Promise<Passage> {
  const [small, machine] = [new ByHand(), new ByHand()];
  small.load(WARM);
  machine.load(count);
  globalThis.gc?.();
  passByHand(small, clicks(WARM));
  return passByHand(machine, clicks(count));
}

async function byEngine(count: number, facts: boolean): Promise<Passage> {
  const [small, engine] = [await loaded(WARM), await loaded(count)];
  globalThis.gc?.();
  await passByEngine(small, WARM);
  const passage = await passByEngine(engine, count);
  await small.close();
  await engine.close();
  return passage;

  async function loaded(accounts: number): Promise<Awaited<ReturnType<typeof openEngine>>> {
    const opened = await openEngine(facts);
    await define(opened);
    await load(opened, accounts);
    return opened;
  }
}

async function byActors(count: number): Promise<Passage> {
  const [small, machine] = [new ByActors(library!), new ByActors(library!)];
  small.load(WARM);
  machine.load(count);
  globalThis.gc?.();
  small.pass(clicks(WARM));
  return machine.pass(clicks(count));
}
