import * as z from 'zod/mini';
import { isAccompanyError } from '../kernel/errors.ts';
import { guardJson } from '../kernel/json.ts';
import { journeyJsonSchema } from '../journey/journey-schema.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { DraftAnswer, PathAnswer } from '../ports/ai.ts';
import { unusable } from './ask.ts';
import type { Answer } from './ask.ts';

const text = z.string().check(z.regex(/\S/));
const confidence = z.number().check(z.minimum(0), z.maximum(1));
const reasons = z.array(text).check(z.minLength(1), z.maxLength(20));

const PathAnswerSchema = z.object({
  path: z.nullable(z.string()),
  confidence,
  reasons,
  gaps: z.optional(z.array(text).check(z.maxLength(100))),
});

const DraftAnswerSchema = z.object({ journey: z.unknown(), confidence, reasons });

/** Most values in an answer: a journey within the limits has fewer. */
const NODES = 50_000;
const DEPTH = 64;

/** The answer when it has the form, and all its texts together are no longer than `most`. Never throws (AI-2). */
export function readPathAnswer(answer: unknown, most: number): Answer<Required<PathAnswer>> {
  const read = readAnswer(PathAnswerSchema, answer, most);
  return read.ok ? { ok: true, value: { gaps: [], ...read.value } as Required<PathAnswer> } : read;
}

/** As {@link readPathAnswer}; the journey in it is not looked at. */
export function readDraftAnswer(answer: unknown, most: number): Answer<DraftAnswer> {
  return readAnswer(DraftAnswerSchema, answer, most);
}

function readAnswer<T>(schema: z.ZodMiniType<T>, answer: unknown, most: number): Answer<T> {
  try {
    guardJson(answer, { characters: most, nodes: NODES, depth: DEPTH });
  } catch (error) {
    const isSize =
      isAccompanyError(error) && error.kind === 'invalid' && error.code !== 'INVALID_INPUT';
    if (isSize) {
      const message = `The model answered with more than ${most} characters, or with too much at all.`;
      return unusable('AI_TOO_LONG', message, 'Have it keep to request.most.');
    }
    return unusable('AI_INVALID', 'The model answered with something else than JSON.', FORM);
  }
  const read = z.safeParse(schema, answer);
  if (read.success) return { ok: true, value: read.data };
  const place = read.error.issues[0]?.path.join('.') ?? '';
  const message = `The model answered in another form${place === '' ? '' : `, first at ${place}`}.`;
  return unusable('AI_INVALID', message, FORM);
}

const FORM = 'Have it answer in the form that the port describes.';

/** JSON Schema of a {@link PathAnswer}, for models that are bound to one. */
export const PATH_ANSWER: Readonly<Record<string, JsonValue>> = schemaOf({
  path: { type: ['string', 'null'], description: 'Id of one of the given paths, or null.' },
  confidence: { type: 'number', minimum: 0, maximum: 1 },
  reasons: { type: 'array', items: { type: 'string' }, minItems: 1 },
  gaps: { type: 'array', items: { type: 'string' } },
});

/** JSON Schema of a {@link DraftAnswer}. */
export function draftAnswerSchema(
  journey: Readonly<Record<string, JsonValue>> = journeyJsonSchema(),
): Readonly<Record<string, JsonValue>> {
  const { $defs, $schema: _, ...document } = journey;
  return {
    ...schemaOf({
      journey: document,
      confidence: { type: 'number', minimum: 0, maximum: 1 },
      reasons: { type: 'array', items: { type: 'string' }, minItems: 1 },
    }),
    ...($defs !== undefined && { $defs }),
  };
}

function schemaOf(properties: Readonly<Record<string, JsonValue>>): Record<string, JsonValue> {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}
