import type { Attributes } from '../model/value.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Outcome } from '../runtime/fact.ts';
import type { EffectAction } from '../runtime/effect.ts';

/**
 * Carries out e-mails, or one host-defined action. Effects come at least once, each recipient with a key that is the
 * same at every attempt; who honours the key does everything exactly once.
 */
export interface Channel {
  /**
   * `keyed`: the receiver honours keys, so that a repetition is harmless. `unkeyed`: it does not; after an
   * interruption the outcome is unknown and nothing is repeated.
   */
  readonly delivery: 'keyed' | 'unkeyed';
  /** True for a channel without any effect outside; only such channels work under virtual time. */
  readonly simulated?: boolean;
  /** One receipt per delivery, in their order. Throwing counts as failed for all of them (EN-55). */
  deliver(
    deliveries: readonly Delivery[],
    context: DeliveryContext,
  ): Promise<readonly Receipt[]> | readonly Receipt[];
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
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The idempotency key for one recipient, `null` for the account. */
  readonly key: (person: string | null) => string;
}

/** What a channel answers. */
export interface Receipt {
  /** `failed` is tried again, `refused` is final, `unknown` is kept as a dead letter. */
  readonly outcome: Outcome;
  readonly reason?: string;
  /** Recipients whose outcome differs, by person id. */
  readonly except?: Readonly<
    Record<string, { readonly outcome: Outcome; readonly reason?: string }>
  >;
  /** Simulated channels only: how long the answer takes, in milliseconds. */
  readonly after?: number;
  /** Simulated channels only: events of the recipients that follow. */
  readonly events?: readonly FollowUp[];
}

/** An event that a simulated channel brings about. */
export interface FollowUp {
  readonly person: string;
  readonly type: string;
  readonly fields?: Attributes;
  /** Milliseconds after the delivery. */
  readonly after: number;
}
