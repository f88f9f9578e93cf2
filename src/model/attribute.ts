import * as z from 'zod/mini';
import type { Instant } from '../kernel/instant.ts';
import { readDate } from './store-value.ts';
import type { AttributeKind } from './value.ts';

/** What the catalogue keeps about an attribute besides its schema. */
export interface AttributeOptions {
  /** Display name; missing: made from the name, `annualRevenue` becomes *Annual revenue*. */
  readonly label?: string;
  /** Whether journeys may write it; missing: true. */
  readonly updatable?: boolean;
}

/** Options of text attributes. */
export interface TextOptions extends AttributeOptions {
  /** Whether comparisons tell capital from small letters; missing: no. */
  readonly caseSensitive?: boolean;
}

/** A stored date: an instant, marked so that TypeScript tells it from a number. */
export type DateValue = Instant & z.core.$brand<'Instant'>;

/** Schema made by {@link text} and {@link oneOf}. */
export type TextAttribute<T extends string = string> = z.ZodMiniType<T, T>;
/** Schema made by {@link number}. */
export type NumberAttribute = z.ZodMiniType<number, number>;
/** Schema made by {@link boolean}. */
export type BooleanAttribute = z.ZodMiniType<boolean, boolean>;
/** Schema made by {@link date}. */
export type DateAttribute = z.ZodMiniType<DateValue, string | number | Date>;
/** Schema made by {@link texts}. */
export type TextsAttribute = z.ZodMiniType<string[], string[]>;

/** Notes on schemas; checks added later (`text().check(…)`) inherit them. */
export interface AttributeNotes extends TextOptions {
  /** Set by {@link date} and {@link any}, whose kind cannot be seen on the schema. */
  readonly kind?: AttributeKind | 'any';
}

/** Notes by schema. */
export const attributeNotes: z.core.$ZodRegistry<AttributeNotes> = z.registry<AttributeNotes>();

/** A text attribute. `maxLength` counts UTF-16 code units. */
export function text(options: TextOptions & { readonly maxLength?: number } = {}): TextAttribute {
  const { maxLength, ...notes } = options;
  const schema = maxLength === undefined ? z.string() : z.string().check(z.maxLength(maxLength));
  return note(schema, notes);
}

/** A number attribute: any finite number. */
export function number(options: AttributeOptions = {}): NumberAttribute {
  return note(z.number(), options);
}

/** A true-or-false attribute. */
export function boolean(options: AttributeOptions = {}): BooleanAttribute {
  return note(z.boolean(), options);
}

/** A date: takes ISO 8601 text (a time of day needs an offset), a `Date` or milliseconds, and stores an instant. */
export function date(options: AttributeOptions = {}): DateAttribute {
  const schema = z.pipe(
    z.union([z.string(), z.number(), z.date()]),
    z.transform((value, context): DateValue => {
      const instant = readDate(value);
      if (instant !== undefined) return instant as DateValue;
      context.issues.push({ code: 'custom', message: 'Not an instant.', input: value });
      return z.NEVER;
    }),
  );
  return note(schema, { ...options, kind: 'date' });
}

/** A list of texts. */
export function texts(options: TextOptions = {}): TextsAttribute {
  return note(z.array(z.string()), options);
}

/** A text that is one of the given values, letter by letter. */
export function oneOf<const V extends string>(
  values: readonly V[],
  options: TextOptions = {},
): TextAttribute<V> {
  return note(z.literal(values), options);
}

/** A field of a built-in event that carries another attribute's value. */
export function any(options: AttributeOptions = {}): z.ZodMiniType<unknown, unknown> {
  return note(z.unknown(), { ...options, kind: 'any' });
}

/**
 * A host's own zod schema with a label and the like: `attribute(z.email(), { label: 'Work e-mail' })`.
 * Returns a copy; the given schema stays as it is.
 */
export function attribute<T extends z.ZodMiniType>(schema: T, options: TextOptions): T {
  return note(schema.clone(undefined, { parent: true }), options);
}

function note<T extends z.core.$ZodType>(schema: T, notes: AttributeNotes): T {
  attributeNotes.add(schema, notes);
  return schema;
}
