import type { AttributeDefinitions } from '../../model/definition.ts';
import type { Attributes, Value } from '../../model/value.ts';

/** An attribute with its label in the catalogue; `null`: it has no value. */
export interface AttributeLine {
  readonly attribute: string;
  readonly label: string;
  readonly value: Value | null;
}

/**
 * Every attribute of the catalogue, in its order; without a catalogue, those that have a value, under their own names
 * (BG-157).
 */
export function attributeLines(
  attributes: Attributes,
  definitions: AttributeDefinitions | undefined,
): readonly AttributeLine[] {
  if (definitions === undefined) {
    return Object.entries(attributes).map(([attribute, value]) => ({
      attribute,
      label: attribute,
      value,
    }));
  }
  return Object.entries(definitions).map(([attribute, { label }]) => ({
    attribute,
    label,
    value: Object.hasOwn(attributes, attribute) ? attributes[attribute]! : null,
  }));
}
