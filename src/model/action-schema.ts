import * as z from 'zod/mini';
import { isAccompanyError } from '../kernel/errors.ts';
import { formatPath } from '../kernel/issue.ts';
import { guardJson } from '../kernel/json-guard.ts';
import type { ActionDefinition } from './definition.ts';
import { isRecord } from './is-record.ts';
import { refusal } from './store-value.ts';

/** An action whose input is checked by a host's zod schema; `undefined` when the schema is none. */
export function defineAction(
  of: ActionDefinition['of'],
  schema: unknown,
): ActionDefinition | undefined {
  if (!isRecord(schema) || !('_zod' in schema)) return undefined;
  const checked = schema as unknown as z.core.$ZodType;
  const definition: ActionDefinition = { of, parse: (input) => parseInput(checked, input) };
  return Object.freeze(definition);
}

/** Plans are stored as JSON and named by their hash: nothing else may come out of a host's schema. */
function parseInput(
  schema: z.core.$ZodType,
  input: unknown,
): ReturnType<ActionDefinition['parse']> {
  try {
    const result = z.safeParse(schema, input);
    if (!result.success) return refusal(reasonOf(result.error));
    const value = guardJson(result.data);
    return isRecord(value) ? { ok: true, value } : refusal('The schema must give an object.');
  } catch (error) {
    if (isAccompanyError(error)) return refusal(error.message);
    return refusal('The schema of the action failed; its checks must be synchronous.');
  }
}

function reasonOf(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)));
  return `${formatPath(path)}: ${(issue?.message ?? 'Invalid input').replace(/\.?$/, '.')}`;
}
