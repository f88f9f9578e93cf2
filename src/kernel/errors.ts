/**
 * Errors are part of the API: one base class, stable codes, and a message that says what to do next.
 * Every code is explained in `docs/errors.md`.
 *
 * Kinds: `invalid` (the caller's input is wrong; do not retry), `refused` (the state does not allow it),
 * `conflict` (somebody else wrote first; retry), `failed` (something outside failed; retry may help),
 * `bug` (an invariant of this library broke; report it).
 */
export const ERROR_CODES = {
  INVALID_JSON: 'invalid',
  INVALID_INPUT: 'invalid',
  INVALID_DOCUMENT: 'invalid',
  INVALID_INSTANT: 'invalid',
  INVALID_ZONE: 'invalid',
  INVALID_CATALOGUE: 'invalid',
  TOO_LARGE: 'invalid',
  TOO_DEEP: 'invalid',
  UNKNOWN_REFERENCE: 'invalid',
  DUPLICATE_ID: 'invalid',
  NOT_FOUND: 'refused',
  NOT_ALLOWED: 'refused',
  PUBLISH_REFUSED: 'refused',
  NOTHING_TO_UNDO: 'refused',
  LIVE_CONNECTOR: 'refused',
  NOT_VIRTUAL: 'refused',
  STORAGE_IN_USE: 'refused',
  ENGINE_CLOSED: 'refused',
  ABORTED: 'refused',
  HTTP_REFUSED: 'refused',
  STORAGE_SCHEMA: 'refused',
  LEASE_LOST: 'conflict',
  WRITE_CONFLICT: 'conflict',
  OVERLOADED: 'failed',
  INTEGRATION_FAILED: 'failed',
  HTTP_TIMEOUT: 'failed',
  HTTP_FAILED: 'failed',
  STORAGE_CORRUPT: 'failed',
  STORAGE_FULL: 'failed',
  STORAGE_FAILED: 'failed',
  STEP_LIMIT: 'bug',
  BUG: 'bug',
} as const;

/** How a caller should react to an error; see {@link ERROR_CODES}. */
export type ErrorKind = 'invalid' | 'refused' | 'conflict' | 'failed' | 'bug';

/** Every stable error code of this package. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What may accompany an {@link AccompanyError}. */
export interface ErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** Where in the input the fault stands, outermost first. */
  readonly path?: readonly (string | number)[];
  /** Further facts, JSON-safe. */
  readonly details?: Readonly<Record<string, unknown>>;
}

const BRAND = Symbol.for('accompany.error');

/** The one error class that this package throws. Recognise it with {@link isAccompanyError}, react by `code`. */
export class AccompanyError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly path: readonly (string | number)[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AccompanyError';
    this.code = code;
    this.kind = ERROR_CODES[code];
    this.path = options.path ?? [];
    this.details = options.details ?? {};
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** True for an {@link AccompanyError}, also one made by another copy of this package in the same process. */
export function isAccompanyError(error: unknown): error is AccompanyError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** Throws `BUG` when an invariant of this library does not hold. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AccompanyError('BUG', `${message} This is a fault in accompany.`);
}
