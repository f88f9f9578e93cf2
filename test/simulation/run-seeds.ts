import { simulate, type SimulationReport } from '../../src/testing/simulation/simulate.ts';
import type { Weather } from '../../src/testing/simulation/weather.ts';
import { drawStory, type StoryCuts } from './story.ts';

/** What may be left out of a simulation to make a failure smaller. */
export interface Cuts extends StoryCuts {
  readonly days?: number;
  readonly faults?: number;
  readonly weather?: Partial<Weather>;
}

/** Simulates the story of one seed. */
export function runSeed(
  seed: number,
  cuts: Cuts = {},
  keepLines = false,
): Promise<SimulationReport> {
  const { days, faults, weather, ...story } = cuts;
  return simulate({
    seed,
    story: (dice, drawn) => drawStory(dice, drawn, story),
    keepLines,
    ...(days !== undefined && { days }),
    ...(faults !== undefined && { faults }),
    ...(weather !== undefined && { weather }),
  });
}

/** What many simulations have come to. */
export interface Totals {
  seeds: number;
  journeys: number;
  commits: number;
  steps: number;
  faults: number;
  crashes: number;
  readonly states: Map<string, number>;
  /** Seeds that broke a promise, with the first one. */
  readonly failures: { readonly seed: number; readonly rule: string; readonly what: string }[];
}

/** Nothing yet. */
export function noTotals(): Totals {
  const states = new Map<string, number>();
  return {
    seeds: 0,
    journeys: 0,
    commits: 0,
    steps: 0,
    faults: 0,
    crashes: 0,
    states,
    failures: [],
  };
}

/** Adds one simulation. */
export function addReport(totals: Totals, report: SimulationReport): void {
  totals.seeds += 1;
  totals.journeys += report.journeys;
  totals.commits += report.commits;
  totals.steps += report.steps;
  totals.faults += report.faults;
  totals.crashes += report.crashes;
  for (const [state, count] of report.states)
    totals.states.set(state, (totals.states.get(state) ?? 0) + count);
  const [first] = report.breaches;
  if (first !== undefined) totals.failures.push({ seed: report.seed, ...first });
}

/** Adds other totals. */
export function addTotals(totals: Totals, other: Totals): void {
  for (const name of ['seeds', 'journeys', 'commits', 'steps', 'faults', 'crashes'] as const)
    totals[name] += other[name];
  for (const [state, count] of other.states)
    totals.states.set(state, (totals.states.get(state) ?? 0) + count);
  totals.failures.push(...other.failures);
}
