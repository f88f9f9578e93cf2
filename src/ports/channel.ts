import type { Attributes } from '../model/value.ts';
import type { ConsentChannel } from '../model/consent.ts';
import type { Catalogue } from '../model/definition.ts';
import type { GroupView } from '../model/view.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Action } from '../journey/document.ts';
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
  /** Which consent the gate asks people for (EM-60); missing: that to e-mails for e-mails, and none for host actions. */
  readonly consent?: ConsentRule;
  /**
   * The channel needs to know more of people than their ids: deliveries carry {@link Profiles} (EM-61). A function says of
   * one action what is needed, `true` stands for everything; what is carried is kept while a delivery may have to be
   * repeated (EM-80). Must not throw.
   */
  readonly profiles?: boolean | ((action: EffectAction) => ProfileReads);
  /**
   * A short text that is another one whenever the channel would make another content of the same delivery, such as a hash
   * of its templates: what may have arrived under one edition is never repeated under another one (EM-83). Missing: the
   * content depends on the delivery alone. Must not throw.
   */
  edition?(action: EffectAction): string;
  /**
   * What stands against publishing a journey with this action, with paths inside the action (EM-62): an unknown message, a
   * broken template. Must depend on nothing but its arguments and what the channel was made with.
   */
  issuesOf?(action: ChannelAction, context: ChannelContext): readonly Issue[];
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

/** An action of a journey that a channel carries out, as the document has it. */
export type ChannelAction = Extract<
  Action,
  { readonly type: 'sendEmail' | 'sendSalesAlert' | 'custom' }
>;

/** What a channel may look at when a journey is published. */
export interface ChannelContext {
  readonly catalogue: Catalogue;
}

/** Which consent people must have given, and what counts where none was stated. */
export interface ConsentRule {
  readonly to: ConsentChannel;
  /** Missing: `in` for e-mails, `out` for everything else (content 4.1). */
  readonly absent?: 'in' | 'out';
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

/** One effect to carry out: one node visit of one account. Action, people and profiles are frozen (EN-107). */
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
  /**
   * When the content came into being: when an attempt passed the gate, the first of those that may have arrived. Whatever
   * the content says of time comes from here, so that it is the same at every repetition (EM-80).
   */
  readonly at: Instant;
  /** The idempotency key for one recipient, `null` for the account. */
  readonly key: (person: string | null) => string;
  /**
   * Channels with `profiles` only: account and people as the gate saw them when it let this attempt pass, or the first one
   * that may have arrived (EM-80).
   */
  readonly profiles?: Profiles;
}

/** What a channel needs to know for one action; what is missing is not needed. */
export interface ProfileReads {
  /** Names of attributes of the people. */
  readonly person?: readonly string[] | 'all';
  /** Names of attributes of the account. */
  readonly account?: readonly string[] | 'all';
  /** The account's buying groups, as far as the people of the delivery are members. */
  readonly groups?: boolean;
}

/** What is known of those whom an effect is for, read when it was claimed for dispatch (EM-61). */
export interface Profiles {
  /** `undefined` for an account that is not there any more. */
  readonly account: AccountProfile | undefined;
  /** Attributes of the people of the delivery, by id, from the people's own records. */
  readonly people: ReadonlyMap<string, Attributes>;
}

/** An account as channels see it: nothing of people who are not in the delivery. */
export interface AccountProfile {
  readonly id: string;
  readonly attributes: Attributes;
  /** Members are people of the delivery alone. */
  readonly groups: readonly GroupView[];
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
