import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { adventureWorks } from './adventure-works.ts';
import { behaviourOf } from './behaviour.ts';
import { chanceOf } from './chance.ts';
import { findOut } from './findings.ts';
import type { Findings } from './findings.ts';
import { readOptions, USAGE } from './options.ts';
import type { DemoOptions } from './options.ts';
import { progressBar } from './progress-bar.ts';
import type { TextStream } from './progress-bar.ts';
import { reportPage } from './report.ts';
import { simulate } from './simulation.ts';
import type { SimulationOptions } from './simulation.ts';
import { openStorage } from './storages.ts';
import { syntheticTenant } from './synthetic-tenant.ts';
import { terminalText } from './terminal-text.ts';
import { WrongUse } from './wrong-use.ts';

/** Where the demo writes to. */
export interface DemoStreams {
  readonly out: TextStream;
  readonly error: TextStream;
}

/**
 * Runs the demo as the command line says; returns the exit code: 0, 1 when somebody missed a phase, 2 for wrong use.
 */
export async function runDemo(
  args: readonly string[],
  { out, error }: DemoStreams,
): Promise<number> {
  try {
    const options = readOptions(args);
    if (options.help) {
      out.write(USAGE);
      return 0;
    }
    const talks = !options.quiet && !options.json;
    const began = performance.now();
    const findings = await play(options, talks ? { onProgress: progressBar(out) } : {});
    const path = resolve(options.out);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, reportPage(findings));
    if (options.json) out.write(`${JSON.stringify(findings, null, 2)}\n`);
    if (talks) {
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      out.write(`\n${terminalText(findings)}\nReport: ${path} (${seconds} s)\n`);
      if (options.data === null) out.write(`${onFiles()}\n`);
    }
    return findings.silent.missed.length === 0 ? 0 : 1;
  } catch (fault) {
    if (!(fault instanceof WrongUse)) throw fault;
    error.write(`${fault.message}\n\n${USAGE}`);
    return 2;
  }
}

/** Where the companies of a checkout beside this one lie. */
const COMPANIES = '../shared/data/adventure-works';

/** How to play the same story on data from files, or that there are none. */
function onFiles(): string {
  return existsSync(COMPANIES)
    ? `On companies from CSV files: npm run demo -- --data ${COMPANIES}`
    : `On companies from CSV files: skipped, ${COMPANIES} is not there.`;
}

/** Plays the whole story once and tells what happened. */
export async function play(
  {
    seed,
    accounts,
    days,
    data,
    batch,
    storage: named,
  }: Omit<DemoOptions, 'out' | 'quiet' | 'json' | 'help'>,
  { onProgress }: Pick<SimulationOptions, 'onProgress'> = {},
): Promise<Findings> {
  // Small companies' few contacts read more of what they get.
  const behaviour = behaviourOf(chanceOf(seed), data === null ? 1 : 2);
  const tenant = data === null ? syntheticTenant(accounts, behaviour) : adventureWorks(data);
  const source = data === null ? `--accounts ${accounts}` : `--data ${data}`;
  const storage = await openStorage(named);
  try {
    const simulated = await simulate({
      tenant,
      behaviour,
      days,
      storage,
      asked: `--seed ${seed} ${source} --days ${days}`,
      ...(batch !== null && { batchSize: batch }),
      ...(onProgress !== undefined && { onProgress }),
    });
    try {
      return await findOut(simulated, tenant, days);
    } finally {
      await simulated.engine.close();
    }
  } finally {
    await storage.close();
  }
}
