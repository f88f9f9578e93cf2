import { existsSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AccompanyError } from '../../kernel/errors.ts';
import type { OpenSqlite, SqliteClient } from './client.ts';
import { sqliteCode } from './client-errors.ts';

/** As many as systems follow. */
const MOST_LINKS = 40;

/** The name under which two engines meet, whatever links their paths go through. */
export function lockNameOf(file: string): string {
  return `${existsSync(file) ? realpathSync(file) : inRealFolder(file)}.lock`;
}

function inRealFolder(file: string, links = 0): string {
  const folder = dirname(file);
  const target = linkedTo(file);
  if (target !== undefined && links < MOST_LINKS)
    return inRealFolder(resolve(folder, target), links + 1);
  return existsSync(folder) ? join(realpathSync(folder), basename(file)) : file;
}

/** Where a link leads whose file is not there yet. */
function linkedTo(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined; // It is no link, or nothing at all.
  }
}

/**
 * SQLite keeps a log beside each name of a file: two writers that came by two hard links would not see each other, and
 * damage it (SQ-16). Throws `STORAGE_IN_USE`.
 */
function refuseSecondName(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || found.nlink <= 1) return;
  throw new AccompanyError(
    'STORAGE_IN_USE',
    `${JSON.stringify(file)} is one of ${found.nlink} names of the same file (hard links), and another engine may have it open under another one. Remove the other names, or open a copy.`,
  );
}

/**
 * Holds an exclusive transaction on a second, empty database beside the file for as long as the returned client is open
 * (SQ-10). The operating system drops the lock with the process, however it ends. Throws `STORAGE_IN_USE` when somebody
 * else holds it, or may under another name of the file.
 */
export function lockFile(file: string, open: OpenSqlite): SqliteClient {
  let lock: SqliteClient | undefined;
  try {
    lock = open(lockNameOf(file), { readOnly: false });
    lock.exec('pragma busy_timeout = 0');
    lock.exec('begin exclusive');
    refuseSecondName(file);
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
