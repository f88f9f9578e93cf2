import { deepFreeze } from '../../kernel/json.ts';
import { errorFacts } from '../../kernel/error-facts.ts';
import { redact } from '../../kernel/redact.ts';
import type { Channel, Delivery, Profiles, Receipt } from '../../ports/channel.ts';
import type { Span } from '../../ports/tracer.ts';
import { effectId, nameOfAction } from '../../runtime/effect.ts';
import type { FrozenContent } from '../../records/bodies.ts';
import type { Ask, Claim } from './claim.ts';
import { readReceipt } from './channel-checks.ts';
import type { ServiceRequest } from '../../ports/external.ts';
import { serviceRequests } from './open-requests.ts';
import { now, type Core } from '../core.ts';

const NO_RECEIPT: Receipt = { outcome: 'unknown', reason: 'no_receipt' };
const TIMED_OUT: Receipt = { outcome: 'unknown', reason: 'timeout' };

/**
 * Calls a channel once; one receipt per claim. A channel that throws has failed for all of them (EN-55); what it does not
 * answer in time, or at all, is unknown (EN-54). `timeout` is `null` for simulated channels, which are called in a turn.
 */
export function call(
  core: Core,
  channel: Channel,
  ask: Ask,
  claims: readonly Claim[],
  timeout: number | null,
): Promise<readonly Receipt[]> {
  const action = claims[0]?.record.body.effect.action;
  const name =
    action?.type === 'custom' || action?.type === 'external' ? nameOfAction(action) : 'email';
  const told = {
    'accompany.channel': name,
    'accompany.ask': ask,
    'accompany.effects': claims.length,
  };
  return core.spans.beside('accompany.deliver', told, (span) =>
    callChannel(core, channel, ask, claims, timeout, { name, span }),
  );
}

async function callChannel(
  core: Core,
  channel: Channel,
  ask: Ask,
  claims: readonly Claim[],
  timeout: number | null,
  { name, span }: { readonly name: string; readonly span: Span },
): Promise<readonly Receipt[]> {
  const deadline = new AbortController();
  const signal = AbortSignal.any([core.closing, deadline.signal]);
  try {
    const requests = await serviceRequests(core, claims);
    const deliveries = claims.map((claim) => deliveryOf(core, claim, requests));
    const answer = Promise.resolve(channel[ask]!(deliveries, { now: now(core), signal }));
    const receipts = timeout === null ? await answer : await within(answer, timeout, signal);
    span.set({ 'accompany.answered': receipts !== undefined });
    if (receipts === undefined) return claims.map(() => TIMED_OUT);
    return claims.map((_, index) =>
      receipts[index] === undefined ? NO_RECEIPT : readReceipt(receipts[index]),
    );
  } catch (error) {
    core.notifications.error(error, { channel: name, ask, effects: claims.length });
    span.set({ 'accompany.answered': false, 'error.type': errorFacts(error).type });
    const reason = error instanceof Error ? redact(error.message).slice(0, 200) : 'threw';
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
  { record, decision, channel }: Claim,
  requests: ReadonlyMap<string, ServiceRequest>,
): Delivery {
  const { body } = record;
  const { effect } = body;
  const { people, content } = decision;
  const request = requests.get(record.id);
  return {
    journey: effect.journey,
    account: effect.account,
    node: effect.node,
    // What a channel does to what it is handed must not reach a record, nor a repetition (EM-80).
    action: deepFreeze(effect.action),
    people: deepFreeze(people),
    attempt: body.attempts + 1,
    at: content?.at ?? now(core),
    ...(request !== undefined && { request }),
    key: (person) => effectId(core.store.subscription, effect, person),
    ...((channel.profiles ?? false) !== false &&
      content !== undefined && { profiles: profilesOf(content) }),
  };
}

function profilesOf({ account, people }: FrozenContent): Profiles {
  return {
    account: deepFreeze(account) ?? undefined,
    people: new Map(
      people.flatMap(({ id, attributes }) => (id === null ? [] : [[id, deepFreeze(attributes)]])),
    ),
  };
}
