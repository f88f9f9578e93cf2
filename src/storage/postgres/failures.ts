import { AccompanyError, isAccompanyError } from '../../kernel/errors.ts';
import type { ErrorCode } from '../../kernel/errors.ts';

/**
 * What the server or the connection says, as errors of this package (PG-40 to PG-46). Messages hold the SQLSTATE and
 * nothing of the server's own message, which may quote values; that is in `cause`.
 */

type Meaning = readonly [code: ErrorCode, meaning: string, advice: string];

const SCHEMA: Meaning = [
  'STORAGE_SCHEMA',
  'the schema lacks a table or a function',
  'Restore it from a backup, or name the right schema; an empty schema is set up when the storage is opened with `migrate`',
];
const UNREACHABLE: Meaning = [
  'STORAGE_FAILED',
  'the connection failed',
  'A commit that was under way is there completely or not at all: read to know. Mend the connection and repeat the call',
];
const DENIED: Meaning = [
  'STORAGE_FAILED',
  'the role of the connection may not do this',
  'Let the role that owns the schema connect, or grant it what it needs',
];
const REFUSED: Meaning = [
  'STORAGE_FAILED',
  'the server does not let the client in',
  'Correct host, database, user and password of the client',
];
const LIMIT: Meaning = [
  'TOO_LARGE',
  'something is larger than the server can keep',
  'Make bodies or commits smaller',
];
const BUSY: Meaning = [
  'WRITE_CONFLICT',
  'other writers keep changing the same records',
  'Nothing of the call was written. Repeat it',
];
const OTHER: Meaning = [
  'STORAGE_FAILED',
  'the server refused the statement',
  'See `cause`, mend the server and repeat the call',
];

/** By SQLSTATE, or by its class. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  '08': UNREACHABLE,
  '28': REFUSED,
  '3D': REFUSED,
  '3F': SCHEMA,
  '54': LIMIT,
  '25006': [
    'STORAGE_FAILED',
    'the server or the session is read-only',
    'Connect to the primary, without `default_transaction_read_only`',
  ],
  '25P02': [
    'STORAGE_FAILED',
    'the client is inside a transaction that has failed',
    'Give the storage a pool, or a client of its own',
  ],
  '40001': BUSY,
  '40P01': BUSY,
  '42501': DENIED,
  '42703': SCHEMA,
  '42883': SCHEMA,
  '42P01': SCHEMA,
  '53100': [
    'STORAGE_FULL',
    'the disk of the server is full',
    'Nothing of the call was written. Make room and repeat it',
  ],
  '53300': [
    'STORAGE_FAILED',
    'the server takes no more connections',
    'Use a smaller pool, or raise `max_connections`, and repeat the call',
  ],
  '55P03': [
    'STORAGE_FAILED',
    'a lock was not given in time',
    'Nothing of the call was written. Raise `lock_timeout`, or repeat the call',
  ],
  '57014': [
    'STORAGE_FAILED',
    'the statement was cancelled or took too long',
    'Nothing of the call was written. Raise `statement_timeout`, or repeat the call',
  ],
  '57P': UNREACHABLE,
};

/** The SQLSTATE or system code that an error carries; `undefined` when it has none. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** True when the server has taken the whole statement back and the same statement may succeed now. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** The error of this package for what a client rejects with. Errors of this package stay as they are. */
export function failure(error: unknown, call: string): AccompanyError {
  if (isAccompanyError(error)) return error;
  const code = codeOf(error);
  return toError(meaningOf(code), call, code, error);
}

/** The error for a statement that was taken back again and again. */
export function busy(call: string, cause: unknown): AccompanyError {
  return toError(BUSY, call, codeOf(cause), cause);
}

function toError(
  [kind, meaning, advice]: Meaning,
  call: string,
  code: string | undefined,
  cause: unknown,
): AccompanyError {
  const shown = code === undefined ? '' : ` (${code})`;
  return new AccompanyError(kind, `PostgreSQL, in ${call}: ${meaning}${shown}. ${advice}.`, {
    ...(cause === undefined ? {} : { cause }),
    ...(code === undefined ? {} : { details: { code } }),
  });
}

/** A SQLSTATE has five characters; everything else comes from the socket or the client. */
function meaningOf(code: string | undefined): Meaning {
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code) || !/\d/.test(code)) return UNREACHABLE;
  return MEANINGS[code] ?? MEANINGS[code.slice(0, 3)] ?? MEANINGS[code.slice(0, 2)] ?? OTHER;
}
