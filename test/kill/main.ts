import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { readOptions, USAGE } from './options.ts';
import type { KillOptions } from './options.ts';
import { figuresOf, runKills, violationsOf } from './run-kills.ts';
import type { Outcome } from './run-kills.ts';

/** Most violations that are printed. */
const SHOWN = 20;

let options: KillOptions;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exit(2);
}
console.log(`${options.storage}, ${options.kills} kills, seed ${options.seed}`);
const outcome = await runKills({
  ...options,
  onKill: (killed) => {
    if (killed % 100 === 0) console.log(`${killed} kills so far`);
  },
});
const violations = violationsOf(outcome.verdict);
for (const each of violations.slice(0, SHOWN)) console.log(each);
const { moments, refusals } = outcome.chronicle;
console.log(`ended at: ${listed(moments)}`);
console.log(`rejected calls: ${listed(refusals)}`);
console.log(figuresOf(outcome, options.seed));
if (options.report !== null) await report(options.report, outcome);
process.exitCode = violations.length === 0 ? 0 : 1;

function listed(counts: Readonly<Record<string, number>>): string {
  const texts = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
  return texts.length === 0 ? 'none' : texts.join(', ');
}

/** One test per thing that must be so, in the form in which vitest reports totals. */
async function report(file: string, { verdict }: Outcome): Promise<void> {
  const failed = Object.values(verdict).filter((list) => list.length > 0).length;
  const totals = {
    testResults: [],
    numPassedTests: Object.keys(verdict).length - failed,
    numFailedTests: failed,
    numPendingTests: 0,
    numTodoTests: 0,
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(totals));
}
