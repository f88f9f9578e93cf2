import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';
import type { WeightingModel } from './weighting-model.ts';

/** The form of a {@link WeightingModel}; names and numbers are checked by `checkModel`. */
export const WeightingModelSchema: z.ZodMiniType<WeightingModel> = z.strictObject({
  id: z.string(),
  name: z.string(),
  status: z.enum(['draft', 'active', 'archived']),
  bands: z.array(z.strictObject({ name: z.string(), value: z.number() })),
  activities: z.array(
    z.strictObject({
      activity: z.string(),
      band: z.string(),
      label: z.exactOptional(z.string()),
      category: z.exactOptional(z.string()),
    }),
  ),
});

/** Reads a weighting model from a JSON value; never throws. */
export function parseWeightingModel(input: unknown): Result<WeightingModel> {
  return parseDocument(WeightingModelSchema, input);
}
