import { restOf } from '../connectors/retry-after.ts';
import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { needObject } from '../kernel/object-argument.ts';
import type { ExternalService } from '../model/external-service.ts';
import type { Channel, Delivery, Receipt } from '../ports/channel.ts';
import type { Outcome } from '../runtime/fact.ts';
import type { ExternalRequest } from '../runtime/effect.ts';
import { tokenMint } from './callback-token.ts';
import { authorizer } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { attributesIn, editionOf, executionRequest, headersOf } from './execution-request.ts';

/** What {@link serviceChannel} needs. */
export interface ServiceChannelOptions {
  /** The service as it was installed and activated. */
  readonly service: ExternalService;
  /** Missing: the service asks nobody who calls. */
  readonly credentials?: Credentials;
  /** How it is called: `guardedFetch()` of `accompany/http`. */
  readonly fetch: typeof globalThis.fetch;
  /** Where `callbackReceiver` listens. */
  readonly callbackUrl: string;
  /** At least 32 bytes, the same that the receiver has. */
  readonly secret: string | Uint8Array;
  /** What the service is told of the tenant; missing: `{ prefix, imsOrgId, munchkinId }`, all the subscription's name. */
  readonly subscription?: Readonly<Record<string, string>>;
}

/** People of one effect that are asked about at the same time. */
const TOGETHER = 8;

/** A service is asked again for as long as its answer is waited for; the engine stops it then (XA-55). */
const PAUSES = [5, 20, 60, 300, 900, 1_800, 3_600, 3_600, 3_600].map((seconds) => seconds * 1_000);

/**
 * Calls an external service (XA-70 to XA-76): `POST /submitAsyncAction`, one request for an account or for each person. Give
 * it to the engine as `channels.services[service.id]`.
 * @throws AccompanyError `INVALID_INPUT` for options that cannot be meant
 */
export function serviceChannel(options: ServiceChannelOptions): Channel {
  needObject(options, 'serviceChannel needs { service, fetch, callbackUrl, secret }.');
  const { service, credentials, fetch, callbackUrl } = options;
  const { wire } = service;
  if (wire === undefined) {
    const advice = 'The service has no address. Install it from its document.';
    throw new AccompanyError('INVALID_INPUT', advice, { path: ['service', 'wire'] });
  }
  if (URL.parse(callbackUrl) === null) {
    const advice = 'callbackUrl must be the absolute address at which callbacks are received.';
    throw new AccompanyError('INVALID_INPUT', advice, { path: ['callbackUrl'] });
  }
  needSecret(options.secret);
  const edition = editionOf(service, options.subscription);
  const mint = tokenMint(options.secret);
  const authorize = authorizer({
    auth: wire.auth,
    fetch,
    ...(credentials !== undefined && { credentials }),
  });

  const ask = async (
    delivery: Delivery,
    person: string | null,
    signal: AbortSignal,
  ): Promise<Receipt> => {
    const { account, journey, node, key, request, action } = delivery;
    if (request === undefined || action.type !== 'external')
      return { outcome: 'refused', reason: 'no_service_request' };
    const { subscription, entry, due: expires } = request;
    const place = { subscription, account, journey, entry, node, person };
    const token = await mint.sign({ ...place, effect: key(person), expires });
    const known = { prefix: subscription, imsOrgId: subscription, munchkinId: subscription };
    const body = executionRequest(
      service,
      { action, request },
      {
        token,
        callbackUrl,
        person,
        subscription: options.subscription ?? known,
      },
    );
    const own = headersOf(service, body['context'] as Record<string, unknown>);
    const used: Record<string, string> = {};
    const post = async (rejected: typeof used | null): Promise<Response> => {
      const url = new URL(`${wire.url}/submitAsyncAction`);
      const { headers } = await authorize(url, rejected);
      Object.assign(used, headers);
      return fetch(url, {
        method: 'POST',
        headers: {
          ...own,
          ...headers,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify(body),
        signal,
      });
    };
    try {
      const answer = await post(null);
      const isStale = answer.status === 401 && wire.auth.type === 'oauth2';
      return receiptOf(isStale ? await post(used) : answer);
    } catch (error) {
      return receiptOfError(error);
    }
  };

  return {
    // The token is the same at every attempt, by which a service knows a repetition.
    delivery: 'keyed',
    limits: { concurrency: 4, batch: 1, timeout: 120_000 },
    retry: { pauses: PAUSES },
    profiles: () => ({
      account: attributesIn(service.sends.account),
      person: attributesIn(service.sends.person),
    }),
    edition: () => edition,
    async deliver(deliveries, { signal }) {
      const receipts: Receipt[] = [];
      for (const delivery of deliveries) {
        const isOfEach = (delivery.action as ExternalRequest).about === 'person';
        if (!isOfEach) receipts.push(await ask(delivery, null, signal));
        else
          receipts.push(
            await askEach(delivery.people ?? [], (person) => ask(delivery, person, signal)),
          );
      }
      return receipts;
    },
  };
}

async function askEach(
  people: readonly string[],
  ask: (person: string) => Promise<Receipt>,
): Promise<Receipt> {
  const except: Record<string, { outcome: Outcome; reason?: string }> = Object.create(null);
  let retryAfter = 0;
  for (let from = 0; from < people.length; from += TOGETHER) {
    const some = people.slice(from, from + TOGETHER);
    const receipts = await Promise.all(some.map(ask));
    receipts.forEach(({ outcome, reason, retryAfter: rest = 0 }, index) => {
      retryAfter = Math.max(retryAfter, rest);
      if (outcome !== 'sent')
        except[some[index]!] = { outcome, ...(reason !== undefined && { reason }) };
    });
  }
  return { outcome: 'sent', except: { ...except }, ...(retryAfter > 0 && { retryAfter }) };
}

/** XA-75: any 2xx is accepted; what may help later is tried again; everything else fails at once. */
function receiptOf({ ok, status, headers }: Response): Receipt {
  if (ok) return { outcome: 'sent' };
  const reason = `http_${status}`;
  if (status !== 429 && status !== 408 && status < 500) return { outcome: 'refused', reason };
  const retryAfter = restOf(headers.get('retry-after'));
  return { outcome: 'failed', reason, ...(retryAfter > 0 && { retryAfter }) };
}

function receiptOfError(error: unknown): Receipt {
  const code = isAccompanyError(error) ? error.code : 'HTTP_FAILED';
  const reason = code.toLowerCase();
  if (code === 'HTTP_REFUSED' || code === 'INVALID_INPUT' || code === 'NOT_ALLOWED')
    return { outcome: 'refused', reason };
  // The service may have taken the request before it fell silent.
  return { outcome: code === 'HTTP_FAILED' ? 'failed' : 'unknown', reason };
}

/** @throws AccompanyError `INVALID_INPUT` */
export function needSecret(secret: string | Uint8Array): void {
  const length =
    typeof secret === 'string' ? new TextEncoder().encode(secret).length : secret?.length;
  if (length >= 32) return;
  throw new AccompanyError('INVALID_INPUT', 'secret must have at least 32 bytes.', {
    path: ['secret'],
  });
}
