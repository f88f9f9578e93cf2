import * as z from 'zod/mini';
import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { guardJson } from '../kernel/json.ts';
import { needObject } from '../kernel/object-argument.ts';
import { LIMITS } from '../model/limits.ts';
import type { PathQuestion } from './path-question.ts';

/** Bounds of the facts that a path is chosen by. */
const FACTS = { characters: 64_000, nodes: 10_000, depth: 32 };

const id = z.string().check(z.regex(/\S/), z.maxLength(LIMITS.idLength));
const fact = z.union([z.string(), z.number(), z.boolean()]);

const PathQuestionSchema = z.object({
  subject: z.optional(id),
  paths: z
    .array(
      z.object({
        id,
        label: z.optional(z.string().check(z.maxLength(255))),
        description: z.string().check(z.regex(/\S/), z.maxLength(4_000)),
        when: z.optional(
          z
            .record(z.string(), fact)
            .check(
              z.refine(
                (facts) => Object.keys(facts).length > 0,
                'when must name at least one fact',
              ),
            ),
        ),
      }),
    )
    .check(z.minLength(1), z.maxLength(LIMITS.splitPaths)),
  otherwise: id,
  facts: z.record(z.string(), z.unknown()),
});

/**
 * Refuses a question that cannot be meant.
 * @throws AccompanyError `INVALID_INPUT`, `DUPLICATE_ID`, `TOO_LARGE`, `TOO_DEEP`, each with its path
 */
export function checkPathQuestion(question: PathQuestion): void {
  needObject(question, 'choosePath needs { paths, otherwise, facts }.');
  const read = z.safeParse(PathQuestionSchema, question);
  if (!read.success) {
    const [first] = read.error.issues;
    throw new AccompanyError(
      'INVALID_INPUT',
      `No path can be chosen by this question: ${first!.message}. Give 1 to ${LIMITS.splitPaths} paths with id and description, the id of the path for all others as otherwise, and facts.`,
      { path: first!.path.map((step) => (typeof step === 'symbol' ? String(step) : step)) },
    );
  }
  const ids = question.paths.map((path) => path.id);
  const twice = ids.findIndex((one, index) => ids.indexOf(one) < index);
  if (twice >= 0) {
    const advice = `Two paths have the id ${JSON.stringify(ids[twice])}. Give each its own.`;
    throw new AccompanyError('DUPLICATE_ID', advice, { path: ['paths', twice, 'id'] });
  }
  try {
    guardJson(question.facts, FACTS);
  } catch (error) {
    if (!isAccompanyError(error)) throw error;
    const advice = `The facts cannot be given to a model. ${error.message}`;
    throw new AccompanyError(error.code, advice, { cause: error, path: ['facts', ...error.path] });
  }
}
