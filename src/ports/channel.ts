import type { Attributes } from '../model/value.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ServiceAnswer, ServiceRequest } from './external.ts';
import type { Outcome } from '../runtime/fact.ts';
import type { EffectAction } from '../runtime/effect.ts';

/**
 * Carries out e-mails, one host-defined action, or the calls of one external service. Effects come at least once, each recipient with a key that is the
 * same at every attempt; who honours the key does everything exactly once.
 */
export interface Channel {
  /**
   * What to do when the outcome is unknown (EN-54): `keyed`: the receiver honours keys, so that a repetition is harmless.
   * `queryable`: `query` says what became of it. `unkeyed`: neither; see `onUnknown`.
   */
  readonly delivery: 'keyed' | 'queryable' | 'unkeyed';
  /** True for a channel without any effect outside; only such channels work under virtual time. */
  readonly simulated?: boolean;
  /** What the receiver bears; channels without any effect outside need none. */
  readonly limits?: ChannelLimits;
  /** When what failed is tried again; missing: after 1, 5, 30 and 120 minutes. */
  readonly retry?: RetryPolicy;
  /**
   * Where the outcome stays unknown: `park` keeps a dead letter for a person to decide, `repeat` accepts that a recipient
   * may get something twice. Missing: `park`.
   */
  readonly onUnknown?: 'park' | 'repeat';
  /** One receipt per delivery, in their order. Throwing counts as failed for all of them (EN-55). */
  deliver(
    deliveries: readonly Delivery[],
    context: DeliveryContext,
  ): Promise<readonly Receipt[]> | readonly Receipt[];
  /**
   * `queryable` channels: what became of earlier deliveries, one receipt each. `failed` says that nothing has arrived, so
   * that it may be delivered.
   */
  query?(
    deliveries: readonly Delivery[],
    context: DeliveryContext,
  ): Promise<readonly Receipt[]> | readonly Receipt[];
}

/** What a receiver bears. */
export interface ChannelLimits {
  /** Calls at the same time; missing: 4. */
  readonly concurrency?: number;
  /** Deliveries in one call; missing: 100. */
  readonly batch?: number;
  /** Recipients a second, on average; missing: no limit. */
  readonly perSecond?: number;
  /** Milliseconds after which a call counts as unanswered; missing: 30,000. */
  readonly timeout?: number;
}

/** When what failed is tried again. */
export interface RetryPolicy {
  /** Milliseconds before the second and each later attempt; after the last one it is given up. */
  readonly pauses: readonly number[];
  /** Share by which a pause is made longer or shorter, from 0 to 1, so that not everything comes at once; missing: 0.2. */
  readonly jitter?: number;
}

/** What surrounds one call of {@link Channel.deliver}. */
export interface DeliveryContext {
  readonly now: Instant;
  readonly signal: AbortSignal;
}

/** One effect to carry out: one node visit of one account. */
export interface Delivery {
  readonly journey: string;
  readonly account: string;
  readonly node: string;
  readonly action: EffectAction;
  /** Person ids that passed the gate; `null` for an effect of the account itself. */
  readonly people: readonly string[] | null;
  /** What a service is asked with; only for the action `external`. */
  readonly request?: ServiceRequest;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The idempotency key for one recipient, `null` for the account. */
  readonly key: (person: string | null) => string;
}

/** What a channel answers. */
export interface Receipt {
  /** `failed` is tried again, `refused` is final, `unknown` is resolved as the channel declares (EN-54). */
  readonly outcome: Outcome;
  readonly reason?: string;
  /** The receiver asks to be left alone for so many milliseconds. */
  readonly retryAfter?: number;
  /** Recipients whose outcome differs, by person id. */
  readonly except?: Readonly<
    Record<string, { readonly outcome: Outcome; readonly reason?: string }>
  >;
  /** Simulated channels only: how long the answer takes, in milliseconds. */
  readonly after?: number;
  /** Simulated channels only: events of the recipients that follow. */
  readonly events?: readonly FollowUp[];
  /** Simulated channels only: what an external service answers. */
  readonly answers?: readonly SimulatedAnswer[];
}

/** What a simulated external service answers, in the words of the catalogue. */
export interface SimulatedAnswer extends Pick<ServiceAnswer, 'changes' | 'answers' | 'rest'> {
  /** Milliseconds after the delivery. */
  readonly after: number;
}

/** An event that a simulated channel brings about. */
export interface FollowUp {
  readonly person: string;
  readonly type: string;
  readonly fields?: Attributes;
  /** Milliseconds after the delivery. */
  readonly after: number;
}
