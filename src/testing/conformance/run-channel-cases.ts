import { CHANNEL_CASES } from './channel-cases.ts';
import type { ChannelCase, ChannelUnderTest } from './channel-case.ts';
import { reportOf } from './run-storage-cases.ts';
import type { CaseResult, ConformanceReport } from './run-storage-cases.ts';
import { within } from './time-limit.ts';

/** How channels are tested. */
export interface ChannelConformanceOptions {
  /** Missing: all of them. */
  readonly cases?: readonly ChannelCase[];
  /** Milliseconds for one case; missing: 20,000. */
  readonly timeLimit?: number;
}

/**
 * Runs the published cases against a channel, one after the other, each with a channel and a receiver of its own. Never
 * rejects for a broken rule: read `failed` and `brokenRules`, or print it with `formatConformance`.
 */
export async function runChannelConformance(
  adapter: ChannelUnderTest,
  { cases = CHANNEL_CASES, timeLimit = 20_000 }: ChannelConformanceOptions = {},
): Promise<ConformanceReport> {
  const results: CaseResult[] = [];
  for (const one of cases) results.push(await resultOf(adapter, one, timeLimit));
  return reportOf(adapter.name, results);
}

async function resultOf(
  adapter: ChannelUnderTest,
  { rule, title, needs = [], run }: ChannelCase,
  timeLimit: number,
): Promise<CaseResult> {
  const lacking = needs.filter((need) => !adapter.can.includes(need));
  if (lacking.length > 0) {
    const reason = `for receivers that can ${lacking.join(' and ')}`;
    return { rule, title, status: 'skipped', reason };
  }
  try {
    const rig = await within(timeLimit, 'Making the channel', () => adapter.create());
    try {
      await within(timeLimit, 'The case', () => run(rig));
    } finally {
      await within(timeLimit, 'Cleaning up', () => rig.close());
    }
    return { rule, title, status: 'passed' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { rule, title, status: 'failed', reason };
  }
}
