import { AccompanyError } from '../../kernel/errors.ts';
import { needObject } from '../../kernel/object-argument.ts';
import { BODY_LIMIT } from '../sql/body-text.ts';
import type { OpenSqlite } from './client.ts';

/** What `sqliteStorage` needs to know. */
export interface SqliteOptions {
  /** Path of the file, on a local disk. `:memory:` keeps everything in memory and loses it at `close`. */
  readonly file: string;
  /** Opens the file with another client than Node's own, such as better-sqlite3. */
  readonly open?: OpenSqlite;
  /** Opens a file that is there, beside whoever writes to it; every write is refused with `NOT_ALLOWED`. */
  readonly readOnly?: boolean;
  /** How long a call waits for another program that has locked the file, in milliseconds; 5,000 unless given. */
  readonly busyTimeout?: number;
  /** Greatest length of a body as JSON text, in UTF-16 units; 16 Mi unless given, 256 Mi at most. */
  readonly bodyLimit?: number;
}

/** {@link SqliteOptions} with everything filled in. */
export interface SqliteSettings {
  readonly file: string;
  readonly open: OpenSqlite | undefined;
  readonly readOnly: boolean;
  readonly busyTimeout: number;
  readonly bodyLimit: number;
}

/** The name that stands for a database in memory. */
export const MEMORY = ':memory:';

/** So that no body comes near the 10^9 bytes that SQLite can hold. */
const GREATEST_LIMIT = 256 * 1024 * 1024;

const LONGEST_WAIT = 0x7fffffff;

/** Fills options in. Throws `INVALID_INPUT` with the path of what is wrong. */
export function checkOptions(options: SqliteOptions): SqliteSettings {
  needObject(options, "sqliteStorage needs the path of a file: { file: 'accompany.db' }.");
  const { file, open, readOnly = false, busyTimeout = 5_000, bodyLimit = BODY_LIMIT } = options;
  if (typeof file !== 'string' || file.trim() === '' || file.includes('\0')) {
    throw wrong('file', 'the path of a file, or :memory:', file);
  }
  // SQLite reads such names as addresses with parameters, and the lock would be beside another file.
  if (file.startsWith('file:')) throw wrong('file', 'a path, not a file: address', file);
  if (file === MEMORY && readOnly) throw wrong('readOnly', 'false for :memory:', readOnly);
  if (open !== undefined && typeof open !== 'function') {
    throw wrong('open', 'a function that opens a file', open);
  }
  checkWhole('busyTimeout', busyTimeout, 0, LONGEST_WAIT);
  checkWhole('bodyLimit', bodyLimit, 1, GREATEST_LIMIT);
  return { file, open, readOnly, busyTimeout, bodyLimit };
}

function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw wrong(name, `a whole number from ${least} to ${most}`, value);
}

function wrong(name: string, rule: string, value: unknown): AccompanyError {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);
  return new AccompanyError('INVALID_INPUT', `${name} must be ${rule}, not ${shown}.`, {
    path: [name],
  });
}
