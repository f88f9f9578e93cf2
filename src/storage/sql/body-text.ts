import { AccompanyError } from '../../kernel/errors.ts';
import type { StoredRecord } from '../../ports/storage.ts';
import { invalid } from '../request-checks.ts';

/** Greatest size of a body as JSON text, unless the host sets another one. */
export const BODY_LIMIT: number = 16 * 1024 * 1024;

/**
 * The JSON text of a body: pure text whatever the body holds, since unpaired surrogates and NUL are escaped (ST-2).
 * Throws `TOO_LARGE` for a text beyond the limit, and `INVALID_INPUT` for what has no JSON text.
 */
export function bodyText({ kind, id, body }: StoredRecord, limit: number): string {
  const text = jsonText(body);
  if (text.length <= limit) return text;
  throw new AccompanyError(
    'TOO_LARGE',
    `The body of ${kind} ${JSON.stringify(id)} has ${text.length} characters of JSON, and at most ${limit} are kept. Make it smaller, or raise bodyLimit.`,
  );
}

/** The JSON text of a value. Throws `INVALID_INPUT` for what has none. */
export function jsonText(body: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(body);
  } catch (error) {
    throw new AccompanyError('INVALID_INPUT', 'A body has no JSON text. Give a plain JSON value.', {
      cause: error,
    });
  }
  if (text === undefined) throw invalid('a body must be a JSON value', body);
  return text;
}
