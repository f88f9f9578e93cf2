import { AccompanyError } from '../kernel/errors.ts';
import { needObject } from '../kernel/object-argument.ts';
import { readAllowed } from './address.ts';
import type { Allowed } from './address.ts';
import { resolveBySystem } from './connect.ts';
import type { ResolveName } from './connect.ts';

/** Longest delay that a timer of Node bears. */
const LONGEST = 2 ** 31 - 1;

/** Whoever cannot be connected to in this time is not there: the rest of a call's time is for the answer. */
const CONNECT = 10_000;

/** How `guardedFetch` guards; everything has a default. */
export interface GuardedFetchOptions {
  /**
   * Hosts that may be reached although their addresses are not public: host names (`crm.internal`), addresses
   * (`127.0.0.1`, `::1`) and CIDR ranges (`10.1.0.0/16`). A name stands for whatever it resolves to. Missing: none.
   */
  readonly allow?: readonly string[];
  /** Milliseconds for the whole call, redirects and reading included; missing: 30,000. */
  readonly timeout?: number;
  /** Milliseconds for each connection, its look-up and TLS included; missing: 10,000, or `timeout` when that is less. */
  readonly connectTimeout?: number;
  /** Most bytes of an answer, after decompression; missing: 1 MiB. */
  readonly answerLimit?: number;
  /** Most redirects that are followed; missing: 3. With 0 each redirect is refused. */
  readonly redirects?: number;
  /** Finds the addresses of a host name; missing: the system's name service. Its answer is what is connected to. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

/** The options, complete and checked. */
export interface Guards {
  readonly allowed: Allowed;
  readonly timeout: number;
  readonly connectTimeout: number;
  readonly answerLimit: number;
  readonly redirects: number;
  readonly resolve: ResolveName;
}

/** @throws AccompanyError `INVALID_INPUT` with the option as path */
export function readGuards(options: GuardedFetchOptions): Guards {
  needObject(options, 'The options of guardedFetch must be an object.');
  const {
    allow = [],
    timeout = 30_000,
    connectTimeout = Math.min(CONNECT, timeout),
    answerLimit = 1_048_576,
    redirects = 3,
    resolve = resolveBySystem,
  } = options;
  need(isTexts(allow), 'allow', 'a list of host names, addresses and CIDR ranges');
  const { allowed, fault } = readAllowed(allow);
  need(
    fault === undefined,
    'allow',
    `host names, addresses and CIDR ranges; ${JSON.stringify(fault)} is none`,
  );
  need(isWhole(timeout, 1, LONGEST), 'timeout', `whole milliseconds from 1 to ${LONGEST}`);
  need(
    isWhole(connectTimeout, 1, LONGEST),
    'connectTimeout',
    `whole milliseconds from 1 to ${LONGEST}`,
  );
  need(isWhole(answerLimit, 0, Number.MAX_SAFE_INTEGER), 'answerLimit', 'a whole number of bytes');
  need(isWhole(redirects, 0, 20), 'redirects', 'a whole number from 0 to 20');
  need(typeof resolve === 'function', 'resolve', 'a function');
  return { allowed, timeout, connectTimeout, answerLimit, redirects, resolve };
}

function need(fits: boolean, option: string, wanted: string): void {
  if (fits) return;
  throw new AccompanyError('INVALID_INPUT', `${option} of guardedFetch must be ${wanted}.`, {
    path: [option],
  });
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
