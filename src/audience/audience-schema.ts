import * as z from 'zod/mini';
import { ConditionSchema, issueOf } from '../conditions/schema.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { formatIssue } from '../kernel/issue.ts';
import type { Result } from '../kernel/issue.ts';
import { guardJson, parseJson } from '../kernel/json.ts';
import type { AccountListDocument, AudienceDocument } from './definition.ts';

/** The form of an {@link AudienceDocument}; lengths and names are checked by `issues`. */
export const AudienceSchema: z.ZodMiniType<AudienceDocument> = z.strictObject({
  id: z.string(),
  of: z.enum(['accounts', 'people']),
  name: z.exactOptional(z.string()),
  condition: ConditionSchema,
});

/** The form of an {@link AccountListDocument}. */
export const AccountListSchema: z.ZodMiniType<AccountListDocument> = z.strictObject({
  id: z.string(),
  name: z.exactOptional(z.string()),
  description: z.exactOptional(z.string()),
  type: z.enum(['static', 'dynamic']),
  status: z.enum(['draft', 'live']),
  condition: z.exactOptional(ConditionSchema),
});

/** Reads an audience from a JSON value; never throws for a wrong form. */
export function parseAudience(input: unknown): Result<AudienceDocument> {
  return parse(AudienceSchema, input);
}

/** Reads an account list from a JSON value; never throws for a wrong form. */
export function parseAccountList(input: unknown): Result<AccountListDocument> {
  return parse(AccountListSchema, input);
}

/** @throws AccompanyError `INVALID_DOCUMENT`, or the errors of `parseJson` and `guardJson` */
export function readAudience(json: unknown): AudienceDocument {
  return read('audience', parseAudience, json);
}

/** @throws AccompanyError `INVALID_DOCUMENT`, or the errors of `parseJson` and `guardJson` */
export function readAccountList(json: unknown): AccountListDocument {
  return read('account list', parseAccountList, json);
}

function parse<T>(schema: z.ZodMiniType<T>, input: unknown): Result<T> {
  const parsed = z.safeParse(schema, input);
  if (parsed.success) return { ok: true, value: parsed.data, issues: [] };
  return { ok: false, issues: parsed.error.issues.map(issueOf) };
}

function read<T>(what: string, parseDocument: (input: unknown) => Result<T>, json: unknown): T {
  const result = parseDocument(typeof json === 'string' ? parseJson(json) : guardJson(json));
  if (result.ok) return result.value;
  throw new AccompanyError(
    'INVALID_DOCUMENT',
    `This is no ${what}: ${result.issues.map(formatIssue).join('; ')}`,
    { details: { issues: result.issues } },
  );
}
