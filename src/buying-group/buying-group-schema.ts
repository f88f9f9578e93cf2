import * as z from 'zod/mini';
import { ConditionSchema, issueOf } from '../conditions/schema.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { formatIssue } from '../kernel/issue.ts';
import type { Result } from '../kernel/issue.ts';
import { guardJson, parseJson } from '../kernel/json.ts';
import type { BuyingGroupDocument, RoleCard } from './definition.ts';
import { WEIGHTINGS } from './role-weights.ts';

/** The form of a {@link RoleCard}. */
export const RoleCardSchema: z.ZodMiniType<RoleCard> = z.strictObject({
  role: z.string(),
  when: z.exactOptional(ConditionSchema),
  autoAssign: z.exactOptional(z.boolean()),
  weighting: z.exactOptional(z.enum(WEIGHTINGS)),
  membersRequired: z.exactOptional(z.number()),
  requiredForCompleteness: z.exactOptional(z.boolean()),
});

/** The form of a {@link BuyingGroupDocument}; names and numbers are checked by `issues`. */
export const BuyingGroupSchema: z.ZodMiniType<BuyingGroupDocument> = z.strictObject({
  id: z.string(),
  name: z.exactOptional(z.string()),
  description: z.exactOptional(z.string()),
  accounts: z.exactOptional(ConditionSchema),
  roles: z.array(RoleCardSchema),
  template: z.exactOptional(z.string()),
  stageModel: z.exactOptional(z.string()),
  updateExisting: z.exactOptional(z.boolean()),
});

/** Reads a definition from a JSON value; never throws for a wrong form. */
export function parseBuyingGroup(input: unknown): Result<BuyingGroupDocument> {
  const parsed = z.safeParse(BuyingGroupSchema, input);
  if (parsed.success) return { ok: true, value: parsed.data, issues: [] };
  return { ok: false, issues: parsed.error.issues.map(issueOf) };
}

/** @throws AccompanyError `INVALID_DOCUMENT`, or the errors of `parseJson` and `guardJson` */
export function readBuyingGroup(json: unknown): BuyingGroupDocument {
  const result = parseBuyingGroup(typeof json === 'string' ? parseJson(json) : guardJson(json));
  if (result.ok) return result.value;
  throw new AccompanyError(
    'INVALID_DOCUMENT',
    `This is no buying group definition: ${result.issues.map(formatIssue).join('; ')}`,
    { details: { issues: result.issues } },
  );
}
