import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';
import type { Stage, StageModel } from './stage-model.ts';

const StageSchema: z.ZodMiniType<Stage> = z.strictObject({
  id: z.string(),
  name: z.exactOptional(z.string()),
  description: z.exactOptional(z.string()),
  entry: z.exactOptional(z.boolean()),
  destination: z.exactOptional(z.enum(['success', 'failure'])),
  to: z.exactOptional(z.readonly(z.array(z.string()))),
});

/** The form of a {@link StageModel}; its graph is checked by `checkStages`. */
export const StageModelSchema: z.ZodMiniType<StageModel> = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.exactOptional(z.string()),
  status: z.enum(['draft', 'live']),
  stages: z.array(StageSchema),
});

/** Reads a stage model from a JSON value; never throws. */
export function parseStageModel(input: unknown): Result<StageModel> {
  return parseDocument(StageModelSchema, input);
}
