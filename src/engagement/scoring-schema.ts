import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';
import { WeightingModelSchema } from './model-schema.ts';
import type { WeightingModels } from './model-lifecycle.ts';
import type { Strategy } from './strategy.ts';

/** What a host says of how its tenant scores; what is missing stays as it is. */
export interface ScoringChange {
  readonly zone?: string | undefined;
  readonly strategy?: Strategy | undefined;
  readonly models?: WeightingModels | undefined;
}

const ScoringChangeSchema: z.ZodMiniType<ScoringChange> = z.strictObject({
  zone: z.optional(z.string()),
  strategy: z.optional(z.enum(['normalized', 'strictMinMax', 'rawCountV1'])),
  models: z.optional(z.array(WeightingModelSchema)),
});

/** Reads a change of scoring from whatever was given; a frozen copy (EG-61). Never throws. */
export function parseScoringChange(input: unknown): Result<ScoringChange> {
  return parseDocument(ScoringChangeSchema, input);
}
