import { isAccompanyError } from '../kernel/errors.ts';
import { formatIssue } from '../kernel/issue.ts';
import { limitedBody } from '../http/limited-body.ts';
import { parseJson } from '../kernel/json.ts';
import { needObject } from '../kernel/object-argument.ts';
import type { ExternalPort } from '../ports/external.ts';
import { readCallback } from './callback-answer.ts';
import type { CallbackFault } from './callback-answer.ts';
import { parseCallback } from './callback-schema.ts';
import { tokenMint } from './callback-token.ts';
import type { TokenContent, TokenMint } from './callback-token.ts';
import { accepted, refusal } from './responses.ts';
import { needSecret } from './service-channel.ts';

/** What {@link callbackReceiver} needs. */
export interface CallbackReceiverOptions {
  /** `engine.external`. */
  readonly external: ExternalPort;
  /** At least 32 bytes, the same that the channel has. */
  readonly secret: string | Uint8Array;
  /** Whether the API key and the bearer token of a callback are the host's; missing: the callback token alone decides. */
  readonly authorize?: (headers: Headers) => boolean | Promise<boolean>;
  /** What `x-gw-ims-org-id` must be; missing: anything. */
  readonly organisation?: string;
  /** With `token` callbacks need `X-Callback-Token` only; missing: all headers of the protocol (correction 45). */
  readonly headers?: 'all' | 'token';
  /** Most bytes of a body; missing: 1 MiB. */
  readonly bodyLimit?: number;
  /** Missing: the system's clock. */
  readonly now?: () => number;
}

const HEADERS = [
  'x-callback-token',
  'x-api-key',
  'x-request-id',
  'authorization',
  'x-gw-ims-org-id',
];

/**
 * Receives what services answer: a handler from `Request` to `Response`, for any server (XA-80 to XA-88). What it accepted is
 * settled in the storage before it answers 200, so that a repetition finds nothing open, also after a restart.
 *
 * Refusals have a status and a code: 405 and 413; 401 `UNAUTHORIZED` for a header that is missing or a token that is not
 * ours; 403 `FORBIDDEN` for another organisation or tenant; 400 `INVALID_CALLBACK` for a token that has expired, was used,
 * or that nobody waits for; 400 `INVALID_REQUEST` for a body of another form, with details; 429 and 500 to try again.
 * @throws AccompanyError `INVALID_INPUT` for options that cannot be meant
 */
export function callbackReceiver(
  options: CallbackReceiverOptions,
): (request: Request) => Promise<Response> {
  needObject(options, 'callbackReceiver needs { external, secret }.');
  needSecret(options.secret);
  const mint = tokenMint(options.secret);
  const { bodyLimit = 1_048_576, now = Date.now } = options;
  return async (request) => {
    try {
      if (request.method !== 'POST')
        return refusal(405, 'INVALID_REQUEST', 'Callbacks are posted.');
      const token = await checkHeaders(options, mint, request.headers, now());
      if (token instanceof Response) return token;
      const body = await limitedBody(request, bodyLimit);
      if (body === 'too_large')
        return refusal(413, 'INVALID_REQUEST', `The body has more than ${bodyLimit} bytes.`);
      if (body === 'not_text') return refusal(400, 'INVALID_REQUEST', 'The body is no UTF-8.');
      return await take(options.external, token, body.text);
    } catch (error) {
      return failure(error);
    }
  };
}

/** Everything that can be said before a byte of the body is read. */
async function checkHeaders(
  { headers: wanted = 'all', authorize, organisation, external }: CallbackReceiverOptions,
  mint: TokenMint,
  headers: Headers,
  now: number,
): Promise<TokenContent | Response> {
  const needed = wanted === 'all' ? HEADERS : HEADERS.slice(0, 1);
  const missing = needed.filter((name) => (headers.get(name) ?? '') === '');
  if (missing.length > 0)
    return refusal(401, 'UNAUTHORIZED', `Headers are missing: ${missing.join(', ')}.`);
  const token = await mint.read(headers.get('x-callback-token')!);
  if (token === null) return refusal(401, 'UNAUTHORIZED', 'The callback token is not ours.');
  if (authorize !== undefined && !(await authorize(headers)))
    return refusal(401, 'UNAUTHORIZED', 'The credentials are not known here.');
  const isOther = organisation !== undefined && headers.get('x-gw-ims-org-id') !== organisation;
  if (isOther || token.subscription !== external.subscription)
    return refusal(403, 'FORBIDDEN', 'The organisation may not answer here.');
  if (now > token.expires) return closed();
  return token;
}

async function take(external: ExternalPort, token: TokenContent, text: string): Promise<Response> {
  const parsed = parseCallback(parseJson(text));
  if (!parsed.ok) {
    const faults = parsed.issues.map((issue) => ({
      field: issue.path.join('.'),
      message: formatIssue(issue),
    }));
    return invalid(faults);
  }
  const open = await external.request(token);
  const service = open && (await external.service(open.service));
  if (open === undefined || service === undefined) return closed();
  if (token.person !== null && open.people?.includes(token.person) !== true) return closed();
  const answer = readCallback(parsed.value.objectData[0], service, token, open);
  if (!('account' in answer)) return invalid(answer);
  const result = await external.answer(answer);
  return result === 'taken' ? accepted() : closed();
}

function closed(): Response {
  return refusal(
    400,
    'INVALID_CALLBACK',
    'The token has expired or was used; nobody waits for this answer.',
  );
}

function invalid(faults: readonly CallbackFault[]): Response {
  return refusal(
    400,
    'INVALID_REQUEST',
    'The body is not what was asked for.',
    faults.slice(0, 20),
  );
}

/** What an engine or its storage could not do; messages of theirs stay inside. */
function failure(error: unknown): Response {
  const code = isAccompanyError(error) ? error.code : null;
  if (
    code === 'INVALID_JSON' ||
    code === 'TOO_DEEP' ||
    code === 'TOO_LARGE' ||
    code === 'INVALID_INPUT'
  )
    return refusal(400, 'INVALID_REQUEST', 'The body cannot be taken in.');
  if (code === 'OVERLOADED')
    return refusal(429, 'RATE_LIMITED', 'Too much at once; repeat it later.', [], {
      'retry-after': '5',
    });
  return refusal(500, 'INTERNAL_ERROR', 'It could not be kept; repeat it later.');
}
