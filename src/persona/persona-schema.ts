import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';
import type { Persona, PersonaAttribute } from './persona.ts';

const PersonaAttributeSchema: z.ZodMiniType<PersonaAttribute> = z.strictObject({
  attribute: z.string(),
  values: z.exactOptional(z.readonly(z.array(z.string()))),
  match: z.exactOptional(z.enum(['is', 'contains'])),
  prompt: z.exactOptional(z.string()),
});

const PersonaSchema: z.ZodMiniType<Persona> = z.strictObject({
  name: z.string(),
  description: z.exactOptional(z.string()),
  attributes: z.array(PersonaAttributeSchema),
});

/** Reads a tenant's personas from a JSON value; names and attributes are for `checkPersonas`. Never throws. */
export function parsePersonas(input: unknown): Result<readonly Persona[]> {
  return parseDocument<readonly Persona[]>(z.array(PersonaSchema), input);
}
