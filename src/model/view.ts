import type { Instant } from '../kernel/instant.ts';
import type { IntentSignal } from './intent.ts';
import type { Attributes } from './value.ts';

/**
 * The read-only picture of one subject that conditions and journeys look at. The engine's working copies have
 * exactly this shape, so nothing is converted on the hot path. All of it is plain JSON.
 */
export interface AccountView {
  readonly id: string;
  readonly attributes: Attributes;
  /** The account's people, in the order in which they joined. */
  readonly people: readonly PersonView[];
  readonly opportunities: readonly RelatedRecord[];
  /** Records of custom objects that belong to the account, by object name. */
  readonly objects: Readonly<Record<string, readonly RelatedRecord[]>>;
  /** Events of the account itself, oldest first. */
  readonly events: readonly EventView[];
  /** Static account lists that hold the account. */
  readonly lists: readonly string[];
  readonly groups: readonly GroupView[];
  /** What the account was seen to be interested in; missing: nothing is known. */
  readonly intent?: readonly IntentSignal[];
}

/** One person as one account sees it: the account-person relation and a copy of the person. */
export interface PersonView {
  readonly id: string;
  readonly attributes: Attributes;
  /** Roles of the account-person relation. */
  readonly roles: readonly string[];
  /** When the person joined the account. */
  readonly since: Instant;
  /** The person's experience events, oldest first. */
  readonly events: readonly EventView[];
  readonly objects: Readonly<Record<string, readonly RelatedRecord[]>>;
  /** Engagement score as it was last computed, 0 to 100, unrounded; missing: there is none yet. */
  readonly engagement?: number;
  readonly intent?: readonly IntentSignal[];
}

/** An opportunity, or one record of a custom object. */
export interface RelatedRecord {
  readonly id: string;
  readonly attributes: Attributes;
}

/** Something that happened to an account or a person, as conditions see it. */
export interface EventView {
  readonly id: string;
  readonly type: string;
  readonly at: Instant;
  readonly fields: Attributes;
}

/** A buying group record as conditions see it; the whole record is in the room `buying-group`. */
export interface GroupView {
  /** The definition (solution interest) that the group belongs to; one group per account and definition. */
  readonly definition: string;
  readonly members: readonly MemberView[];
  /** 0 to 100, exact; `null` when no role is required for completeness. */
  readonly completeness: number | null;
  /** Engagement score as it was last computed, 0 to 100, unrounded; missing: there is none yet. */
  readonly engagement?: number;
  /** Id of a stage; missing: the group has not been moved to one. */
  readonly stage?: string;
  /** Free text. */
  readonly status?: string;
}

/** One person in one buying group. Removed members are kept and counted nowhere unless asked for. */
export interface MemberView {
  readonly person: string;
  readonly role: string;
  readonly source: 'manual' | 'journey' | 'system';
  readonly removed: boolean;
}

/** A person view that belongs to nobody: what a condition on people sees of a person without an account. */
export const NO_ACCOUNT: AccountView = Object.freeze({
  id: '',
  attributes: Object.freeze({}),
  people: Object.freeze([]),
  opportunities: Object.freeze([]),
  objects: Object.freeze({}),
  events: Object.freeze([]),
  lists: Object.freeze([]),
  groups: Object.freeze([]),
});
