import { isInstant } from '../kernel/instant.ts';

/** What an attribute or a field may hold. Dates are instants (milliseconds); NaN and infinities are never stored. */
export type Value = string | number | boolean | readonly string[];

/** Attribute values by name. A missing value is an absent key. */
export type Attributes = Readonly<Record<string, Value>>;

/** Attribute values to write, as they are stored; `null` clears. Names come from the catalogue. */
export type AttributeChanges = Readonly<Record<string, Value | null>>;

/** The five kinds of attribute. `any` stands only on fields of built-in events that carry another attribute's value. */
export type AttributeKind = 'text' | 'number' | 'boolean' | 'date' | 'texts';

/** True when a value is of the kind; a value of another kind counts as missing (architecture decision 6). */
export function isOfKind(kind: AttributeKind | 'any', value: Value | undefined): boolean {
  switch (typeof value) {
    case 'string':
      return kind === 'text' || kind === 'any';
    case 'number':
      return kind === 'date' ? isInstant(value) : kind === 'number' || kind === 'any';
    case 'boolean':
      return kind === 'boolean' || kind === 'any';
    case 'object':
      return kind === 'texts' || kind === 'any';
    default:
      return false;
  }
}
