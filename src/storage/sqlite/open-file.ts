import { existsSync } from 'node:fs';
import type { OpenSqlite, SqliteClient } from './client.ts';
import { noSuchFile } from './client-errors.ts';
import { lockFile } from './file-lock.ts';
import { checkSchema, migrate } from './migrate.ts';
import { MEMORY } from './options.ts';
import type { SqliteSettings } from './options.ts';

/** A file that is open, with its schema in place. */
export interface OpenFile {
  readonly client: SqliteClient;
  readonly close: () => void;
}

/**
 * The write-ahead log is copied into the file at 32 MiB instead of 4, since scattered ids touch the same pages again and
 * again. A commit is on the disk when it is answered (`synchronous = full`).
 */
const WRITING = [
  'pragma journal_mode = wal',
  'pragma synchronous = full',
  'pragma wal_autocheckpoint = 8192',
  'pragma cache_size = -65536',
  // What was deleted, above all what was erased, is overwritten in the file.
  'pragma secure_delete = on',
];

/** Opens a file, locked against other writers unless it is only read. Throws what the client throws. */
export function openFile(settings: SqliteSettings, open: OpenSqlite): OpenFile {
  const { file, readOnly, busyTimeout } = settings;
  const held: SqliteClient[] = [];
  const close = (): void => {
    for (const client of held.splice(0).toReversed()) client.close();
  };
  try {
    if (!readOnly && file !== MEMORY) held.push(lockFile(file, open));
    const client = readOnly ? openToRead(file, open) : open(file, { readOnly });
    held.push(client);
    client.exec(`pragma busy_timeout = ${busyTimeout}`);
    if (readOnly) checkSchema(client);
    else {
      for (const statement of WRITING) client.exec(statement);
      migrate(client);
    }
    return { client, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A file is not made to be read. */
function openToRead(file: string, open: OpenSqlite): SqliteClient {
  try {
    return open(file, { readOnly: true });
  } catch (error) {
    throw existsSync(file) ? error : noSuchFile(file, error);
  }
}
