// steps/heap: bytes that an account takes because it stands in a journey: what is in use when all of them stand at the
// wait, less what was in use before publishing, by account. The second figure begins before the audience is defined, so
// that it holds what the engine keeps for every member of any audience too; so do limit and peer. Smaller is better.
import { print } from './figures.ts';
import { heapUsed } from './measure.ts';
import { countOf, option, QUICK } from './options.ts';
import { xstate } from './peers.ts';
import { ByActors } from './steps-by-actors.ts';
import { define, load, openEngine, publish } from './steps-by-engine.ts';
import { ByHand } from './steps-by-hand.ts';

const accounts = countOf(option('accounts', QUICK ? '20k' : '100k'));
const actors = 10_000;

const limit = await byHand();
const ours = await byEngine();
const peer = await byActors();
const figure = { unit: 'bytes', limit, peer: peer === null ? null : 'xstate', peerRate: peer };
print({ bench: 'steps/heap', ...figure, ours: ours.run, note: 'smaller is better' });
print({
  bench: 'steps/heap/audience',
  ...figure,
  ours: ours.whole,
  note: 'and its membership of the audience',
});

async function byEngine(): Promise<{ run: number; whole: number }> {
  const engine = await openEngine(false);
  await load(engine, accounts);
  const loaded = heapUsed();
  await define(engine);
  const defined = heapUsed();
  await publish(engine);
  await engine.settle();
  const parked = heapUsed();
  const { nodes } = await engine.counts('nurture');
  if (nodes['pause']!.here < accounts * 0.95)
    throw new Error('Not all accounts stand at the wait.');
  await engine.close();
  return { run: (parked - defined) / accounts, whole: (parked - loaded) / accounts };
}

async function byHand(): Promise<number> {
  const machine = new ByHand();
  machine.load(accounts);
  const before = heapUsed();
  machine.enter();
  const bytes = (heapUsed() - before) / accounts;
  if (machine.outcome().entered !== accounts) throw new Error('Not all accounts entered.');
  return bytes;
}

async function byActors(): Promise<number | null> {
  const library = await xstate();
  if (library === null) return null;
  const machine = new ByActors(library);
  machine.load(actors);
  const before = heapUsed();
  machine.enter();
  const bytes = (heapUsed() - before) / actors;
  if (machine.accounts.length !== actors) throw new Error('The population is gone.');
  return bytes;
}
