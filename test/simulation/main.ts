import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addReport, addTotals, noTotals, runSeed, type Totals } from './run-seeds.ts';
import { shrink } from './shrink.ts';
import { STATES } from './states.ts';

// Simulates account journeys under faults: `--journeys` that many, from `--seed` on, or `--only` that seed. A failure
// prints the seed, what of it is left when everything is left out that it does not need, and what happened.

const { values } = parseArgs({
  options: {
    journeys: { type: 'string', default: '20000' },
    seed: { type: 'string' },
    only: { type: 'string' },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    /** Of a worker: takes every so many-th seed. */
    every: { type: 'string' },
  },
});
const MAIN = fileURLToPath(import.meta.url);
const seed = wholeNumber(values.seed) ?? Math.floor(Math.random() * 1_000_000_000);
const journeys = wholeNumber(values.journeys)!;

if (values.only !== undefined) await showSeed(wholeNumber(values.only)!);
else if (values.every !== undefined) await work(wholeNumber(values.every)!);
else await lead(wholeNumber(values.workers)!);

/** Runs seeds until there were enough journeys, and prints the totals as JSON. */
async function work(every: number): Promise<void> {
  Error.stackTraceLimit = 0;
  const totals = noTotals();
  for (let next = seed; totals.journeys < journeys && totals.failures.length < 3; next += every)
    addReport(totals, await runSeed(next));
  console.log(JSON.stringify({ ...totals, states: [...totals.states] }));
}

async function lead(workers: number): Promise<void> {
  console.log(`simulate: ${journeys} account journeys, --seed ${seed}, ${workers} processes`);
  const started = performance.now();
  const totals = noTotals();
  const share = String(Math.ceil(journeys / workers));
  const parts = await Promise.all(
    Array.from({ length: workers }, (_, index) =>
      run(['--journeys', share, '--seed', String(seed + index), '--every', String(workers)]),
    ),
  );
  for (const part of parts) addTotals(totals, part);
  const seconds = (performance.now() - started) / 1_000;
  const { states, failures, ...numbers } = totals;
  console.log({
    ...numbers,
    seconds: Math.round(seconds),
    perSecond: Math.round(totals.journeys / seconds),
  });
  for (const [state, count] of [...states].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`  ${String(count).padStart(8)}  ${state}`);
  const missing = STATES.filter((state) => !states.has(state));
  if (missing.length > 0 && journeys >= 20_000) {
    console.log(`Never reached: ${missing.join('; ')}`);
    process.exitCode = 1;
  }
  for (const { seed: failed, rule, what } of failures.slice(0, 3)) {
    console.log(`FAILED seed ${failed}: ${rule}: ${what}`);
    console.log(`  node test/simulation/main.ts --only ${failed}`);
    process.exitCode = 1;
  }
  if (failures.length > 0) await showSeed(failures[0]!.seed);
}

async function showSeed(failed: number): Promise<void> {
  const first = await runSeed(failed);
  const [breach] = first.breaches;
  if (breach === undefined) {
    console.log(
      `seed ${failed}: ${first.journeys} journeys, ${first.faults} faults, hash ${first.hash}: no promise is broken`,
    );
    return;
  }
  const { cuts, report } = await shrink(failed, breach.rule);
  console.log(report.lines.slice(-200).join('\n'));
  console.log(
    `seed ${failed} breaks ${breach.rule} with ${JSON.stringify(cuts)} and ${report.faults} faults:`,
  );
  for (const { rule, what } of report.breaches.slice(0, 5)) console.log(`  ${rule}: ${what}`);
  process.exitCode = 1;
}

function run(parameters: readonly string[]): Promise<Totals> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--max-semi-space-size=64', MAIN, ...parameters], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`A worker ended with ${code}.`));
      const { states, ...rest } = JSON.parse(text) as Totals & { states: [string, number][] };
      resolve({ ...rest, states: new Map(states) });
    });
  });
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${text} is not a whole number.`);
  return value;
}
