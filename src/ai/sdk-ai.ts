import type { LanguageModel } from 'ai';
import type { JsonValue } from '../kernel/json.ts';
import type { Ai, AskBounds, DraftAnswer, PathAnswer } from '../ports/ai.ts';
import { draftAnswerSchema, PATH_ANSWER } from './answer-schema.ts';
import { delimited, INSTRUCTIONS } from './instructions.ts';
import type { Task } from './instructions.ts';

/** Any language model of the `ai` SDK: what a provider's package returns, or the id of a model in its registry. */
export type SdkModel =
  | string
  | {
      readonly specificationVersion: string;
      readonly provider: string;
      readonly modelId: string;
      doGenerate(options: never): PromiseLike<unknown>;
    };

/** How a model of the `ai` SDK is asked. */
export interface SdkAiOptions {
  readonly model: SdkModel;
  /** The host's own words behind the fixed instructions, such as tone and language. Never text from data. */
  readonly instructions?: string;
  /** Missing: 0, so that the same question is answered alike. `null` leaves it to the provider. */
  readonly temperature?: number | null;
  /** Tokens of an answer; missing: 1,000 for texts and choices, 16,000 for drafts. */
  readonly maxOutputTokens?: number;
  /** How often the SDK asks again when a provider fails; each is a call of its own to the provider. Missing: 0. */
  readonly retries?: number;
}

const TOKENS: Readonly<Record<Task, number>> = {
  summarize: 1_000,
  choosePath: 1_000,
  draftJourney: 16_000,
};

/**
 * An {@link Ai} on any model of the `ai` SDK (version 7, which the host installs), by its structured output (AI-30, AI-31).
 * The package is loaded with the first question.
 *
 * @example
 * ```ts
 * import { MockLanguageModelV4 } from 'ai/test';
 * import { choosePath, sdkAi } from 'accompany/ai';
 *
 * const answer = { path: 'price', confidence: 0.9, reasons: ['Asked for a quote.'], gaps: [] };
 * const model = new MockLanguageModelV4({
 *   doGenerate: {
 *     content: [{ type: 'text', text: JSON.stringify(answer) }],
 *     finishReason: { unified: 'stop', raw: undefined },
 *     usage: {
 *       inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
 *       outputTokens: { total: 1, text: 1, reasoning: undefined },
 *     },
 *     warnings: [],
 *   },
 * });
 * const { path, by } = await choosePath(sdkAi({ model }), {
 *   paths: [{ id: 'price', description: 'Compares prices' }],
 *   otherwise: 'general',
 *   facts: { note: 'Could you send a quote?' },
 * });
 * console.log(path, by); // => price ai
 * ```
 */
export function sdkAi(options: SdkAiOptions): Required<Ai> {
  return {
    summarize: async ({ signal, timeout: _, ...data }) => {
      const { generateText } = await import('ai');
      const { text } = await generateText(settingsOf('summarize', options, data, signal));
      return text;
    },
    choosePath: async ({ paths, otherwise, facts, most, signal }) => {
      const data = { paths, otherwise, facts, most };
      return (await generate('choosePath', options, data, signal, PATH_ANSWER)) as PathAnswer;
    },
    draftJourney: async ({ brief, names, schema, most, signal }) => {
      const data = { brief, names, most };
      const form = draftAnswerSchema(schema);
      return (await generate('draftJourney', options, data, signal, form)) as DraftAnswer;
    },
  };
}

/** What the model answers in the form of a JSON Schema; nothing is believed of it yet. */
async function generate(
  task: Task,
  options: SdkAiOptions,
  data: object,
  signal: AbortSignal,
  schema: Readonly<Record<string, JsonValue>>,
): Promise<unknown> {
  const { generateText, jsonSchema, Output } = await import('ai');
  const output = Output.object({
    name: task,
    schema: jsonSchema<unknown>(schema as Parameters<typeof jsonSchema>[0]),
  });
  const answer = await generateText({ ...settingsOf(task, options, data, signal), output });
  return answer.output;
}

function settingsOf(
  task: Task,
  { model, instructions, temperature = 0, maxOutputTokens, retries = 0 }: SdkAiOptions,
  data: object,
  signal: AskBounds['signal'],
): {
  model: LanguageModel;
  instructions: string;
  prompt: string;
  abortSignal: AbortSignal;
  maxRetries: number;
  maxOutputTokens: number;
  temperature?: number;
} {
  const fixed = INSTRUCTIONS[task];
  return {
    model: model as LanguageModel,
    instructions: instructions === undefined ? fixed : `${fixed}\n${instructions}`,
    prompt: delimited(data),
    abortSignal: signal,
    maxRetries: retries,
    maxOutputTokens: maxOutputTokens ?? TOKENS[task],
    ...(temperature !== null && { temperature }),
  };
}
