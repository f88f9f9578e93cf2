import { AccompanyError } from '../kernel/errors.ts';
import { parseJson } from '../kernel/json.ts';
import type { Catalogue } from '../model/definition.ts';
import { bytesOfKey, KEY_BYTES, keyedHash } from '../privacy/keyed-hash.ts';
import type { EmailIntake } from './intake.ts';
import { unsubscribePage, type UnsubscribePage } from './unsubscribe-page.ts';

/** What authenticated links to opt out need. */
export interface UnsubscribeOptions {
  /**
   * The host's secret, at least 32 bytes, or several: the first one signs, all of them are believed. Links stand in mailboxes
   * for years; a secret that is taken away makes its links void.
   */
  readonly secret: string | readonly string[];
  /** Where the handler answers, `https:` for one click. */
  readonly url: string;
  readonly engine: EmailIntake;
  /** The engine's catalogue. */
  readonly catalogue: Catalogue;
  /** Pages of the host's own; missing: plain ones. Must return whole HTML documents. */
  readonly page?: (page: UnsubscribePage) => string;
  /** Hears what went wrong on our side. */
  readonly onError?: (error: unknown) => void;
}

/** Links to opt out, and what answers them. */
export interface UnsubscribeLinks {
  /** The link for one e-mail. Fits `unsubscribe` of an SMTP channel. */
  readonly urlFor: (recipient: OptOut) => Promise<string>;
  /**
   * GET asks, so that whoever only follows links changes nothing; POST withdraws the consent to e-mails, by one click of a
   * mail program (RFC 8058) or by the page's button.
   */
  readonly handler: (request: Request) => Promise<Response>;
}

/** Which e-mail somebody opts out with. */
export interface OptOut {
  readonly person: string;
  readonly email: string;
  readonly journey: string;
  readonly node: string;
  /** The effect's id for the person. */
  readonly key: string;
}

const NAMES = ['person', 'email', 'journey', 'node', 'key'] as const;

/**
 * Makes links by which people opt out of e-mails, and the handler behind them (EM-57 to EM-59).
 * @throws AccompanyError `INVALID_INPUT` for a secret that is too short or a URL that is none
 */
export function unsubscribeLinks(options: UnsubscribeOptions): UnsubscribeLinks {
  const { engine, catalogue, onError } = options;
  const [sign, ...former] = hashesOf(options);
  const base = urlOf(options.url);
  const answer = (page: UnsubscribePage, status: number): Response =>
    new Response((options.page ?? unsubscribePage)(page), { status, headers: HEADERS });

  const read = async (token: string): Promise<OptOut | null> => {
    const [payload = '', mac = ''] = token.split('.');
    for (const hash of [sign!, ...former])
      if (isSame(await hash('unsubscribe', payload), mac)) return fromPayload(payload);
    return null;
  };

  return {
    async urlFor(recipient) {
      const payload = toBase64Url(JSON.stringify(NAMES.map((name) => recipient[name])));
      const url = new URL(base);
      url.searchParams.set('t', `${payload}.${await sign!('unsubscribe', payload)}`);
      return url.href;
    },
    async handler(request) {
      const asks = request.method === 'GET' || request.method === 'HEAD';
      if (!asks && request.method !== 'POST')
        return new Response(null, { status: 405, headers: { allow: 'GET, HEAD, POST' } });
      const optOut = await read(new URL(request.url).searchParams.get('t') ?? '');
      if (optOut === null) return answer('wrong', 400);
      if (asks) return answer('ask', 200);
      try {
        await take(engine, catalogue, optOut);
        return answer('done', 200);
      } catch (error) {
        onError?.(error);
        return answer('later', 503);
      }
    },
  };
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  'referrer-policy': 'no-referrer',
};

/** The event counts once for each e-mail; the consent is withdrawn each time, whatever was stated meanwhile. */
function take(engine: EmailIntake, catalogue: Catalogue, optOut: OptOut): Promise<void> {
  const { person, email, journey, node, key } = optOut;
  const event = {
    id: `unsubscribe:${key}`,
    type: 'emailUnsubscribed',
    person,
    at: engine.now(),
    fields: { email, journey, node },
  };
  return engine.ingest({
    people: [{ id: person, consent: { email: 'n' } }],
    events: Object.hasOwn(catalogue.events, event.type) ? [event] : [],
  });
}

function hashesOf({ secret }: UnsubscribeOptions): readonly ReturnType<typeof keyedHash>[] {
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const isFine = secrets.length > 0 && secrets.every((one) => bytesOfKey(one).length >= KEY_BYTES);
  if (isFine) return secrets.map((one) => keyedHash(one));
  const message = `A secret has at least ${KEY_BYTES} bytes. Make one from random bytes and keep it safe.`;
  throw new AccompanyError('INVALID_INPUT', message, { path: ['secret'] });
}

function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:/u.test(text)) return text;
  throw new AccompanyError('INVALID_INPUT', 'url must be where the handler answers.', {
    path: ['url'],
  });
}

/** Of what was signed by us, so that its form is known. */
function fromPayload(payload: string): OptOut | null {
  const values = parseJson(fromBase64Url(payload));
  if (!Array.isArray(values) || values.length !== NAMES.length) return null;
  return Object.fromEntries(
    NAMES.map((name, index) => [name, String(values[index])]),
  ) as unknown as OptOut;
}

/** Compares in a time that says nothing of where texts differ. */
function isSame(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < left.length; index += 1)
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}

function toBase64Url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}
