import type { AttributeChanges, Attributes } from './value.ts';

/** Consent: given, withdrawn, or no statement. */
export type Consent = 'y' | 'n' | null;

/** Channels for which people state consent each (content 4.1). */
export const CONSENT_CHANNELS = ['email', 'sms', 'whatsApp'] as const;

/** One of {@link CONSENT_CHANNELS}. */
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** What people stated for channels other than e-mail; missing: nothing. */
export type OtherConsents = Readonly<Partial<Record<Exclude<ConsentChannel, 'email'>, 'y' | 'n'>>>;

/** A change of {@link OtherConsents}; `null` takes a statement back. */
export type OtherConsentChanges = Readonly<
  Partial<Record<Exclude<ConsentChannel, 'email'>, Consent>>
>;

/** What counts where nothing was stated: silence lets e-mails pass, and nothing else. */
export const WITHOUT_CONSENT: Readonly<Record<ConsentChannel, 'in' | 'out'>> = {
  email: 'in',
  sms: 'out',
  whatsApp: 'out',
};

/** Consents to other channels after a change; the same object when nothing differs. */
export function otherConsentsAfter(
  before: OtherConsents | undefined,
  changes: OtherConsentChanges,
): OtherConsents | undefined {
  const after: Record<string, 'y' | 'n'> = { ...before };
  let differs = false;
  for (const [channel, consent] of Object.entries(changes)) {
    const known = after[channel] ?? null;
    if (consent === undefined || consent === known) continue;
    differs = true;
    if (consent === null) delete after[channel];
    else after[channel] = consent;
  }
  if (!differs) return before;
  return Object.keys(after).length === 0 ? undefined : after;
}

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
