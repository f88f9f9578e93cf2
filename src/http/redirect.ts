import { AccompanyError } from '../kernel/errors.ts';

/** One request as it is sent: everything that a further hop needs is at hand. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers that say nothing about who asks; all others stay with the origin that they were meant for. */
const HARMLESS_HEADERS: readonly string[] = ['accept', 'accept-language', 'user-agent'];

/** True for an answer that sends the caller elsewhere. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/**
 * The request that an answer leads to (HT-6, HT-7).
 * @throws AccompanyError `HTTP_REFUSED` for a target that would get a body meant for another origin, or that is less safe
 */
export function followRedirect(hop: Hop, status: number, location: string): Hop {
  const url = readLocation(hop.url, location);
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw refusedRedirect(hop.url, 'leads from https to http');
  }
  const keepsMethod =
    status === 307 || status === 308 || hop.method === 'HEAD' || hop.method === 'GET';
  // 301 and 302 turn only POST into GET; 303 everything.
  const turns = !keepsMethod && (status === 303 || hop.method === 'POST');
  const method = turns ? 'GET' : hop.method;
  const body = turns ? undefined : hop.body;
  if (url.origin === hop.url.origin) {
    const headers = new Headers(hop.headers);
    if (turns) for (const name of ['content-type', 'content-length']) headers.delete(name);
    return { url, method, headers, body };
  }
  if (body !== undefined) {
    throw refusedRedirect(hop.url, 'would hand the body of the request to another origin');
  }
  const headers = new Headers();
  for (const name of HARMLESS_HEADERS) {
    const value = hop.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return { url, method, headers, body };
}

function readLocation(from: URL, location: string): URL {
  const url = URL.parse(location, from.href);
  if (url === null) throw refusedRedirect(from, 'leads to no address');
  return url;
}

function refusedRedirect({ host }: URL, why: string): AccompanyError {
  return new AccompanyError(
    'HTTP_REFUSED',
    `The redirect of ${host} ${why}. Ask the service at its final address.`,
    { details: { host } },
  );
}
