import type { Feeds } from '../runtime/feeds.ts';
import type { PersonScore } from '../runtime/score-person.ts';
import type { Instant } from '../kernel/instant.ts';
import type { IntentSignal } from '../model/intent.ts';
import type { OtherConsents } from '../model/consent.ts';
import type { Attributes } from '../model/value.ts';
import type { EventView, RelatedRecord } from '../model/view.ts';
import type { EffectBody } from '../records/bodies.ts';
import type { AccountInput, PersonInput } from '../runtime/input.ts';
import type { FactItem, Outcome } from '../runtime/fact.ts';

/**
 * Everything that is held about one person (PV-30): plain JSON, nothing of other people. Instants are milliseconds since
 * 1970. `format` rises when the shape changes.
 */
export interface PersonExport {
  readonly format: 1;
  readonly subscription: string;
  readonly person: string;
  readonly exportedAt: Instant;
  /** `null` when no record of the person is kept. */
  readonly profile: ProfileExport | null;
  /** Accounts that hold a copy of the person. */
  readonly accounts: readonly AccountExport[];
  /** Experience events, oldest first. */
  readonly events: readonly EventView[];
  /** Ids of events that were taken in, with the instant. */
  readonly inputs: readonly { readonly id: string; readonly at: Instant }[];
  /** E-mails and host actions for the person: open ones, and those whose outcome is in the facts or a dead letter. */
  readonly effects: readonly EffectExport[];
  /** What happened, as far as it names the person or was brought about by one of the person's events. */
  readonly facts: readonly FactExport[];
  /** What decisions about the person's accounts saw of the person. */
  readonly evidence: readonly EvidenceExport[];
  /** Messages that wait for the person, or tell an account of the person. */
  readonly messages: readonly PendingExport[];
  /** Inputs that are held because the person, or an account that they are about, stands still. */
  readonly quarantine: readonly QuarantineExport[];
  /** Why the address gets no e-mails; `null` when it may. */
  readonly suppression: { readonly reason: string; readonly at: Instant } | null;
}

/** The person's record. */
export interface ProfileExport {
  readonly attributes: Attributes;
  readonly objects: Readonly<Record<string, readonly RelatedRecord[]>>;
  /** Consent to e-mails. */
  readonly consent: 'y' | 'n' | null;
  /** Consent to other channels; missing: none was ever stated. */
  readonly consents?: OtherConsents;
  /** The platform's version, 0 for none. */
  readonly version: number;
  /** Accounts to which the person belongs. */
  readonly accounts: readonly string[];
  /** What is kept of the person's engagement; missing: nothing. */
  readonly engagement?: PersonScore;
  /** What the person was seen to be interested in; missing: none was ever told. */
  readonly intent?: readonly IntentSignal[];
  /** What the sources state of the person, and what is on its way back; missing: no source was ever heard. */
  readonly sources?: Feeds;
}

/** The person in one account. */
export interface AccountExport {
  readonly account: string;
  readonly roles: readonly string[];
  readonly since: Instant;
  /** The account's copy, which journeys may have changed. */
  readonly attributes: Attributes;
  readonly objects: Readonly<Record<string, readonly RelatedRecord[]>>;
  readonly events: readonly EventView[];
  readonly groups: readonly {
    readonly group: string;
    /** `null` for somebody who is kept out. */
    readonly role: string | null;
    readonly source: 'manual' | 'journey' | 'system';
    readonly removed: boolean;
    readonly decidedAt: Instant;
    /** Id of the user or the journey that decided; `null` when nobody is named. */
    readonly by: string | null;
  }[];
  /** Static lists and, as keys, audiences and dynamic lists that hold the account. */
  readonly lists: readonly string[];
  readonly inside: readonly string[];
  readonly runs: readonly {
    readonly journey: string;
    readonly entry: number;
    readonly enteredAt: Instant;
    /** Since when the run waits where it is, and until when at the latest. */
    readonly arrivedAt: Instant;
    readonly due: Instant | null;
    /** Events of the person that a listener has counted so far. */
    readonly heard: number;
  }[];
}

/** One e-mail or host action for the person. */
export interface EffectExport {
  readonly account: string;
  readonly journey: string;
  readonly entry: number;
  readonly node: string;
  /** `sendEmail`, `custom` for a host action, `sendSalesAlert` for an alert that shows the person. */
  readonly action: string;
  readonly asked: Instant;
  /** The idempotency key that the channel saw. */
  readonly key: string;
  /** `settled` when the outcome is final. */
  readonly state: EffectBody['state'] | 'settled';
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  /** When the outcome was kept; `null` while it is not. */
  readonly at: Instant | null;
  /** What is kept of the person so that a repetition says the same (EM-80); missing: nothing. */
  readonly content?: Attributes;
}

/** Items of one fact. */
export interface FactExport {
  readonly account: string;
  readonly at: Instant;
  readonly items: readonly FactItem[];
}

/** One decision that saw the person or one of the person's events. */
export interface EvidenceExport {
  readonly account: string;
  readonly journey: string;
  readonly node: string;
  readonly at: Instant;
  /** Ids of the person and of the person's events that it saw. */
  readonly shown: readonly string[];
}

/** One message that waits. */
export interface PendingExport {
  readonly to: 'account' | 'person';
  readonly subject: string;
  readonly due: Instant | null;
  readonly input: AccountInput | PersonInput;
}

/** What one subject that stands still holds of the person. */
export interface QuarantineExport {
  readonly subject: { readonly kind: 'account' | 'person'; readonly id: string };
  readonly at: Instant;
  readonly inputs: readonly (AccountInput | PersonInput)[];
}
