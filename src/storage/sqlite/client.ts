import { AccompanyError } from '../../kernel/errors.ts';

/** What a statement may be given. */
export type SqliteValue = string | number | null;

/** A prepared statement of a {@link SqliteClient}. Rows are objects by column; whole numbers come as numbers. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  /** The first row, or `undefined`. */
  get(...values: SqliteValue[]): unknown;
  all(...values: SqliteValue[]): unknown[];
}

/** The part of an SQLite client that the adapter needs: `DatabaseSync` of `node:sqlite` has it, and better-sqlite3. */
export interface SqliteClient {
  /** Runs statements that have no values and no result. */
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}

/** Opens a file with a client, synchronously; makes the file where there is none unless `readOnly`. */
export type OpenSqlite = (file: string, options: { readonly readOnly: boolean }) => SqliteClient;

/** Opens files with Node's own client. Throws `STORAGE_FAILED` where Node has none. */
export async function nodeSqlite(): Promise<OpenSqlite> {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    return (file, { readOnly }) => new DatabaseSync(file, { readOnly });
  } catch (error) {
    throw new AccompanyError(
      'STORAGE_FAILED',
      'This Node has no node:sqlite. Use Node 22.13 or later, or give `open` with a client such as better-sqlite3.',
      { cause: error },
    );
  }
}
