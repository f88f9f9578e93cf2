import type { Channel, Delivery, Receipt } from '../ports/channel.ts';
import { effectId } from '../runtime/effect.ts';
import type { Claim } from './closing.ts';
import { readReceipt } from './channel-checks.ts';
import type { ServiceRequest } from '../ports/external.ts';
import { serviceRequests } from './open-requests.ts';
import { now, type Core } from './core.ts';

const NO_RECEIPT: Receipt = { outcome: 'unknown', reason: 'no_receipt' };
const TIMED_OUT: Receipt = { outcome: 'unknown', reason: 'timeout' };

/** What is asked of a channel: to deliver, or what became of earlier deliveries. */
export type Ask = 'deliver' | 'query';

/**
 * Calls a channel once; one receipt per claim. A channel that throws has failed for all of them (EN-55); what it does not
 * answer in time, or at all, is unknown (EN-54).
 */
export async function call(
  core: Core,
  channel: Channel,
  ask: Ask,
  claims: readonly Claim[],
  timeout: number | null,
): Promise<readonly Receipt[]> {
  const deadline = new AbortController();
  const signal = AbortSignal.any([core.closing, deadline.signal]);
  try {
    const requests = await serviceRequests(core, claims);
    const deliveries = claims.map((claim) => deliveryOf(core, claim, requests));
    const answer = Promise.resolve(channel[ask]!(deliveries, { now: now(core), signal }));
    const receipts = timeout === null ? await answer : await within(answer, timeout, signal);
    if (receipts === undefined) return claims.map(() => TIMED_OUT);
    return claims.map((_, index) =>
      receipts[index] === undefined ? NO_RECEIPT : readReceipt(receipts[index]),
    );
  } catch (error) {
    core.notifications.error(error);
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'threw';
    const outcome = ask === 'deliver' ? 'failed' : 'unknown';
    return claims.map(() => ({ outcome, reason }));
  } finally {
    deadline.abort();
  }
}

/** What a promise comes to within a time; `undefined` when it takes longer, or when the signal is given. */
async function within<T>(
  promise: Promise<T>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop: () => void = () => undefined;
  const late = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    timer = setTimeout(stop, milliseconds);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function deliveryOf(
  core: Core,
  { record, decision }: Claim,
  requests: ReadonlyMap<string, ServiceRequest>,
): Delivery {
  const { body } = record;
  const { effect } = body;
  const { people, profiles } = decision;
  const request = requests.get(record.id);
  return {
    journey: effect.journey,
    account: effect.account,
    node: effect.node,
    action: effect.action,
    people,
    attempt: body.attempts + 1,
    ...(request !== undefined && { request }),
    key: (person) => effectId(core.store.subscription, effect, person),
    ...(profiles !== undefined && { profiles }),
  };
}
