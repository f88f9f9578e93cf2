/**
 * Calls to addresses that others have written, for Node: `docs/connectors/http.md`.
 *
 * @module accompany/http
 */
export type { GuardedFetchOptions } from './fetch-options.ts';
export { guardedFetch } from './guarded-fetch.ts';
