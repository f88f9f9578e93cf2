import { AccompanyError, isAccompanyError } from '../../kernel/errors.ts';
import { formatIssue } from '../../kernel/issue.ts';
import { canonicalJson, deepFreeze } from '../../kernel/json.ts';
import type { Catalogue, CatalogueShape } from '../../model/catalogue.ts';
import type { Limits } from '../../model/limits.ts';
import { buildWorld, referencesTo } from '../../engine/definitions/build-world.ts';
import type { WorldDocuments } from '../../engine/definitions/build-world.ts';
import type { FindDefinition } from '../../records/group-documents.ts';
import { parsePlan } from '../../plan/parse-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DefinitionBody } from '../../records/bodies.ts';
import { advance } from '../../runtime/advance.ts';
import { advancePerson } from '../../runtime/person.ts';
import { compileProgram } from '../../runtime/program.ts';
import { NO_PROGRESS } from '../../runtime/state.ts';
import type { World } from '../../runtime/world.ts';
import { firstDifference } from '../first-difference.ts';
import { accountOutcome, outcomeOf, personOutcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type {
  AccountState,
  PersonState,
  RecordedAdvance,
  RecordedDocument,
  Recording,
} from './recording.ts';

/** What was recorded, and the catalogue that its engines had. */
export interface ReplayOptions<S extends CatalogueShape = CatalogueShape> {
  readonly recording: Recording;
  /** The catalogue of the engines that were recorded. */
  readonly catalogue: Catalogue<S>;
}

/** An advance that came out otherwise than recorded. */
export interface Divergence {
  /** Index in `Recording.advances`. */
  readonly index: number;
  readonly kind: RecordedAdvance['kind'];
  /** Id of the account or person. */
  readonly subject: string;
  /** The first difference, as `rest.facts[0].type: "run" instead of "queued"`, or what the advance threw. */
  readonly difference: string;
}

/**
 * Makes every recorded advance again, from its recorded inputs, and returns those whose result is not the recorded one,
 * byte by byte in canonical JSON (RL-62). Takes nothing from one advance to the next: what was given is what was recorded.
 *
 * @throws AccompanyError `INVALID_DOCUMENT` for a recording or plan of a format that this version does not read, or one
 *   with parts that are missing
 */
export function replay<S extends CatalogueShape>(options: ReplayOptions<S>): readonly Divergence[] {
  const { recording } = options;
  if (recording.format !== 1) {
    const message = `The recording has format ${JSON.stringify(recording.format)}; this version replays format 1. Replay it with the version that made it.`;
    throw new AccompanyError('INVALID_DOCUMENT', message, { path: ['format'] });
  }
  const worldOf = worldsOf(recording, options.catalogue as Catalogue);
  const recorded: Outcome[] = [];
  const divergences: Divergence[] = [];
  for (const [index, each] of recording.advances.entries()) {
    const before =
      typeof each.before === 'number'
        ? part(recorded[each.before], `advance ${each.before}`).state
        : each.before;
    const expected = outcomeOf(each.kind, before, each.result);
    recorded.push(expected);
    const difference = compare(expected, () => again(each, deepFreeze(before), worldOf));
    if (difference !== undefined)
      divergences.push({ index, kind: each.kind, subject: before.body.id, difference });
  }
  return divergences;
}

function compare(expected: Outcome, run: () => Outcome): string | undefined {
  let actual;
  try {
    actual = run();
  } catch (error) {
    if (isAccompanyError(error) && error.code === 'INVALID_DOCUMENT') throw error;
    return `threw ${String(error)}`;
  }
  const [text, expectedText] = [canonicalJson(actual), canonicalJson(expected)];
  if (text === expectedText) return undefined;
  return firstDifference(JSON.parse(text), JSON.parse(expectedText));
}

/** One advance again. What is given is frozen: an advance that changes it fails (RT-7). */
function again(
  each: RecordedAdvance,
  before: AccountState | PersonState,
  worldOf: (hash: string) => World,
): Outcome {
  const { kind, now } = each;
  if (kind === 'person') {
    const { body } = before as PersonState;
    const scoring = each.world === undefined ? null : worldOf(each.world).scoring;
    return personOutcome(advancePerson(body, deepFreeze(each.inputs), now, scoring));
  }
  const { body, progress } = before as AccountState;
  const world = worldOf(each.world);
  return accountOutcome(
    advance(world, body, progress ?? NO_PROGRESS, deepFreeze(each.inputs), now),
  );
}

/** The recorded worlds by hash, each built when it is first asked for. */
function worldsOf(recording: Recording, catalogue: Catalogue): (hash: string) => World {
  const built = new Map<string, World>();
  const document = (hash: string): RecordedDocument =>
    part(recording.documents[hash], `document ${hash}`);
  return (hash) => {
    const known = built.get(hash);
    if (known !== undefined) return known;
    const { subscription, ...given } = part(recording.worlds[hash], `world ${hash}`);
    const world = rebuild(subscription, catalogue, {
      ...given,
      definitions: given.definitions.map((one) => document(one) as DefinitionBody),
      plans: given.plans.map((one) => planOf(document(one))),
      limits: document(given.limits) as Limits,
    });
    built.set(hash, world);
    return world;
  };
}

function rebuild(subscription: string, catalogue: Catalogue, documents: WorldDocuments): World {
  const find: FindDefinition = (type, id) =>
    documents.definitions.find(
      (body): body is Extract<DefinitionBody, { type: typeof type }> =>
        body.type === type && body.document.id === id,
    );
  const references = referencesTo(find);
  const program = (plan: Plan): ReturnType<typeof compileProgram> =>
    compileProgram(plan, catalogue, references);
  return buildWorld(documents, { subscription, catalogue, references, program });
}

/** Plans are read as from a storage, so that a corpus also shows that their format is still understood. */
function planOf(json: RecordedDocument): Plan {
  const read = parsePlan(json);
  if (read.ok) return read.value;
  throw new AccompanyError('INVALID_DOCUMENT', read.issues.map(formatIssue).join('; '), {
    details: { issues: read.issues },
  });
}

function part<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  const message = `The recording has no ${name}. Record it anew.`;
  throw new AccompanyError('INVALID_DOCUMENT', message, { path: ['advances'] });
}
