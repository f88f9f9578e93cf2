import fc from 'fast-check';
import type { Journey } from '../../journey/journey.ts';
import type { CatalogueShape } from '../../model/catalogue.ts';
import { LAWS } from './all.ts';
import type { TenantHistory } from './history.ts';
import { defaultHistories } from './law.ts';
import type { Law, LawArbitraries, LawParameters } from './law.ts';
import { beginningOf } from './subject.ts';
import type { LawSubject } from './subject.ts';
import { runTrial } from './trial.ts';

/** What laws are run with, besides the journey. */
export interface RunLawsOptions<S extends CatalogueShape = CatalogueShape> extends Omit<
  LawSubject<S>,
  'journey'
> {
  /** Missing: all published laws. Append one's own: `[...LAWS, mine]`. */
  readonly laws?: readonly Law[];
  readonly arbitraries?: LawArbitraries;
  /** Missing: 50 runs of each law, with fast-check's global seed. */
  readonly parameters?: LawParameters;
}

/** What became of one law. `reason` is the message of a law that is broken. */
export interface LawResult {
  readonly law: string;
  readonly status: 'held' | 'broken';
  readonly reason?: string;
}

/** What became of all laws, and how much of the journey the histories have seen. */
export interface LawReport {
  readonly journey: string;
  readonly held: number;
  readonly broken: number;
  readonly results: readonly LawResult[];
  /**
   * From a sample of the histories: runs, and nodes that no run came to. Laws say nothing about a node that nobody
   * visits; give histories of your own when there are many.
   */
  readonly coverage: {
    readonly histories: number;
    readonly entered: number;
    readonly unvisited: readonly string[];
  };
}

/** Histories that coverage is taken from. */
const SAMPLE = 20;
const RUNS = 50;

/**
 * Checks laws on a host's journey, one after the other. Never rejects for a law that is broken: read `broken`, or print
 * the report with `formatLaws`.
 * @throws AccompanyError what stands in the way of defining and publishing: `INVALID_DOCUMENT`, `PUBLISH_REFUSED`, ...
 */
export async function runLaws<S extends CatalogueShape>(
  journey: Journey<S>,
  options: RunLawsOptions<S>,
): Promise<LawReport> {
  const { laws = LAWS, arbitraries, parameters = {}, ...rest } = options;
  const subject = { ...rest, journey } as unknown as LawSubject;
  const start = beginningOf(journey.document);
  await runTrial(subject, { start, end: start, publishFirst: true, moments: [] });
  const results: LawResult[] = [];
  for (const law of laws) {
    try {
      await law.check(subject, arbitraries, { numRuns: RUNS, ...parameters });
      results.push({ law: law.name, status: 'held' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      results.push({ law: law.name, status: 'broken', reason });
    }
  }
  const broken = results.filter(({ status }) => status === 'broken').length;
  const histories = arbitraries?.histories ?? defaultHistories(subject);
  return {
    journey: journey.id,
    held: results.length - broken,
    broken,
    results,
    coverage: await coverageOf(subject, histories, parameters.seed),
  };
}

/** One line for the totals, one for coverage, and the report of each law that is broken. */
export function formatLaws({ journey, held, broken, results, coverage }: LawReport): string {
  const { histories, entered, unvisited } = coverage;
  const seen =
    unvisited.length === 0 ? 'every node visited' : `never visited: ${unvisited.join(', ')}`;
  return [
    `${journey}: ${held} laws held, ${broken} broken`,
    `${entered} entries in ${histories} histories, ${seen}`,
    ...results.flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
  ].join('\n');
}

async function coverageOf(
  subject: LawSubject,
  histories: fc.Arbitrary<TenantHistory>,
  seed: number | undefined,
): Promise<LawReport['coverage']> {
  const sample = fc.sample(histories, { numRuns: SAMPLE, ...(seed === undefined ? {} : { seed }) });
  const unvisited = new Set(subject.journey.document.nodes.map(({ id }) => id));
  let entered = 0;
  try {
    for (const history of sample) {
      const trial = await runTrial(subject, history);
      const counts = trial.counts.get(subject.journey.id);
      entered += counts?.entered ?? 0;
      for (const [node, counted] of Object.entries(counts?.nodes ?? {})) {
        if (counted.entered > 0 || Object.keys(counted.outcomes).length > 0) unvisited.delete(node);
      }
      for (const { items } of trial.facts) {
        for (const item of items) {
          if (item.type === 'run' && item.journey === subject.journey.id)
            for (const node of item.trail) unvisited.delete(node);
        }
      }
    }
  } catch {
    // A law that is broken says it better.
  }
  return { histories: sample.length, entered, unvisited: [...unvisited] };
}
