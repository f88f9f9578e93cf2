import type { Instant } from '../kernel/instant.ts';
import type { BuiltInEventShape } from './built-in-events.ts';
import type { Consent, ConsentChannel, OtherConsentChanges } from './consent.ts';
import type { CatalogueShape } from './definition.ts';
import type { IntentSignal } from './intent.ts';
import type { InputValue } from './shape.ts';
import type { AttributeChanges, AttributeKind, Value } from './value.ts';

/** What hosts may write for an instant: ISO 8601 text with an offset, a bare date (00:00 UTC), a `Date` or milliseconds. */
export type InstantInput = string | Date | number;

/** Attribute values from outside. `null` clears an attribute; one that is absent stays as it is. */
export type AttributesInput<Kinds extends Readonly<Record<string, AttributeKind | 'any'>>> = {
  readonly [N in keyof Kinds]?: InputValue<Kinds[N]> | null | undefined;
};

/** A record of a custom object or an opportunity inside its owner's record. */
export interface RelatedInput<K extends Readonly<Record<string, AttributeKind>>> {
  readonly id: string;
  readonly attributes?: AttributesInput<K>;
  readonly removed?: boolean;
}

/** Records of custom objects by the name of the object. */
export type ObjectsInput<S extends CatalogueShape> = {
  readonly [O in keyof S['objects']]?: readonly RelatedInput<S['objects'][O]>[];
};

/** An account, new or changed. */
export interface AccountInput<S extends CatalogueShape = CatalogueShape> {
  readonly id: string;
  readonly attributes?: AttributesInput<S['account']>;
  /** Version at the source: a whole number of at least 0; older ones are not applied. */
  readonly version?: number;
  readonly opportunities?: readonly RelatedInput<S['opportunity']>[];
  readonly objects?: ObjectsInput<S>;
}

/** A person, new or changed. */
export interface PersonInput<S extends CatalogueShape = CatalogueShape> {
  readonly id: string;
  readonly attributes?: AttributesInput<S['person']>;
  /** Version at the source: a whole number of at least 0; older ones are not applied. */
  readonly version?: number;
  /** By channel; a channel that is absent stays as it is. */
  readonly consent?: Readonly<Partial<Record<ConsentChannel, Consent>>>;
  /**
   * Id of this change: it counts once among the changes of this person, however often it is given (EM-64). Missing: it is
   * applied each time.
   */
  readonly once?: string;
  readonly objects?: ObjectsInput<S>;
}

/** An account-person relation, new, changed or removed. */
export interface RelationInput {
  readonly account: string;
  readonly person: string;
  /** Replaces the roles; absent: they stay as they are. */
  readonly roles?: readonly string[];
  /** When the person joined; absent: when the relation is taken in. */
  readonly since?: InstantInput;
  readonly removed?: boolean;
}

/** An opportunity of an account, new, changed or removed. */
export interface OpportunityInput<S extends CatalogueShape = CatalogueShape> extends RelatedInput<
  S['opportunity']
> {
  readonly account: string;
}

/** A record of a custom object, new, changed or removed. `owner` is an account or a person, as the object says. */
export type ObjectInput<S extends CatalogueShape = CatalogueShape> = {
  readonly [O in keyof S['objects'] & string]: RelatedInput<S['objects'][O]> & {
    readonly object: O;
    readonly owner: string;
  };
}[keyof S['objects'] & string];

/** Something that happened to a person or to an account; the event's definition says which of the two is given. */
export type EventInput<S extends CatalogueShape = CatalogueShape> = {
  readonly [E in OutsideEvents<S>]: {
    readonly id: string;
    readonly type: E;
    readonly at: InstantInput;
    readonly person?: string;
    readonly account?: string;
    readonly fields?: AttributesInput<S['events'][E]>;
  };
}[OutsideEvents<S>];

/**
 * What an account or a person was seen to be interested in, one of the two. Replaces what was known before; an empty list
 * takes it back.
 */
export interface IntentInput {
  readonly account?: string;
  readonly person?: string;
  readonly signals: readonly IntentSignal[];
}

/** Events that may come from outside: all but those that the engine makes. */
type OutsideEvents<S extends CatalogueShape> = Exclude<
  keyof S['events'] & string,
  Exclude<keyof BuiltInEventShape, 'interestingMoment'>
>;

/** What a host gives to the engine in one call. */
export interface IngestInput<S extends CatalogueShape = CatalogueShape> {
  readonly accounts?: readonly AccountInput<S>[];
  readonly people?: readonly PersonInput<S>[];
  readonly relations?: readonly RelationInput[];
  readonly opportunities?: readonly OpportunityInput<S>[];
  readonly objects?: readonly ObjectInput<S>[];
  readonly events?: readonly EventInput<S>[];
  readonly intent?: readonly IntentInput[];
}

/** {@link AccountInput} after reading. */
export interface AccountChange {
  readonly id: string;
  readonly attributes: AttributeChanges;
  readonly version: number | undefined;
}

/** {@link PersonInput} after reading. */
export interface PersonChange {
  readonly id: string;
  readonly attributes: AttributeChanges;
  readonly version: number | undefined;
  /** Stated e-mail consent; `undefined`: nothing stated. What is stored in the end: `consentAfter`. */
  readonly consent: Consent | undefined;
  /** Stated consent to other channels; missing: nothing stated. */
  readonly consents?: OtherConsentChanges;
  /** Id under which the change counts once; missing: it counts each time. */
  readonly once?: string;
}

/** {@link RelationInput} after reading. */
export interface RelationChange {
  readonly account: string;
  readonly person: string;
  readonly roles: readonly string[] | undefined;
  readonly since: Instant | undefined;
  readonly removed: boolean;
}

/** {@link OpportunityInput} after reading. */
export interface OpportunityChange {
  readonly id: string;
  readonly account: string;
  readonly attributes: AttributeChanges;
  readonly removed: boolean;
}

/** {@link ObjectInput} after reading. */
export interface ObjectChange {
  readonly object: string;
  readonly id: string;
  /** What `owner` names. */
  readonly of: 'account' | 'person';
  readonly owner: string;
  readonly attributes: AttributeChanges;
  readonly removed: boolean;
}

/** {@link EventInput} after reading. */
export interface EventRecord {
  readonly id: string;
  readonly type: string;
  readonly at: Instant;
  readonly of: 'account' | 'person';
  /** Id of the account or person. */
  readonly subject: string;
  readonly fields: Readonly<Record<string, Value>>;
}

/** {@link IntentInput} after reading. */
export interface IntentChange {
  readonly of: 'account' | 'person';
  /** Id of the account or person. */
  readonly subject: string;
  /** Each kind and name once, in order. */
  readonly signals: readonly IntentSignal[];
}

/** {@link IngestInput} after reading. Records inside accounts and people stand before those given by themselves. */
export interface ParsedIngest {
  readonly accounts: readonly AccountChange[];
  readonly people: readonly PersonChange[];
  readonly relations: readonly RelationChange[];
  readonly opportunities: readonly OpportunityChange[];
  readonly objects: readonly ObjectChange[];
  readonly events: readonly EventRecord[];
  readonly intent: readonly IntentChange[];
}
