import type { Storage, StorageCapabilities } from '../../ports/storage.ts';
import type { StorageCase, StorageContext, StorageUnderTest } from './storage-case.ts';
import { STORAGE_CASES } from './storage-cases/all.ts';

/** What became of one case. `reason` is the message of a failure, or why the case was skipped. */
export interface CaseResult {
  readonly rule: string;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly reason?: string;
}

/** What became of all cases, in their order. */
export interface ConformanceReport {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The rules that at least one failed case shows, each once. */
  readonly brokenRules: readonly string[];
  readonly results: readonly CaseResult[];
}

/**
 * Runs the published cases against an adapter, one after the other, each on data of its own. Never rejects for a broken
 * rule: read `failed` and `brokenRules`.
 */
export async function runStorageConformance(
  adapter: StorageUnderTest,
  cases: readonly StorageCase[] = STORAGE_CASES,
): Promise<ConformanceReport> {
  const results: CaseResult[] = [];
  for (const [index, { rule, title, ...rest }] of cases.entries()) {
    const lacking = whatLacks(adapter.capabilities, rest.needs ?? {});
    if (lacking !== undefined) {
      results.push({ rule, title, status: 'skipped', reason: lacking });
      continue;
    }
    try {
      await runStorageCase(adapter, cases[index]!, index);
      results.push({ rule, title, status: 'passed' });
    } catch (error) {
      results.push({ rule, title, status: 'failed', reason: messageOf(error) });
    }
  }
  const failures = results.filter(({ status }) => status === 'failed');
  const skipped = results.filter(({ status }) => status === 'skipped').length;
  return {
    name: adapter.capabilities.name,
    passed: results.length - failures.length - skipped,
    failed: failures.length,
    skipped,
    brokenRules: [...new Set(failures.map(({ rule }) => rule))],
    results,
  };
}

/** Runs one case on fresh data and cleans up; rejects when the rule is broken. */
export async function runStorageCase(
  adapter: StorageUnderTest,
  { run }: StorageCase,
  number = 0,
): Promise<void> {
  const data = await adapter.create();
  let writers: Storage[] = [];
  const closeAll = async (): Promise<void> => {
    const open = writers;
    writers = [];
    for (const writer of open) await writer.close();
  };
  const context: StorageContext = {
    subscription: `case-${number}`,
    open: async () => {
      const writer = await data.open();
      writers.push(writer);
      return writer;
    },
    reopen: async () => {
      await closeAll();
      return context.open();
    },
  };
  try {
    await run(context);
  } finally {
    await closeAll();
    await data.remove?.();
  }
}

/** Why an adapter does not take part in a case; `undefined` when it does. */
export function whatLacks(
  capabilities: StorageCapabilities,
  needs: NonNullable<StorageCase['needs']>,
): string | undefined {
  const { durability, multiWriter } = needs;
  if (multiWriter !== undefined && multiWriter !== capabilities.multiWriter) {
    return `for adapters with multiWriter ${multiWriter}`;
  }
  if (durability === undefined || durability === capabilities.durability) return undefined;
  if (durability === 'process' && capabilities.durability === 'synced') return undefined;
  return `for adapters with durability ${durability}`;
}

/** One line for the totals and one for each case that failed. */
export function formatConformance(report: ConformanceReport): string {
  const { name, passed, failed, skipped, results } = report;
  const failures = results.filter(({ status }) => status === 'failed');
  return [
    `${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
    ...failures.map(({ rule, title, reason }) => `${rule} ${title}: ${reason}`),
  ].join('\n');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
