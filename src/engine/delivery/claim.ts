import type { EffectBody, FrozenContent } from '../../records/bodies.ts';
import type { Channel } from '../../ports/channel.ts';
import type { Expectation, StoredRecord } from '../../ports/storage.ts';
import type { Settlement } from '../../runtime/fact.ts';

/** An effect as it is stored. */
export type EffectRecord = StoredRecord<EffectBody>;

/** Why the gate refuses a recipient, finally (EN-51). */
export type GateRefusal =
  | 'journey_aborted'
  | 'account_merged'
  | 'left_account'
  | 'no_address'
  | 'email_invalid'
  | 'email_suspended'
  | 'marketing_suspended'
  | 'no_consent'
  | 'suppressed';

/** What the gate says of one effect: who may get it, and who is refused why. */
export interface GateDecision {
  /** `null` for an effect of the account itself. */
  readonly people: readonly string[] | null;
  /** Nobody is left, or the whole effect is refused. */
  readonly closed: boolean;
  readonly refused: readonly Settlement[];
  /** What was read and must still hold in the commit that claims (EM-63). */
  readonly relies: readonly Expectation[];
  /** What the content is made of (EM-61, EM-80); missing when nobody gets anything. */
  readonly content?: FrozenContent;
}

/** An effect that is about to be claimed, and who would carry it out. */
export interface Admitted {
  readonly record: EffectRecord;
  /** `null`: nobody here. */
  readonly channel: Channel | null;
}

/** An effect that passed the gate, with its channel. */
export interface Claim {
  readonly record: EffectRecord;
  readonly decision: GateDecision;
  readonly channel: Channel;
}

/** What is asked of a channel: to deliver, or what became of earlier deliveries. */
export type Ask = 'deliver' | 'query';
