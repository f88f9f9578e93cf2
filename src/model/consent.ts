import type { AttributeChanges, Consent } from './record.ts';
import type { Attributes } from './value.ts';

/** A change of a person, as far as e-mail consent is concerned. */
export interface ConsentChange {
  /** Consent before the change. */
  readonly consent: Consent;
  /** Attributes before the change. */
  readonly attributes: Attributes;
  /** Attribute values to write. */
  readonly changes: AttributeChanges;
  /** Consent that the same change states; missing: none. */
  readonly stated?: Consent | undefined;
}

/**
 * E-mail consent after a change of a person. Where the attribute `unsubscribed` takes another value, `true` withdraws
 * consent and `false` removes the statement (correction 49); a stated `n` wins over both, and `true` over a stated `y`.
 */
export function consentAfter({ consent, attributes, changes, stated }: ConsentChange): Consent {
  const unsubscribed = Object.hasOwn(changes, 'unsubscribed') ? changes['unsubscribed'] : undefined;
  const before = Object.hasOwn(attributes, 'unsubscribed') ? attributes['unsubscribed'] : undefined;
  if (stated === 'n' || (unsubscribed === true && before !== true)) return 'n';
  if (stated !== undefined) return stated;
  return unsubscribed === false && before !== false ? null : consent;
}
