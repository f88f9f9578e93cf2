import type { References } from '../conditions/references.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { hasErrors } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { readScenarioCatalogue } from '../scenario/catalogue.ts';
import { checkScenario } from '../scenario/check.ts';
import { scenarioReferences } from '../scenario/references.ts';
import { parseScenario, parseScenarioCatalogue } from '../scenario/schema.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { checkDocuments, journeysOf, referencesOf } from './check-documents.ts';
import { readContents } from './documents.ts';
import { EXIT, CliFault, wrongInput, wrongUse } from './exit.ts';
import type { CliIo } from './io.ts';
import { plain, writeIssues } from './lines.ts';
import type { Options } from './options.ts';
import { readJsonFile } from './read-input.ts';

/** What a file holds, checked. */
export interface Source {
  readonly what: string;
  readonly issues: readonly Issue[];
  /** `null` when its form is wrong. */
  readonly contents: SourceContents | null;
}

/** The journeys of a file with what they are compiled against. */
export interface SourceContents {
  readonly scenario: Scenario | null;
  readonly journeys: readonly JourneyDocument[];
  readonly catalogue: Catalogue;
  readonly references: References;
}

/** Reads and checks any file that the format describes. `--catalogue` gives the catalogue of what is no scenario. */
export async function readSource(io: CliIo, path: string, cataloguePath?: string): Promise<Source> {
  const read = readContents(await readJsonFile(io, path));
  if (!read.ok) return { what: 'file', issues: read.issues, contents: null };
  if (read.value.type === 'scenario') {
    const { scenario } = read.value;
    const issues = checkScenario(scenario);
    const catalogue = readScenarioCatalogue(scenario.catalogue);
    if (!catalogue.ok) return { what: 'scenario', issues, contents: null };
    const { journeys = [] } = scenario;
    const references = scenarioReferences(scenario);
    return {
      what: 'scenario',
      issues,
      contents: { scenario, journeys, catalogue: catalogue.value, references },
    };
  }
  const { documents, alone } = read.value;
  const catalogue = await readCatalogue(io, cataloguePath);
  const issues = checkDocuments(documents, alone, catalogue);
  const what = alone ? documents[0]!.type : `${documents.length} documents`;
  const contents = {
    scenario: null,
    journeys: journeysOf(documents),
    catalogue,
    references: referencesOf(documents),
  };
  return { what, issues, contents };
}

/**
 * Reads a file that must be without errors.
 * @throws CliFault after its issues were written to stderr
 */
export async function readSound(
  io: CliIo,
  path: string,
  cataloguePath?: string,
): Promise<SourceContents> {
  const { issues, contents } = await readSource(io, path, cataloguePath);
  if (contents !== null && !hasErrors(issues)) return contents;
  throw refused(io, path, issues);
}

/**
 * Reads a scenario that must be without errors.
 * @throws CliFault after its issues were written to stderr
 */
export async function readScenarioFile(io: CliIo, path: string): Promise<Scenario> {
  const read = parseScenario(await readJsonFile(io, path));
  if (!read.ok) throw refused(io, path, read.issues);
  const issues = checkScenario(read.value);
  if (hasErrors(issues)) throw refused(io, path, issues);
  return read.value;
}

/** The one journey that is meant: the named one, or the only one there is. */
export function chooseJourney({ journeys }: SourceContents, options: Options): JourneyDocument {
  const wanted = options.text('journey');
  const known = journeys.map(({ id }) => id).join(', ');
  if (wanted !== undefined) {
    const found = journeys.find(({ id }) => id === wanted);
    if (found === undefined)
      throw wrongInput(`There is no journey ${wanted}. Known: ${known || 'none'}.`);
    return found;
  }
  const [only, another] = journeys;
  if (only === undefined) throw wrongInput('There is no journey in the file.');
  if (another !== undefined)
    throw wrongUse(`There are several journeys. Name one with --journey: ${known}.`);
  return only;
}

async function readCatalogue(io: CliIo, path: string | undefined): Promise<Catalogue> {
  if (path === undefined) return defaultOf(readScenarioCatalogue(undefined));
  const read = parseScenarioCatalogue(await readJsonFile(io, path));
  if (!read.ok) throw refused(io, path, read.issues);
  const catalogue = readScenarioCatalogue(read.value);
  if (!catalogue.ok) throw refused(io, path, catalogue.issues);
  return catalogue.value;
}

function defaultOf(read: ReturnType<typeof readScenarioCatalogue>): Catalogue {
  if (!read.ok) throw new CliFault(EXIT.failure, 'The default catalogue cannot be read.');
  return read.value;
}

function refused(io: CliIo, path: string, issues: readonly Issue[]): CliFault {
  writeIssues({ ...io, stdout: io.stderr }, issues);
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  return wrongInput(plain(`${path} has ${errors} ${errors === 1 ? 'error' : 'errors'}.`));
}
