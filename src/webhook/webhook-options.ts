import type { GuardedFetchOptions } from '../http/fetch-options.ts';
import type { Catalogue } from '../model/definition.ts';
import type { ChannelLimits, ConsentRule, RetryPolicy } from '../ports/channel.ts';

/** What a webhook channel is made of. */
export interface WebhookOptions {
  /** Where calls go: one address for every action, or one for each by its name in the catalogue. */
  readonly url: string | Readonly<Record<string, string>>;
  /**
   * Secrets of Standard Webhooks (`whsec_` and base64). Each of several signs, so that a receiver can change from one to the
   * next without a gap. Missing: calls carry no signature.
   */
  readonly secret?: string | readonly string[];
  /** Headers of every call, such as `authorization`; what the channel writes itself is not among them (WH-3). */
  readonly headers?: Readonly<Record<string, string>>;
  /** What of the profiles the body shows; missing: ids alone. */
  readonly profile?: WebhookProfile;
  /**
   * How calls are guarded: what may be reached, and within which bounds. `timeout` of one call is 10,000 ms and `answerLimit`
   * 65,536 bytes when missing. Redirects are never followed.
   */
  readonly guard?: Omit<GuardedFetchOptions, 'redirects'>;
  /** Most bytes of a body that is sent; missing: 262,144. */
  readonly maxBytes?: number;
  /** Calls of one effect at the same time; missing: 8. */
  readonly together?: number;
  /** Missing: 4 effects at the same time, one in a call, 120,000 ms for it. */
  readonly limits?: ChannelLimits;
  /** When what failed is tried again; missing: as every channel. */
  readonly retry?: RetryPolicy;
  /** `repeat` for a receiver that knows `webhook-id` again; missing: `park`. */
  readonly onUnknown?: 'park' | 'repeat';
  /** Which consent people must have given; missing: none. */
  readonly consent?: ConsentRule;
}

/** Attributes that leave, by name; everything else stays. */
export interface WebhookProfile {
  /** The engine's catalogue, which says which attributes there are and which are dates. */
  readonly catalogue: Catalogue;
  /** Missing: none. */
  readonly account?: readonly string[];
  /** Missing: none. */
  readonly person?: readonly string[];
}
