import type { AttributeKind, Value } from './value.ts';

/** What a check of outside input gives: the stored value, or a sentence that says why it is refused. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/** One attribute or field of the catalogue. */
export interface AttributeDefinition {
  readonly kind: AttributeKind | 'any';
  readonly label: string;
  /** Whether journeys may write it; missing in the input: true. */
  readonly updatable: boolean;
  /** Text only; missing in the input: false (simple case folding, architecture decision 6). */
  readonly caseSensitive: boolean;
  /** The allowed values of an enumeration. */
  readonly values: readonly string[] | null;
  /** Checks one value that comes from outside; returns the stored value, or why it is refused. */
  readonly parse: (input: unknown) => Parsed<Value>;
}

/** Attributes by name. Built without a prototype, so that names from outside are safe to look up. */
export type AttributeDefinitions = Readonly<Record<string, AttributeDefinition>>;

/** A custom object of accounts or of people, many records to one owner. */
export interface ObjectDefinition {
  readonly of: 'account' | 'person';
  readonly attributes: AttributeDefinitions;
}

/** An event type. Built-in ones (`accountChanged`, …) are made by the engine and are not kept in the history. */
export interface EventDefinition {
  readonly of: 'account' | 'person';
  readonly fields: AttributeDefinitions;
  readonly builtIn: boolean;
}

/** An action that the host defines; its input is checked by the host's schema. */
export interface ActionDefinition {
  readonly of: 'accounts' | 'people';
  readonly parse: (input: unknown) => Parsed<Readonly<Record<string, unknown>>>;
}

/**
 * The kinds of all attributes, as types: what TypeScript knows of a host's catalogue. Conditions, updates and the
 * journey builder are generic over it.
 */
export interface CatalogueShape {
  readonly account: Readonly<Record<string, AttributeKind>>;
  readonly person: Readonly<Record<string, AttributeKind>>;
  readonly opportunity: Readonly<Record<string, AttributeKind>>;
  readonly objects: Readonly<Record<string, Readonly<Record<string, AttributeKind>>>>;
  readonly events: Readonly<Record<string, Readonly<Record<string, AttributeKind | 'any'>>>>;
  readonly actions: Readonly<Record<string, unknown>>;
}

/** Everything that conditions, updates and events may name. Made by `catalogue(…)`. */
export interface Catalogue<S extends CatalogueShape = CatalogueShape> {
  readonly account: AttributeDefinitions;
  readonly person: AttributeDefinitions;
  readonly opportunity: AttributeDefinitions;
  readonly objects: Readonly<Record<string, ObjectDefinition>>;
  readonly events: Readonly<Record<string, EventDefinition>>;
  readonly actions: Readonly<Record<string, ActionDefinition>>;
  /** Exists for TypeScript only. */
  readonly shape?: S;
}
