import { foldCase } from '../kernel/fold.ts';
import { warning } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { Ai, Facts, PathText } from '../ports/ai.ts';
import { readPathAnswer } from './answer-schema.ts';
import { ask, throwIfAborted, unusable } from './ask.ts';
import type { Answer } from './ask.ts';
import { checkOptions } from './check-options.ts';
import { decided } from './decision.ts';
import type { Decided, DecideOptions } from './decision.ts';
import type { PathOption, PathQuestion } from './path-question.ts';
import { checkPathQuestion } from './question-schema.ts';

/** Which path was chosen (AI-10 to AI-13). */
export interface PathDecision extends Decided {
  readonly kind: 'path';
  readonly subject: string | null;
  /** One of the given ids, or `otherwise`. */
  readonly path: string;
  /** What the model said, when it named a path that was given. */
  readonly proposed: string | null;
  /** What could not be judged because the facts do not say it. */
  readonly gaps: readonly string[];
}

/** How sure a model has to be, and what {@link DecideOptions} say. */
export interface ChooseOptions extends DecideOptions<PathDecision> {
  /** Least confidence for a model's choice to be taken, from 0 to 1; missing: 0.5. */
  readonly least?: number;
}

type Choice = Pick<PathDecision, 'path' | 'proposed' | 'gaps' | 'confidence' | 'reasons' | 'by'>;

/** Greatest length of a model's reasons and gaps together. */
const MOST = 2_000;

/**
 * Chooses one of the given paths by what is known of a subject: with a model that can, its choice; without one, and when
 * it fails, the first path whose `when` holds. What nothing speaks for goes to `otherwise`. Never another path
 * than those that were given, whatever the model answers (AI-10 to AI-13).
 * @throws AccompanyError `INVALID_INPUT`, `DUPLICATE_ID`, `TOO_LARGE` and `TOO_DEEP` for a question that cannot be meant,
 *   `INVALID_INPUT` for options that cannot be kept to, `ABORTED` when the host gives up, and whatever `onDecision` throws
 *
 * @example
 * ```ts
 * import { choosePath } from 'accompany/ai';
 *
 * const { path, by, gaps } = await choosePath(null, {
 *   paths: [
 *     { id: 'security', description: 'Cares about security', when: { industry: 'Banking' } },
 *     { id: 'price', description: 'Compares prices', when: { stage: 'Evaluation' } },
 *   ],
 *   otherwise: 'general',
 *   facts: { industry: 'Retail' },
 * });
 * console.log(path, by, gaps); // => general builtIn [ 'stage' ]
 * ```
 */
export async function choosePath(
  ai: Pick<Ai, 'choosePath'> | null,
  question: PathQuestion,
  options: ChooseOptions = {},
): Promise<PathDecision> {
  checkPathQuestion(question);
  checkOptions(options);
  const { most = MOST, least = 0.5, signal } = options;
  const { paths, otherwise, facts, subject = null } = question;
  const about = { paths: paths.map(textOf), otherwise, facts };
  let answer: Answer<Choice> | null = null;
  if (ai?.choosePath !== undefined) {
    answer = await ask(
      {
        ai,
        about,
        kind: 'path',
        most,
        call: (request) => ai.choosePath?.(request),
        read: (given) => readChoice(given, question, most),
      },
      options,
    );
  }
  throwIfAborted(signal);
  const taken = answer?.ok === true ? heed(answer.value, otherwise, least) : null;
  return decided<PathDecision>(
    about,
    {
      kind: 'path',
      subject,
      ...(taken?.choice ?? chooseByFacts(question)),
      notice: answer?.ok === false ? answer.notice : (taken?.notice ?? null),
      cached: answer?.ok === true && answer.cached === true,
    },
    options,
  );
}

/** What a model may know of a path. */
function textOf({ id, label = id, description }: PathOption): PathText {
  return { id, label, description };
}

function readChoice(
  given: unknown,
  { paths, otherwise }: PathQuestion,
  most: number,
): Answer<Choice> {
  const read = readPathAnswer(given, most);
  if (!read.ok) return read;
  const { path, gaps, confidence, reasons } = read.value;
  const isListed = path === null || path === otherwise || paths.some(({ id }) => id === path);
  if (isListed) {
    const choice = { path: path ?? otherwise, proposed: path, gaps, confidence, reasons };
    return { ok: true, value: { ...choice, by: 'ai' } };
  }
  const message = 'The model named a path that was not given.';
  return unusable('AI_UNLISTED', message, 'Have it answer with one of the ids, or with null.');
}

/** A model that is not sure enough is not followed (AI-12). */
function heed(
  choice: Choice,
  otherwise: string,
  least: number,
): { readonly choice: Choice; readonly notice: Issue | null } {
  if (choice.path === otherwise || choice.confidence >= least) return { choice, notice: null };
  const message = `The model was less sure than ${least}.`;
  const fix = 'Say more in the description of the path, or ask for less confidence.';
  const notice = warning('AI_UNSURE', ['ai'], message, fix);
  return { choice: { ...choice, path: otherwise }, notice };
}

/** The choice without a model: the first path whose rule holds (AI-11). */
function chooseByFacts({ paths, otherwise, facts }: PathQuestion): Choice {
  const gaps = new Set<string>();
  for (const { id, label = id, when } of paths) {
    if (when === undefined) continue;
    const tests = Object.entries(when);
    for (const [name] of tests) if (isGap(facts, name)) gaps.add(name);
    if (!tests.every(([name, wanted]) => says(facts, name, wanted))) continue;
    const reasons = [`${label}: its rule holds for ${tests.map(([name]) => name).join(', ')}.`];
    return { path: id, proposed: null, gaps: [...gaps], confidence: 1, reasons, by: 'builtIn' };
  }
  const reasons = ['No path has a rule that holds.'];
  return {
    path: otherwise,
    proposed: null,
    gaps: [...gaps],
    confidence: 0,
    reasons,
    by: 'builtIn',
  };
}

function isGap(facts: Facts, name: string): boolean {
  return !Object.hasOwn(facts, name) || facts[name] === null || facts[name] === undefined;
}

function says(facts: Facts, name: string, wanted: string | number | boolean): boolean {
  if (isGap(facts, name)) return false;
  const fact = facts[name] as JsonValue;
  return Array.isArray(fact) ? fact.some((one) => equals(one, wanted)) : equals(fact, wanted);
}

function equals(fact: JsonValue, wanted: string | number | boolean): boolean {
  if (typeof fact !== 'string' || typeof wanted !== 'string') return fact === wanted;
  return foldCase(fact.trim()) === foldCase(wanted.trim());
}
