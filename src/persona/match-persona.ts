import { nearest } from '../conditions/nearest.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { needArguments } from '../kernel/needed-arguments.ts';
import type { Condition } from '../conditions/condition.ts';
import { foldCase } from '../kernel/fold.ts';
import { deepFreeze } from '../kernel/json.ts';
import type { Attributes, Value } from '../model/value.ts';
import type { Persona, PersonaAttribute } from './persona.ts';

/** Whether a text is what a prompt describes: the answers of an AI, asked before. */
export type PromptJudge = (prompt: string, text: string) => boolean;

/** Without an AI a prompt describes nobody. */
const NOBODY: PromptJudge = () => false;

/** Whether a person fits a persona: all its attributes do (BG-91). */
export function fitsPersona(
  { attributes }: Persona,
  person: Attributes,
  judge: PromptJudge = NOBODY,
): boolean {
  return attributes.every((one) => fitsAttribute(one, person[one.attribute], judge));
}

/** The first persona, in the tenant's order, that a person fits; `null` when none does (BG-92). */
export function personaOf(
  personas: readonly Persona[],
  person: Attributes,
  judge: PromptJudge = NOBODY,
): Persona | null {
  needArguments('personaOf', { personas: [personas, 'objects'], person: [person, 'object'] });
  return personas.find((persona) => fitsPersona(persona, person, judge)) ?? null;
}

/**
 * *Persona is*: a condition in person scope that holds for whoever fits one of the named personas (BG-93). The
 * condition keeps what it was made of: a persona that is changed or deleted later changes no template. Attributes with
 * a prompt are never fitted, since conditions ask no AI; outer blanks of the data count.
 * @throws AccompanyError `INVALID_INPUT` for a name that no persona has, with a similar one
 */
export function personaIs(personas: readonly Persona[], ...names: readonly string[]): Condition {
  needArguments('personaIs', { personas: [personas, 'objects'] });
  const wanted = new Set(names.map((name, index) => knownName(personas, name, index)));
  const of = personas
    .filter(({ name }) => wanted.has(keyOf(name)))
    .map(({ attributes }): Condition => ({ kind: 'all', of: attributes.map(conditionOf) }));
  return deepFreeze<Condition>({ kind: 'any', of });
}

function knownName(personas: readonly Persona[], name: string, index: number): string {
  const key = typeof name === 'string' ? keyOf(name) : '';
  if (personas.some((persona) => keyOf(persona.name) === key)) return key;
  const names = personas.map((persona) => persona.name);
  const message = `There is no persona ${JSON.stringify(name)}. ${nearest(String(name), names)}`;
  throw new AccompanyError('INVALID_INPUT', message, { path: ['names', index] });
}

function conditionOf({ attribute, values, match = 'is' }: PersonaAttribute): Condition {
  if (values === undefined) return { kind: 'any', of: [] };
  const trimmed = values.map((value) => value.trim());
  return { kind: 'attribute', entity: 'person', attribute, operator: match, values: trimmed };
}

function fitsAttribute(
  { values, match = 'is', prompt }: PersonaAttribute,
  value: Value | undefined,
  judge: PromptJudge,
): boolean {
  const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  if (prompt !== undefined) return texts.some((text) => text !== '' && judge(prompt, text));
  const wanted = (values ?? []).map(keyOf);
  return texts.map(keyOf).some((text) => {
    if (text === '') return false;
    return wanted.some((one) => (match === 'is' ? text === one : text.includes(one)));
  });
}

function keyOf(text: string): string {
  return foldCase(text.trim());
}
