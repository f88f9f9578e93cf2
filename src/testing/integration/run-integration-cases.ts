import type { DataPage } from '../../ports/data-integration.ts';
import { OutOfTime, within } from '../conformance/time-limit.ts';
import type { TestRunner } from '../conformance/register-storage-cases.ts';
import { reportOf } from '../conformance/run-storage-cases.ts';
import type { CaseResult, ConformanceReport } from '../conformance/run-storage-cases.ts';
import type {
  IntegrationCase,
  IntegrationCaseContext,
  IntegrationData,
  IntegrationUnderTest,
} from './integration-case.ts';
import { INTEGRATION_CASES } from './integration-cases.ts';

/** Which cases are run, and how long each may take. */
export interface IntegrationConformanceOptions {
  /** Missing: all of them. */
  readonly cases?: readonly IntegrationCase[];
  /** Milliseconds; missing: 10,000. */
  readonly timeLimit?: number;
}

const TIME_LIMIT = 10_000;

/**
 * Runs the published cases of the data-integration port, one after the other, each on a source of its own. Never rejects for
 * a broken rule: read `failed` and `brokenRules`, or print it with `formatConformance`.
 */
export async function runIntegrationConformance(
  adapter: IntegrationUnderTest,
  { cases = INTEGRATION_CASES, timeLimit = TIME_LIMIT }: IntegrationConformanceOptions = {},
): Promise<ConformanceReport> {
  const results: CaseResult[] = [];
  for (const one of cases) {
    const { rule, title } = one;
    const lacking = lackingIn(adapter, one);
    if (lacking !== null) {
      results.push({ rule, title, status: 'skipped', reason: lacking });
      continue;
    }
    try {
      await runCase(adapter, one, timeLimit);
      results.push({ rule, title, status: 'passed' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      results.push({ rule, title, status: 'failed', reason });
      if (error instanceof OutOfTime) break;
    }
  }
  return reportOf(adapter.name, results);
}

/** Registers the published cases as tests, one each, titled with the rule; those for what it lacks are skipped by name. */
export function registerIntegrationConformance(
  { describe, test }: TestRunner,
  adapter: IntegrationUnderTest,
  { cases = INTEGRATION_CASES, timeLimit = TIME_LIMIT }: IntegrationConformanceOptions = {},
): void {
  describe(`data integration ${adapter.name}`, () => {
    for (const one of cases) {
      const lacking = lackingIn(adapter, one);
      const title = `${one.rule} ${one.title}`;
      const body = (): Promise<void> => runCase(adapter, one, timeLimit);
      if (lacking === null) test(title, body);
      else test.skip(`${title} (${lacking})`, body);
    }
  });
}

/** Why a case does not apply; `null` when it does. */
function lackingIn(
  { lacks = [] }: IntegrationUnderTest,
  { needs }: IntegrationCase,
): string | null {
  const lacking =
    needs !== undefined &&
    (lacks.includes(needs) || (needs === 'conflicts' && lacks.includes('write')));
  return lacking ? `for sources with ${needs}` : null;
}

async function runCase(
  adapter: IntegrationUnderTest,
  one: IntegrationCase,
  timeLimit: number,
): Promise<void> {
  const data = await within(timeLimit, 'Making the source', () => adapter.create());
  try {
    await within(timeLimit, 'The case', () => one.run(contextOf(data)));
  } finally {
    await within(timeLimit, 'Cleaning up', async () => data.remove?.());
  }
}

/** A source that never ends must not run for ever. */
const MOST_PAGES = 10_000;

function contextOf(data: IntegrationData): IntegrationCaseContext {
  const { signal } = new AbortController();
  return {
    ...data,
    call: { subscription: 'case', origin: 'accompany:case', signal },
    async readAll(after = null) {
      const pages: DataPage[] = [];
      for await (const page of data.source.read({ after, signal })) {
        pages.push(page);
        if (pages.length > MOST_PAGES) throw new Error(`read gives more than ${MOST_PAGES} pages`);
      }
      const end = pages.at(-1)?.next ?? after;
      return { changes: pages.flatMap(({ changes }) => changes), pages, end };
    },
  };
}
