/**
 * A directory of CSV or NDJSON files as a source of accounts and people. Needs `csv-parse` for CSV. Node only. Guide:
 * `docs/connectors/data-integration.md`.
 *
 * @packageDocumentation
 */

export { directorySource } from './directory-source.ts';
export type { DirectoryOptions } from './directory-source.ts';
