import { places } from '../connectors/places.ts';
import { receiptOfPeople } from '../connectors/receipt-of-people.ts';
import { guardedFetch } from '../http/guarded-fetch.ts';
import { problem } from '../kernel/issue.ts';
import type { Channel, ChannelAction, Delivery, Receipt } from '../ports/channel.ts';
import type { Issue } from '../kernel/issue.ts';
import { NOT_BEGUN, outcomeOfError, outcomeOfStatus } from './call-outcome.ts';
import type { CallOutcome } from './call-outcome.ts';
import { checkOptions } from './check-options.ts';
import { signer } from './signer.ts';
import { editionOf, webhookBody } from './webhook-body.ts';
import type { HostAction } from './webhook-body.ts';
import type { WebhookOptions } from './webhook-options.ts';

const LIMITS = { concurrency: 4, batch: 1, timeout: 120_000 } as const;
const GUARD = { timeout: 10_000, answerLimit: 65_536 } as const;
const MAX_BYTES = 262_144;
const TOGETHER = 8;
/** Share of a call's time after which nothing more is begun, so that the channel still answers in time. */
const BEGIN_WITHIN = 0.8;

/** One request for one recipient. Never rejects. */
type Call = (
  delivery: Delivery,
  action: HostAction,
  person: string | null,
  at: { readonly now: Date; readonly signal: AbortSignal },
) => Promise<CallOutcome>;

/**
 * Carries out host actions by calling an HTTP address, once for each person or for the account (WH-1 to WH-26). Give it to
 * the engine as `channels.actions[name]`; one channel may serve several actions.
 * @throws AccompanyError `INVALID_INPUT` when an option cannot be meant, with the option as path
 *
 * @example
 * ```ts
 * import { webhookChannel } from 'accompany/webhook';
 *
 * const webhook = webhookChannel({
 *   url: 'https://hooks.example.com/journeys',
 *   secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
 * });
 * console.log(webhook.delivery, webhook.onUnknown); // => unkeyed park
 * ```
 */
export function webhookChannel(options: WebhookOptions): Channel {
  checkOptions(options);
  const { profile, retry, consent, together = TOGETHER } = options;
  const limits = { ...LIMITS, ...options.limits };
  const call = caller(options);
  return {
    delivery: 'unkeyed',
    limits,
    onUnknown: options.onUnknown ?? 'park',
    ...(profile !== undefined && {
      profiles: () => ({ account: profile.account ?? [], person: profile.person ?? [] }),
    }),
    // Another list, or another kind of a field, makes another body of the same delivery (EM-83).
    edition: () => (profile === undefined ? '' : editionOf(profile)),
    ...(retry !== undefined && { retry }),
    ...(consent !== undefined && { consent }),
    issuesOf: (action) => issuesOf(options, action),
    async deliver(deliveries, { signal, now }) {
      const until = AbortSignal.timeout(limits.timeout * BEGIN_WITHIN);
      const at = { now: new Date(now), signal: AbortSignal.any([signal, until]) };
      const receipts: Receipt[] = [];
      for (const delivery of deliveries) {
        const { action, people } = delivery;
        if (action.type !== 'custom') receipts.push({ outcome: 'refused', reason: 'no_webhook' });
        else if (people === null) receipts.push(await call(delivery, action, null, at));
        else {
          const outcomes = await callPeople(people, together, (one) =>
            call(delivery, action, one, at),
          );
          receipts.push(receiptOf(people, outcomes));
        }
      }
      return receipts;
    },
  };
}

function caller(options: WebhookOptions): Call {
  const { headers = {}, profile, secret, maxBytes = MAX_BYTES } = options;
  const sign = signer(secret);
  const fetch = guardedFetch({ ...GUARD, ...options.guard });
  return async (delivery, action, person, { now, signal }) => {
    const url = addressOf(options, action.name);
    if (url === undefined) return { outcome: 'failed', reason: 'unknown_action' };
    const body = webhookBody(delivery, action, person, profile);
    if (new TextEncoder().encode(body).length > maxBytes)
      return { outcome: 'refused', reason: 'too_large' };
    if (signal.aborted) return NOT_BEGUN;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          ...headers,
          ...sign(delivery.key(person), now, body),
          'content-type': 'application/json',
          accept: '*/*',
        },
        body,
        // A redirect may turn a POST into a GET, whose 200 says nothing of the webhook.
        redirect: 'manual',
        signal,
      });
      return outcomeOfStatus(answer.status, answer.headers.get('retry-after'));
    } catch (error) {
      return outcomeOfError(error);
    }
  };
}

/** Calls for people, so many at a time. Once the receiver asked for rest nothing more is begun (WH-21). */
function callPeople(
  people: readonly string[],
  together: number,
  call: (person: string) => Promise<CallOutcome>,
): Promise<readonly CallOutcome[]> {
  const place = places(together);
  const rest = new AbortController();
  const callOne = async (person: string): Promise<CallOutcome> => {
    const outcome = await call(person);
    if (outcome.retryAfter !== undefined) rest.abort();
    return outcome;
  };
  return Promise.all(
    people.map((person) =>
      place({ work: () => callOne(person), signal: rest.signal, instead: NOT_BEGUN }),
    ),
  );
}

/** One receipt, with the longest rest that was asked for. */
function receiptOf(people: readonly string[], outcomes: readonly CallOutcome[]): Receipt {
  const receipt = receiptOfPeople(
    people,
    outcomes.map(({ retryAfter: _rest, ...outcome }) => outcome),
  );
  const retryAfter = Math.max(...outcomes.map((one) => one.retryAfter ?? 0));
  return retryAfter > 0 ? { ...receipt, retryAfter } : receipt;
}

function addressOf({ url }: WebhookOptions, name: string): string | undefined {
  if (typeof url === 'string') return url;
  return Object.hasOwn(url, name) ? url[name] : undefined;
}

function issuesOf(options: WebhookOptions, action: ChannelAction): readonly Issue[] {
  if (action.type !== 'custom' || addressOf(options, action.name) !== undefined) return [];
  const fix = 'Give the channel a url for it.';
  return [problem('WEBHOOK_UNKNOWN', ['name'], `There is no address for ${action.name}.`, fix)];
}
