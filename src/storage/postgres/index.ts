/**
 * PostgreSQL 15 and later as a storage: `docs/storage/postgresql.md`.
 *
 * @module accompany/storage/postgres
 */
export type { PostgresClient, PostgresQuery } from './client.ts';
export { postgresStorage } from './postgres-storage.ts';
export type { PostgresStorageOptions } from './postgres-storage.ts';
