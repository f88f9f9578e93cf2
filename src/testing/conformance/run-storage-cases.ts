import { conformanceSettings } from './conformance-options.ts';
import type { ConformanceOptions } from './conformance-options.ts';
import { runStorageCase, whatLacks } from './run-storage-case.ts';
import type { StorageUnderTest } from './storage-case.ts';
import { STORAGE_RULES } from './storage-rules.ts';
import { OutOfTime } from './time-limit.ts';

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

/** What results come to. */
export function reportOf(name: string, results: readonly CaseResult[]): ConformanceReport {
  const failures = results.filter(({ status }) => status === 'failed');
  const skipped = results.filter(({ status }) => status === 'skipped').length;
  return {
    name,
    passed: results.length - failures.length - skipped,
    failed: failures.length,
    skipped,
    brokenRules: [...new Set(failures.map(({ rule }) => rule))],
    results,
  };
}

/** As many cases may run out of time before a run gives up. */
const MOST_OUT_OF_TIME = 3;

/**
 * Runs the published cases against an adapter, one after the other, each on data of its own. Never rejects for a broken
 * rule: read `failed` and `brokenRules`. After three cases that ran out of time the others are skipped. Throws
 * `INVALID_INPUT` for options that cannot be meant.
 */
export async function runStorageConformance(
  adapter: StorageUnderTest,
  options: ConformanceOptions = {},
): Promise<ConformanceReport> {
  const settings = conformanceSettings(options);
  const results: CaseResult[] = [];
  let outOfTime = 0;
  for (const [index, one] of settings.cases.entries()) {
    const { rule, title, needs = {} } = one;
    const lacking = whatLacks(adapter.capabilities, needs);
    const reason = outOfTime < MOST_OUT_OF_TIME ? lacking : 'others ran out of time before it';
    if (reason !== undefined) {
      results.push({ rule, title, status: 'skipped', reason });
      continue;
    }
    try {
      await runStorageCase(adapter, one, settings, index);
      results.push({ rule, title, status: 'passed' });
    } catch (error) {
      if (isOutOfTime(error)) outOfTime += 1;
      results.push({ rule, title, status: 'failed', reason: messageOf(error) });
    }
  }
  return reportOf(adapter.capabilities.name, results);
}

/** As many failed cases of a rule are printed. */
const MOST_PRINTED = 5;

/**
 * One line for the totals; then each broken rule as `docs/semantics/storage.md` states it, in the order of that page, with
 * the first five cases that failed. All of them are in `results`.
 */
export function formatConformance({
  name,
  passed,
  failed,
  skipped,
  brokenRules,
  results,
}: ConformanceReport): string {
  const known = Object.keys(STORAGE_RULES);
  const inOrder = [...brokenRules].sort((a, b) => known.indexOf(a) - known.indexOf(b));
  return [
    `${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
    ...inOrder.flatMap((rule) => {
      const own = results.filter((one) => one.status === 'failed' && one.rule === rule);
      const more = own.length - MOST_PRINTED;
      return [
        '',
        rule in STORAGE_RULES ? `${rule} ${STORAGE_RULES[rule]}` : rule,
        ...own.slice(0, MOST_PRINTED).map(({ title, reason }) => `- ${title}: ${reason}`),
        ...(more > 0 ? [`- and ${more} more`] : []),
      ];
    }),
  ].join('\n');
}

function isOutOfTime(error: unknown): boolean {
  return error instanceof OutOfTime || (error instanceof Error && isOutOfTime(error.cause));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
