export { sqliteStorage } from './sqlite-storage.ts';
export type { SqliteOptions } from './options.ts';
export type { OpenSqlite, SqliteClient, SqliteStatement, SqliteValue } from './client.ts';
