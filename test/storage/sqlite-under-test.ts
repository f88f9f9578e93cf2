import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { OpenSqlite, SqliteValue } from '../../src/storage/sqlite/client.ts';
import type { SqliteOptions } from '../../src/storage/sqlite/options.ts';
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import type { StorageUnderTest } from '../../src/testing/conformance/storage-case.ts';

/** Where files are real but forcing them to the disk costs nothing; the ordinary place where there is no such thing. */
export const FAST: string = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A folder that is removed at the end of its scope. */
export function temporaryFolder(
  place: string = tmpdir(),
): Disposable & { readonly folder: string } {
  const folder = mkdtempSync(join(place, 'accompany-sqlite-'));
  return {
    folder,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The SQLite storage on a fresh file for each case, opened as ever; hundreds of files would take the disk a minute. */
export function sqliteUnderTest(options: Partial<SqliteOptions> = {}): StorageUnderTest {
  return {
    capabilities: { name: 'sqlite', durability: 'synced', multiWriter: false },
    create: () => {
      const { folder, [Symbol.dispose]: remove } = temporaryFolder(FAST);
      return Promise.resolve({
        open: () => sqliteStorage({ ...options, file: join(folder, 'a.db') }),
        remove: () => Promise.resolve(remove()),
      });
    },
  };
}

/**
 * A client of the shape of better-sqlite3 over Node's: its rows have a prototype, its `run` answers with numbers, its
 * errors carry codes as names.
 */
export const openLikeBetterSqlite: OpenSqlite = (file, { readOnly }) => {
  const database = named(() => new DatabaseSync(file, { readOnly }));
  return {
    exec: (sql) => named(() => database.exec(sql)),
    close: () => named(() => database.close()),
    prepare: (sql) => {
      const statement = named(() => database.prepare(sql));
      const row = (found: object | undefined): object | undefined => found && { ...found };
      return {
        run: (...values: SqliteValue[]) =>
          named(() => ({ changes: Number(statement.run(...values).changes) })),
        get: (...values: SqliteValue[]) => named(() => row(statement.get(...values))),
        all: (...values: SqliteValue[]) => named(() => statement.all(...values).map(row)),
      };
    },
  };
};

const CODES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN_ISDIR',
  26: 'SQLITE_NOTADB',
};

function named<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { errcode, message } = error as { errcode?: number; message: string };
    throw Object.assign(new Error(message), {
      code: CODES[(errcode ?? 0) & 0xff] ?? 'SQLITE_ERROR',
    });
  }
}
