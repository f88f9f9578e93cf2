/**
 * A platform behind a small HTTP API as a source of accounts and people. Does no I/O but through the `fetch` that it is given,
 * and runs in a browser. API and guide: `docs/connectors/data-integration.md`.
 *
 * @packageDocumentation
 */

export { httpPlatform } from './http-platform.ts';
export type { HttpPlatformOptions, PlatformFetch, PlatformResponse } from './http-platform.ts';
export type { ReadableReader } from './exchange.ts';
