import { AccompanyError } from '../../kernel/errors.ts';
import type { Key } from '../../ports/storage.ts';
import { jsonText } from '../sql/body-text.ts';

/** Most characters of all bodies of a commit together: what a client can safely put into one message. */
const COMMIT_LIMIT = 128 * 1024 * 1024;

const encoder = new TextEncoder();

/**
 * Writes the bodies of one commit as JSON. Throws `TOO_LARGE` beyond a limit, and `INVALID_INPUT` for what is no JSON
 * value (PG-30, PG-31).
 */
export function bodyText(limit: number): (key: Key, body: unknown) => string {
  const mostTogether = Math.max(limit, COMMIT_LIMIT);
  let together = 0;
  return (key, body) => {
    const text = jsonText(body);
    if (isLonger(text, limit)) {
      const advice = 'Make the body smaller, or raise `bodyLimit`';
      throw tooLarge(`a body of kind ${key.kind}`, limit, 'bytes', advice, key);
    }
    together += text.length;
    if (together > mostTogether) {
      const advice = 'Commit less at once';
      throw tooLarge('all bodies of one commit together', mostTogether, 'characters', advice, key);
    }
    return text;
  };
}

/** The value of a body. Throws `STORAGE_CORRUPT` when the text is no JSON. */
export function bodyOf(key: Key, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AccompanyError(
      'STORAGE_CORRUPT',
      `In PostgreSQL, a body of kind ${key.kind} is not JSON; its id is in \`details\`. Somebody has changed the table: restore it from a backup.`,
      { cause: error, details: { key } },
    );
  }
}

/** A unit of UTF-16 takes one to three bytes. */
function isLonger(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  return text.length * 3 > bytes && encoder.encode(text).length > bytes;
}

function tooLarge(
  what: string,
  limit: number,
  unit: string,
  advice: string,
  key: Key,
): AccompanyError {
  return new AccompanyError(
    'TOO_LARGE',
    `In a commit to PostgreSQL, ${what} may have ${limit} ${unit} and has more; its key is in \`details\`. Nothing was sent. ${advice}.`,
    { details: { key: { kind: key.kind, id: key.id }, limit } },
  );
}
