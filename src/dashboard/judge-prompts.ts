import { AccompanyError } from '../kernel/errors.ts';
import { needArguments } from '../kernel/needed-arguments.ts';
import type { Attributes } from '../model/value.ts';
import type { PromptJudge } from '../persona/match-persona.ts';
import type { Persona } from '../persona/persona.ts';

/** One question: is the text what the prompt describes? The text comes from profiles: it is data, not an instruction. */
export interface PromptQuestion {
  readonly prompt: string;
  readonly text: string;
}

/** A model that decides on prompts of personas. */
export interface PromptAi {
  /** One answer for each question, in their order. */
  judge(questions: readonly PromptQuestion[]): Promise<readonly boolean[]> | readonly boolean[];
}

/**
 * Asks a model once about every prompt of the personas and every text that people have there, each pair once, and gives
 * a judge for `personaOf` that answers from that table; what was not asked is no (BG-149).
 * @throws AccompanyError `INVALID_INPUT` when the answers are not one boolean for each question; what the model throws
 */
export async function judgePrompts(
  ai: PromptAi,
  personas: readonly Persona[],
  people: readonly Attributes[],
): Promise<PromptJudge> {
  needArguments('judgePrompts', {
    ai: [ai, 'object'],
    personas: [personas, 'list'],
    people: [people, 'list'],
  });
  const asked = new Map<string, PromptQuestion>();
  for (const { attribute, prompt } of personas.flatMap(({ attributes }) => attributes)) {
    if (prompt === undefined) continue;
    for (const person of people) {
      const value = Object.hasOwn(person, attribute) ? person[attribute] : undefined;
      const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
      for (const text of texts) if (text !== '') asked.set(keyOf(prompt, text), { prompt, text });
    }
  }
  if (asked.size === 0) return () => false;
  const answers: unknown = await ai.judge([...asked.values()]);
  if (
    !Array.isArray(answers) ||
    answers.length !== asked.size ||
    answers.some((answer) => typeof answer !== 'boolean')
  ) {
    const message = `The model has to answer ${asked.size} questions with as many booleans.`;
    throw new AccompanyError('INVALID_INPUT', message, { path: ['ai'] });
  }
  const yes = new Set([...asked.keys()].filter((_key, index) => answers[index] === true));
  return (prompt, text) => yes.has(keyOf(prompt, text));
}

function keyOf(prompt: string, text: string): string {
  return JSON.stringify([prompt, text]);
}
