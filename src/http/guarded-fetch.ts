import { errors, fetch } from 'undici';
import type { Agent } from 'undici';
import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { plainName } from './address.ts';
import { checkLiteral, guardedAgent } from './connect.ts';
import { readGuards } from './fetch-options.ts';
import type { GuardedFetchOptions, Guards } from './fetch-options.ts';
import { readAnswer } from './read-body.ts';
import type { Answer } from './read-body.ts';
import { followRedirect, isRedirect } from './redirect.ts';
import type { Hop } from './redirect.ts';

/**
 * A `fetch` for addresses that others have written, such as the URL of a service or of a webhook: it reaches public
 * addresses only, whatever the notation and wherever redirects lead (HT-1 to HT-11). Connections are kept for later calls
 * of the same function, so make one and use it everywhere. Proxies of the environment are not used.
 *
 * The function that it returns rejects with an AccompanyError: `HTTP_REFUSED` for what may not be reached,
 * `HTTP_TIMEOUT`, `TOO_LARGE`, `HTTP_FAILED` for everything that happens on the way, `ABORTED` when the caller's signal was
 * aborted, `INVALID_INPUT` for what is no request. The answer is read before the call resolves. Messages hold the host and
 * never a path, a query, a header or a body.
 * @throws AccompanyError `INVALID_INPUT` for options that cannot be meant, with the option as path
 * @example
 * ```ts
 * import { guardedFetch } from 'accompany/http';
 *
 * const call = guardedFetch({ timeout: 5_000 });
 * const error = await call('http://169.254.169.254/latest/meta-data').catch((e) => e);
 * console.log(error.code, error.details.kind); // => HTTP_REFUSED linkLocal
 * ```
 */
export function guardedFetch(options: GuardedFetchOptions = {}): typeof globalThis.fetch {
  const guards = readGuards(options);
  const agent = guardedAgent(guards.allowed, guards.resolve, guards.connectTimeout);
  return async (input, init) => {
    const url = readUrl(input);
    checkUrl(url, guards);
    const request = readRequest(input, init);
    const deadline = AbortSignal.timeout(guards.timeout);
    const signal = AbortSignal.any([request.signal, deadline]);
    const { method, headers, redirect } = request;
    try {
      const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
      const most = redirect === 'follow' ? guards.redirects : redirect === 'manual' ? Infinity : 0;
      return await followTo({ url, method, headers, body }, most, { guards, agent, signal });
    } catch (error) {
      throw explain(error, url.host, request.signal, deadline);
    }
  };
}

interface Way {
  readonly guards: Guards;
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** Follows at most so many redirects; with `Infinity` none is followed and the first answer counts, as `manual` says. */
async function followTo(
  first: Hop,
  most: number,
  { guards, agent, signal }: Way,
): Promise<Response> {
  let hop = first;
  for (let left = most; ; left -= 1) {
    checkUrl(hop.url, guards);
    const answer = await fetch(hop.url, {
      method: hop.method,
      headers: [...hop.headers],
      body: hop.body ?? null,
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
      credentials: 'omit',
      dispatcher: agent,
      signal,
    });
    const location = answer.headers.get('location');
    if (!isRedirect(answer.status) || location === null || most === Infinity) {
      return await readAnswer(answer as Answer, hop.url.host, guards.answerLimit);
    }
    await answer.body?.cancel();
    if (left === 0) {
      throw new AccompanyError(
        'HTTP_REFUSED',
        `${first.url.host} redirects more than ${most} times. Ask the service at its final address.`,
        { details: { host: first.url.host } },
      );
    }
    hop = followRedirect(hop, answer.status, location);
  }
}

function checkUrl(url: URL, { allowed }: Guards): void {
  const refuse = (why: string): AccompanyError =>
    new AccompanyError('HTTP_REFUSED', why, { details: { host: url.host } });
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refuse(`Only http and https are called, not ${url.protocol} Correct the address.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse(`The address at ${url.host} names a user. Put credentials into headers.`);
  }
  checkLiteral(plainName(url.hostname), allowed);
}

/** The address alone, before a `Request` is built, whose own errors would repeat a user or a query. */
function readUrl(input: string | URL | Request): URL {
  const url = URL.parse(input instanceof Request ? input.url : String(input));
  if (url !== null) return url;
  throw new AccompanyError(
    'INVALID_INPUT',
    'This is no address to call: give an absolute one, with http or https.',
  );
}

function readRequest(input: string | URL | Request, init: RequestInit | undefined): Request {
  try {
    return new Request(input, init);
  } catch (cause) {
    throw new AccompanyError(
      'INVALID_INPUT',
      'This is no request that can be sent; cause says why.',
      { cause },
    );
  }
}

/** One typed error for whatever went wrong; what was found on the way, for instance in a look-up, comes first. */
function explain(
  error: unknown,
  host: string,
  caller: AbortSignal,
  deadline: AbortSignal,
): AccompanyError {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (isAccompanyError(inner)) return inner;
  }
  if (caller.aborted) {
    return new AccompanyError(
      'ABORTED',
      `The call of ${host} was aborted. What was sent stays sent.`,
      {
        cause: caller.reason,
      },
    );
  }
  if (deadline.aborted) {
    return new AccompanyError(
      'HTTP_TIMEOUT',
      `${host} did not answer in time. Repeat the call later.`,
      {
        cause: error,
        details: { host },
      },
    );
  }
  if (isWithoutConnection(error)) {
    return new AccompanyError(
      'HTTP_FAILED',
      `${host} could not be connected to in time, so nothing was sent. Repeat the call later, or raise connectTimeout.`,
      { cause: error, details: { host } },
    );
  }
  return new AccompanyError(
    'HTTP_FAILED',
    `The call of ${host} failed. Look at cause, and repeat the call later.`,
    {
      cause: error,
      details: { host },
    },
  );
}

function isWithoutConnection(error: unknown): boolean {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof errors.ConnectTimeoutError) return true;
  }
  return false;
}
