import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AccompanyError } from '../../kernel/errors.ts';
import type { OpenSqlite, SqliteClient } from './client.ts';
import { sqliteCode } from './client-errors.ts';

/** The name under which two engines meet, whatever links their paths go through. */
export function lockNameOf(file: string): string {
  return `${existsSync(file) ? realpathSync(file) : inRealFolder(file)}.lock`;
}

function inRealFolder(file: string): string {
  const folder = dirname(file);
  return existsSync(folder) ? join(realpathSync(folder), basename(file)) : file;
}

/**
 * Holds an exclusive transaction on a second, empty database beside the file for as long as the returned client is open
 * (SQ-10). The operating system drops the lock with the process, however it ends. Throws `STORAGE_IN_USE` when somebody
 * else holds it.
 */
export function lockFile(file: string, open: OpenSqlite): SqliteClient {
  let lock: SqliteClient | undefined;
  try {
    lock = open(lockNameOf(file), { readOnly: false });
    lock.exec('pragma busy_timeout = 0');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if (sqliteCode(error) !== 'BUSY') throw error;
    throw new AccompanyError(
      'STORAGE_IN_USE',
      `Another engine has ${JSON.stringify(file)} open. Close it first, or open the file with readOnly.`,
      { cause: error },
    );
  }
}
