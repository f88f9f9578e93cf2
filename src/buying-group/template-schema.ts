import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import { ConditionSchema } from '../conditions/schema.ts';
import type { Result } from '../kernel/issue.ts';
import { RoleCardSchema } from './buying-group-schema.ts';
import type { CreationJob } from './creation-job.ts';
import type { RolesTemplate } from './roles-template.ts';
import type { SolutionInterest } from './solution-interest.ts';

/** The form of a {@link RolesTemplate}; names and numbers are checked by `checkTemplate`. */
export const RolesTemplateSchema: z.ZodMiniType<RolesTemplate> = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.exactOptional(z.string()),
  status: z.enum(['draft', 'live']),
  roles: z.array(RoleCardSchema),
});

/** The form of a {@link SolutionInterest}; what it names is checked by `checkInterest`. */
export const SolutionInterestSchema: z.ZodMiniType<SolutionInterest> = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.exactOptional(z.string()),
  template: z.string(),
  stageModel: z.exactOptional(z.string()),
  updateExisting: z.exactOptional(z.boolean()),
  accounts: z.exactOptional(ConditionSchema),
});

/** The form of a {@link CreationJob}; what it names is checked by `checkJob`. */
export const CreationJobSchema: z.ZodMiniType<CreationJob> = z.strictObject({
  id: z.string(),
  interest: z.string(),
  audience: z.string(),
});

/** Reads a roles template from a JSON value; never throws. */
export function parseRolesTemplate(input: unknown): Result<RolesTemplate> {
  return parseDocument(RolesTemplateSchema, input);
}

/** Reads a solution interest from a JSON value; never throws. */
export function parseSolutionInterest(input: unknown): Result<SolutionInterest> {
  return parseDocument(SolutionInterestSchema, input);
}

/** Reads a creation job from a JSON value; never throws. */
export function parseCreationJob(input: unknown): Result<CreationJob> {
  return parseDocument(CreationJobSchema, input);
}
