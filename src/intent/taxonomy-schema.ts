import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';
import type { IntentCategory } from './taxonomy.ts';

const CategorySchema: z.ZodMiniType<IntentCategory> = z.strictObject({
  name: z.string(),
  status: z.enum(['pending', 'approved']),
  products: z.array(z.strictObject({ name: z.string(), keywords: z.array(z.string()) })),
});

/** Reads a tenant's categories of intent from a JSON value; names are for `checkTaxonomy`. Never throws. */
export function parseTaxonomy(input: unknown): Result<readonly IntentCategory[]> {
  return parseDocument<readonly IntentCategory[]>(z.array(CategorySchema), input);
}
