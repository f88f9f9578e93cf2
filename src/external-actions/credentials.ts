import { AccompanyError } from '../kernel/errors.ts';
import type { ServiceAuth } from '../model/external-service.ts';
import { readTokenAnswer } from './token-schema.ts';

/** What a service knows its callers by. Never stored with the service, and never in a message. */
export type Credentials =
  | { readonly type: 'apiKey'; readonly key: string }
  | { readonly type: 'basic'; readonly user: string; readonly password: string }
  | {
      readonly type: 'oauth2';
      readonly clientId: string;
      readonly clientSecret: string;
      /** For the flow `authorizationCode`: what the host got when a person gave consent. */
      readonly refreshToken?: string;
    };

/** Adds credentials to a call; `rejected` are headers of an earlier one that the service did not accept any more. */
export type Authorize = (
  url: URL,
  rejected: Readonly<Record<string, string>> | null,
) => Promise<{ readonly headers: Record<string, string> }>;

/** Seconds before its end at which a token is not used any more. */
const MARGIN = 30;

/**
 * How calls of a service are authorised (XA-72). Tokens of OAuth 2 are kept until shortly before their end, and calls at the
 * same time share one request for a token.
 * @throws AccompanyError `INVALID_INPUT` when the credentials are of another type than the service wants
 */
export function authorizer({
  auth,
  credentials,
  fetch,
  now = Date.now,
}: {
  readonly auth: ServiceAuth;
  readonly credentials?: Credentials;
  readonly fetch: typeof globalThis.fetch;
  readonly now?: () => number;
}): Authorize {
  if (credentials === undefined) return () => Promise.resolve({ headers: {} });
  if (auth.type === 'apiKey' && credentials.type === 'apiKey')
    return (url) => Promise.resolve({ headers: withKey(auth, credentials.key, url) });
  if (auth.type === 'basic' && credentials.type === 'basic') {
    const bytes = new TextEncoder().encode(`${credentials.user}:${credentials.password}`);
    const authorization = `Basic ${btoa(String.fromCharCode(...bytes))}`;
    return () => Promise.resolve({ headers: { authorization } });
  }
  if (auth.type === 'oauth2' && credentials.type === 'oauth2') {
    const token = tokens(auth, credentials, fetch, now);
    return async (_, rejected) => ({
      headers: { authorization: await token(rejected?.['authorization'] ?? null) },
    });
  }
  throw new AccompanyError(
    'INVALID_INPUT',
    `The service wants ${auth.type}, not ${credentials.type}. Give credentials of that type.`,
    { path: ['credentials', 'type'] },
  );
}

function withKey(
  { in: where, name }: Extract<ServiceAuth, { type: 'apiKey' }>,
  key: string,
  url: URL,
): Record<string, string> {
  if (where === 'header') return { [name]: key };
  url.searchParams.set(name, key);
  return {};
}

function tokens(
  auth: Extract<ServiceAuth, { type: 'oauth2' }>,
  credentials: Extract<Credentials, { type: 'oauth2' }>,
  fetch: typeof globalThis.fetch,
  now: () => number,
): (rejected: string | null) => Promise<string> {
  let refresh = credentials.refreshToken;
  let known: { readonly header: string; readonly until: number } | null = null;
  let asking: Promise<string> | null = null;
  const ask = async (): Promise<string> => {
    const at = now();
    const { access, lasts, refresh: next } = await requestToken(auth, credentials, refresh, fetch);
    refresh = next ?? refresh;
    known = { header: `Bearer ${access}`, until: at + Math.max(0, lasts - MARGIN) * 1_000 };
    return known.header;
  };
  return (rejected) => {
    // Of several calls that were rejected with one token, the first renews it for all.
    if (known !== null && now() < known.until && known.header !== rejected)
      return Promise.resolve(known.header);
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

async function requestToken(
  { flow, tokenUrl, refreshUrl, ...names }: Extract<ServiceAuth, { type: 'oauth2' }>,
  { clientId, clientSecret }: Extract<Credentials, { type: 'oauth2' }>,
  refresh: string | undefined,
  fetch: typeof globalThis.fetch,
): Promise<NonNullable<ReturnType<typeof readTokenAnswer>>> {
  const { grantTypeName = 'grant_type', clientIdName = 'client_id' } = names;
  const { clientSecretName = 'client_secret' } = names;
  const isRefresh = flow === 'authorizationCode' || refresh !== undefined;
  const form = new URLSearchParams({
    [grantTypeName]: isRefresh ? 'refresh_token' : 'client_credentials',
    [clientIdName]: clientId,
    [clientSecretName]: clientSecret,
    ...(isRefresh && { refresh_token: refresh ?? '' }),
  });
  const answer = await fetch((isRefresh ? refreshUrl : undefined) ?? tokenUrl, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: form,
  });
  const json: unknown = answer.ok ? await answer.json().catch(() => null) : null;
  const token = readTokenAnswer(json);
  if (token !== null) return token;
  const isFinal = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
  throw new AccompanyError(
    isFinal ? 'NOT_ALLOWED' : 'HTTP_FAILED',
    `The token service answered ${answer.status} and no token. Check the credentials of the service.`,
  );
}
