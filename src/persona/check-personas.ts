import { nameKey } from '../model/check-naming.ts';
import { nearest } from '../conditions/nearest.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import type { Persona, PersonaAttribute } from './persona.ts';

/** Every fault of a tenant's personas (BG-90). */
export function checkPersonas(
  personas: readonly Persona[],
  catalogue: Catalogue,
  limits: Limits = LIMITS,
): Issue[] {
  const issues: Issue[] = [];
  if (personas.length > limits.personas) {
    const message = `There are ${personas.length} personas.`;
    issues.push(problem('TOO_MANY', [], message, `Use at most ${limits.personas}.`));
  }
  const distinct = new Set(
    personas.flatMap(({ attributes }) => attributes.map(({ attribute }) => attribute)),
  );
  if (distinct.size > limits.personaAttributes) {
    const message = `The personas use ${distinct.size} different attributes.`;
    issues.push(problem('TOO_MANY', [], message, `Use at most ${limits.personaAttributes}.`));
  }
  const seen = new Set<string>();
  for (const [index, persona] of personas.entries()) {
    const key = nameKey(persona.name);
    if (key === '' || persona.name.length > limits.nameLength) {
      const fix = `Use 1 to ${limits.nameLength} characters.`;
      issues.push(problem('INVALID_NAME', [index, 'name'], 'The name is blank or too long.', fix));
    } else if (seen.has(key)) {
      const message = `There is another persona ${JSON.stringify(persona.name)}.`;
      issues.push(problem('NAME_DUPLICATE', [index, 'name'], message, 'Choose another name.'));
    }
    seen.add(key);
    issues.push(...checkAttributes(persona, [index], catalogue, limits));
  }
  return issues;
}

function checkAttributes(
  { attributes, description = '' }: Persona,
  path: Path,
  catalogue: Catalogue,
  limits: Limits,
): Issue[] {
  const issues: Issue[] = [];
  if (description.length > limits.descriptionLength) {
    const fix = `Use at most ${limits.descriptionLength} characters.`;
    const where = [...path, 'description'];
    issues.push(problem('INVALID_DESCRIPTION', where, 'The description is too long.', fix));
  }
  if (attributes.length === 0 || attributes.length > limits.attributesPerPersona) {
    const message = `The persona has ${attributes.length} attributes.`;
    const fix = `Use 1 to ${limits.attributesPerPersona}.`;
    issues.push(problem('ATTRIBUTE_COUNT', [...path, 'attributes'], message, fix));
  }
  const seen = new Set<string>();
  for (const [index, one] of attributes.entries()) {
    const place = [...path, 'attributes', index];
    issues.push(...checkAttribute(one, place, catalogue));
    if (seen.has(one.attribute)) {
      const message = `${one.attribute} is named twice.`;
      issues.push(problem('DUPLICATE_ATTRIBUTE', place, message, 'Join the values.'));
    }
    seen.add(one.attribute);
  }
  return issues;
}

function checkAttribute(
  { attribute, values, prompt }: PersonaAttribute,
  path: Path,
  { person }: Catalogue,
): Issue[] {
  const issues: Issue[] = [];
  const definition = Object.hasOwn(person, attribute) ? person[attribute] : undefined;
  if (definition === undefined) {
    const message = `There is no attribute ${JSON.stringify(attribute)} of people.`;
    const fix = nearest(attribute, Object.keys(person));
    issues.push(problem('UNKNOWN_ATTRIBUTE', [...path, 'attribute'], message, fix));
  } else if (definition.kind !== 'text' && definition.kind !== 'texts') {
    const message = `${attribute} is of the kind ${definition.kind}.`;
    const fix = 'Use an attribute of text.';
    issues.push(problem('WRONG_TYPE', [...path, 'attribute'], message, fix));
  }
  const hasValues = values !== undefined && values.some((value) => value.trim() !== '');
  const hasPrompt = prompt !== undefined && prompt.trim() !== '';
  if (hasValues === hasPrompt) {
    const message = hasValues ? 'There are values and a prompt.' : 'Nothing is looked for.';
    issues.push(problem('INVALID_VALUE', path, message, 'Give values or a prompt, one of them.'));
  }
  if (hasValues && values.some((value) => value.trim() === '')) {
    const message = 'One of the values is blank.';
    issues.push(problem('EMPTY_OPERAND', [...path, 'values'], message, 'Take it out.'));
  }
  return issues;
}
