import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';
import type { CustomRole } from './role-list.ts';

const CustomRoleSchema: z.ZodMiniType<CustomRole> = z.strictObject({
  name: z.string(),
  description: z.exactOptional(z.string()),
});

/** Reads a tenant's custom roles from a JSON value; names are for `checkCustomRoles`. Never throws. */
export function parseCustomRoles(input: unknown): Result<readonly CustomRole[]> {
  return parseDocument<readonly CustomRole[]>(z.array(CustomRoleSchema), input);
}
