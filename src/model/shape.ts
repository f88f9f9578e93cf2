import type { Catalogue, CatalogueShape } from './definition.ts';
import type { AttributeKind, Value } from './value.ts';

/** The shape of a catalogue's type: `ShapeOf<typeof b2b>`. */
export type ShapeOf<C extends Catalogue> = C extends Catalogue<infer S> ? S : CatalogueShape;

/** Names of the attributes of accounts, people or opportunities. */
export type AttributeNames<
  S extends CatalogueShape,
  E extends 'account' | 'person' | 'opportunity',
> = keyof S[E] & string;

/** Names of the custom objects. */
export type ObjectNames<S extends CatalogueShape> = keyof S['objects'] & string;

/** Names of the attributes of one custom object. */
export type ObjectAttributeNames<
  S extends CatalogueShape,
  O extends ObjectNames<S>,
> = keyof S['objects'][O] & string;

/** Names of the events, built-in ones included. */
export type EventNames<S extends CatalogueShape> = keyof S['events'] & string;

/** Names of the fields of one event. */
export type FieldNames<S extends CatalogueShape, E extends EventNames<S>> = keyof S['events'][E] &
  string;

/** Names of the actions that the host declares. */
export type ActionNames<S extends CatalogueShape> = keyof S['actions'] & string;

/** What a condition may compare an attribute of the kind with. Dates: ISO text, `Date` or milliseconds. */
export type OperandOf<K extends AttributeKind | 'any'> = {
  readonly text: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly date: string | Date | number;
  readonly texts: string;
  readonly any: string | number | boolean;
}[K];

/** What outside records may hold for an attribute of the kind. Dates: ISO text, `Date` or milliseconds. */
export type InputValue<K extends AttributeKind | 'any'> = {
  readonly text: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly date: string | Date | number;
  readonly texts: readonly string[];
  readonly any: Value;
}[K];

/** What an update may write to an attribute of the kind; `null` clears it. */
export type UpdateValue<K extends AttributeKind | 'any'> = InputValue<K> | null;
