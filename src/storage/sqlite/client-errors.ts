import { AccompanyError, isAccompanyError } from '../../kernel/errors.ts';
import type { ErrorCode } from '../../kernel/errors.ts';

/** Primary result codes of SQLite that have a meaning of their own here (https://sqlite.org/rescode.html). */
const NAMES: Readonly<Record<number, string>> = {
  3: 'PERM',
  5: 'BUSY',
  6: 'LOCKED',
  8: 'READONLY',
  10: 'IOERR',
  11: 'CORRUPT',
  13: 'FULL',
  14: 'CANTOPEN',
  18: 'TOOBIG',
  26: 'NOTADB',
};

const FAILED: readonly [ErrorCode, string] = [
  'STORAGE_FAILED',
  'The call was not carried out; look at the cause, then repeat it.',
];

const UNREACHABLE: readonly [ErrorCode, string] = [
  'STORAGE_FAILED',
  'Name a file in a folder that exists and that this process may write to.',
];

const MEANINGS: Readonly<Record<string, readonly [code: ErrorCode, advice: string]>> = {
  PERM: UNREACHABLE,
  READONLY: [
    'STORAGE_FAILED',
    'This process may not write to the file. Give it the right to, or open the file with readOnly.',
  ],
  CANTOPEN: UNREACHABLE,
  BUSY: [
    'STORAGE_FAILED',
    'Another program has locked the file for too long. Close it, then repeat the call.',
  ],
  CORRUPT: ['STORAGE_CORRUPT', 'The file is damaged. Restore it from a backup.'],
  NOTADB: [
    'STORAGE_CORRUPT',
    'The file is no SQLite database. Name another one, or restore it from a backup.',
  ],
  FULL: [
    'STORAGE_FULL',
    'There is no room left for the file. Nothing of the call was written; make room and repeat it.',
  ],
  TOOBIG: ['TOO_LARGE', 'A record is larger than SQLite can hold. Make it smaller.'],
};

/** The result code of an error that a client threw, as a name without `SQLITE_`; `undefined` for other errors. */
export function sqliteCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { errcode, code } = error as { readonly errcode?: unknown; readonly code?: unknown };
  // node:sqlite gives a number, whose low byte is the primary code; better-sqlite3 gives names such as SQLITE_IOERR_READ.
  if (typeof errcode === 'number') return NAMES[errcode & 0xff] ?? 'ERROR';
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return undefined;
  return code.split('_')[1];
}

/** What to throw for a file that cannot be opened for reading since it is not there (SQ-11). */
export function noSuchFile(file: string, cause: unknown): AccompanyError {
  const message = `There is no file ${JSON.stringify(file)}. Name one that is there; opening it for writing makes one.`;
  return new AccompanyError('STORAGE_FAILED', message, { cause });
}

/** What to throw for what a client threw: an {@link AccompanyError} stays as it is, others become one (SQ-30). */
export function asStorageError(error: unknown, file: string): Error {
  if (isAccompanyError(error)) return error as AccompanyError;
  const message = error instanceof Error ? error.message : String(error);
  const [code, advice] = meaningOf(error, message);
  return new AccompanyError(code, `SQLite on ${JSON.stringify(file)}: ${message}. ${advice}`, {
    cause: error,
  });
}

function meaningOf(error: unknown, message: string): readonly [ErrorCode, string] {
  if (/^no such (table|column)/.test(message)) {
    return [
      'STORAGE_SCHEMA',
      'The file lacks a part of its schema. Restore it from a backup, or use the version that made it.',
    ];
  }
  return MEANINGS[sqliteCode(error) ?? ''] ?? FAILED;
}
