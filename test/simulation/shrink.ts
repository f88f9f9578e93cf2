import { runSeed, type Cuts } from './run-seeds.ts';
import type { SimulationReport } from '../../src/testing/simulation/simulate.ts';

/** A failing seed with everything left out that it does not need. */
export interface Shrunk {
  readonly cuts: Cuts;
  readonly report: SimulationReport;
}

/** Ways of leaving something out, the most telling first; each may be taken again and again. */
const WAYS: readonly ((cuts: Cuts, last: SimulationReport) => Cuts | null)[] = [
  (cuts) => (cuts.quiet === true ? null : { ...cuts, quiet: true }),
  ({ accounts = 60, ...cuts }) =>
    accounts > 3 ? { ...cuts, accounts: Math.floor(accounts / 2) } : null,
  ...(
    ['crash', 'ends', 'restarts', 'pauses', 'refused', 'lost', 'slow', 'skew', 'bursts'] as const
  ).map((name) => without(name)),
  ...(['channelRefused', 'channelLost', 'channelLate', 'failed', 'differs'] as const).map((name) =>
    without(name),
  ),
  without('impatient'),
  (cuts, { faults }) => (faults > 0 ? { ...cuts, faults: Math.floor(faults / 2) } : null),
  (cuts, { faults }) => (faults > 0 ? { ...cuts, faults: faults - 1 } : null),
  ({ events = 128, ...cuts }) => (events > 0 ? { ...cuts, events: Math.floor(events / 2) } : null),
];

function without(name: keyof NonNullable<Cuts['weather']>): (cuts: Cuts) => Cuts | null {
  return (cuts) =>
    cuts.weather?.[name] === 0 ? null : { ...cuts, weather: { ...cuts.weather, [name]: 0 } };
}

/** Leaves out accounts, then faults, then events, as long as the same promise is broken; `undefined`: none. */
export async function shrink(seed: number, rule: string | undefined, most = 60): Promise<Shrunk> {
  let cuts: Cuts = {};
  let report = await runSeed(seed);
  let tries = 0;
  for (const way of WAYS) {
    for (;;) {
      const next = tries < most ? way(cuts, report) : null;
      if (next === null) break;
      tries += 1;
      const smaller = await runSeed(seed, next);
      if (smaller.breaches[0]?.rule !== rule) break;
      cuts = next;
      report = smaller;
    }
  }
  return { cuts, report: await runSeed(seed, cuts, true) };
}
