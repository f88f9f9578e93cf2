import * as z from 'zod/mini';
import { isAccompanyError } from '../kernel/errors.ts';
import { problem } from '../kernel/issue.ts';
import type { Result } from '../kernel/issue.ts';
import { deepFreeze, guardJson } from '../kernel/json.ts';
import { issueOf } from './schema.ts';

const FLOOD = 'More is wrong with it than can be told.';

/** Reads a document of a form from a JSON value; the result is frozen. Never throws, whatever the input is. */
export function parseDocument<T>(schema: z.ZodMiniType<T>, input: unknown): Result<T> {
  try {
    const parsed = z.safeParse(schema, guardJson(input), { reportInput: true });
    if (parsed.success) return { ok: true, value: deepFreeze(parsed.data), issues: [] };
    return { ok: false, issues: parsed.error.issues.map(issueOf) };
  } catch (error) {
    // So many faults that they cannot even be gathered.
    if (error instanceof RangeError)
      return { ok: false, issues: [problem('TOO_MANY', [], FLOOD, 'Look at how it was made.')] };
    if (!isAccompanyError(error)) throw error;
    const fix = 'Give plain JSON within the limits.';
    return { ok: false, issues: [problem(error.code, error.path, error.message, fix)] };
  }
}
