import * as z from 'zod/mini';
import { DAY } from '../kernel/duration.ts';
import { formatInstant } from '../kernel/instant.ts';
import { attributeNotes } from './attribute.ts';
import type { AttributeNotes, DateValue } from './attribute.ts';
import type { AttributeDefinition, Parsed } from './definition.ts';
import { readDate, refusal, storeAs } from './store-value.ts';
import type { AttributeKind, Value } from './value.ts';

/** A schema that may stand for an attribute: one of our constructors, or a host's own from zod, classic or mini. */
export type AttributeSchema = z.core.$ZodType<
  string | number | boolean | Date | readonly string[] | null | undefined
>;

/** Attribute schemas by name. */
export type Shape = Readonly<Record<string, AttributeSchema>>;

/** The kind of attribute that a schema stands for, as a type. */
export type KindOf<T> = T extends {
  readonly _zod: { readonly def: infer D; readonly output: infer O };
}
  ? D extends { readonly innerType: infer I }
    ? KindOf<I>
    : D extends { readonly type: 'pipe'; readonly in: infer A; readonly out: infer B }
      ? B extends { readonly _zod: { readonly def: { readonly type: 'transform' } } }
        ? KindOf<A>
        : KindOf<B>
      : D extends { readonly format: 'datetime' | 'date' }
        ? 'date'
        : KindOfValue<O>
  : never;

type KindOfValue<V> = V extends DateValue | Date
  ? 'date'
  : V extends boolean
    ? 'boolean'
    : V extends number
      ? 'number'
      : V extends string
        ? 'text'
        : V extends readonly string[]
          ? 'texts'
          : never;

/** The part of a zod definition that is read here. */
interface SchemaDefinition {
  readonly type: string;
  readonly innerType?: unknown;
  readonly in?: unknown;
  readonly out?: unknown;
  readonly element?: unknown;
  readonly format?: unknown;
  readonly coerce?: unknown;
  readonly checks?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
}

/** A schema without its wrappers. */
interface Core {
  readonly definition: SchemaDefinition;
  readonly notes: AttributeNotes;
  /** True when nothing but the core itself can refuse or change a value. */
  readonly bare: boolean;
}

const WRAPPERS: ReadonlySet<string> = new Set([
  'optional',
  'nullable',
  'nonoptional',
  'default',
  'prefault',
  'readonly',
  'catch',
]);

/**
 * What the catalogue keeps of one schema, or `undefined` when the schema stands for no kind of attribute.
 * A bare schema is checked by hand, which is ten times faster than the schema itself.
 */
export function defineAttribute(name: string, schema: unknown): AttributeDefinition | undefined {
  const core = coreOf(schema, 'out');
  if (core === undefined) return undefined;
  const values = valuesOf(core.definition);
  const kind = core.notes.kind ?? kindOf(core.definition, values);
  if (kind === undefined) return undefined;
  const { notes } = core;
  return Object.freeze({
    kind,
    label: notes.label ?? labelOf(name),
    updatable: notes.updatable ?? true,
    caseSensitive: notes.caseSensitive ?? false,
    values,
    parse: isBare(core, kind) ? storeAs(kind, values) : checkBy(schema as z.core.$ZodType, kind),
  });
}

/** Looks through wrappers and pipes; of a pipe, the side that values leave by (`out`) or enter by (`in`). */
function coreOf(schema: unknown, side: 'in' | 'out'): Core | undefined {
  const definition = definitionOf(schema);
  if (definition === undefined) return undefined;
  const notes = attributeNotes.get(schema as z.core.$ZodType) ?? {};
  const checked = (definition.checks?.length ?? 0) > 0;
  if (notes.kind !== undefined) return { definition, notes, bare: !checked };
  const inner = innerOf(definition, side);
  if (inner === undefined) return { definition, notes, bare: !checked };
  const core = coreOf(inner, side);
  if (core === undefined) return undefined;
  const changes = definition.type === 'pipe' || definition.type === 'catch';
  return { ...core, notes: { ...core.notes, ...notes }, bare: core.bare && !checked && !changes };
}

function innerOf(definition: SchemaDefinition, side: 'in' | 'out'): unknown {
  if (WRAPPERS.has(definition.type)) return definition.innerType;
  if (definition.type !== 'pipe') return undefined;
  const other = side === 'in' ? 'out' : 'in';
  return definitionOf(definition[side])?.type === 'transform'
    ? definition[other]
    : definition[side];
}

function definitionOf(schema: unknown): SchemaDefinition | undefined {
  if (typeof schema !== 'object' || schema === null || !('_zod' in schema)) return undefined;
  return (schema as z.core.$ZodType)._zod.def as SchemaDefinition;
}

function kindOf(
  definition: SchemaDefinition,
  values: readonly string[] | null,
): AttributeKind | undefined {
  switch (definition.type) {
    case 'string':
      return definition.format === 'datetime' || definition.format === 'date' ? 'date' : 'text';
    case 'template_literal':
      return 'text';
    case 'enum':
    case 'literal':
      return values === null ? undefined : 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'array': {
      const element = coreOf(definition.element, 'out');
      if (element === undefined) return undefined;
      return kindOf(element.definition, valuesOf(element.definition)) === 'text'
        ? 'texts'
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The values of an enumeration of texts; `null` for everything else. */
function valuesOf({ type, entries, values }: SchemaDefinition): readonly string[] | null {
  const all = type === 'enum' ? Object.values(entries ?? {}) : type === 'literal' ? values : [];
  if (all === undefined || all.length === 0) return null;
  return all.every((value) => typeof value === 'string') ? Object.freeze([...all]) : null;
}

function isBare({ definition, notes, bare }: Core, kind: AttributeKind | 'any'): boolean {
  if (!bare || definition.format !== undefined || definition.coerce === true) return false;
  if (notes.kind !== undefined || kind !== 'texts') return definition.type !== 'template_literal';
  const element = coreOf(definition.element, 'out');
  return element?.definition.type === 'string' && isBare(element, 'text');
}

function checkBy(
  schema: z.core.$ZodType,
  kind: AttributeKind | 'any',
): (input: unknown) => Parsed<Value> {
  const store = storeAs(kind, null);
  const prepare = kind === 'date' ? prepareDate(coreOf(schema, 'in')) : (input: unknown) => input;
  return (input) => {
    try {
      const result = z.safeParse(schema, prepare(input));
      return result.success ? store(result.data) : refusal(reasonOf(kind, input, result.error));
    } catch {
      return refusal('The schema of this attribute failed; its checks must be synchronous.');
    }
  };
}

/** Dates arrive as text, `Date` or milliseconds: gives the schema the form that it takes. */
function prepareDate(entry: Core | undefined): (input: unknown) => unknown {
  const type = entry?.notes.kind === undefined ? entry?.definition.type : undefined;
  if (type === 'date') {
    return (input) => {
      const instant = readDate(input);
      return instant === undefined ? input : new Date(instant);
    };
  }
  if (type !== 'string') return (input) => input;
  const bareDate = entry?.definition.format === 'date';
  return (input) => {
    if (typeof input === 'string') return input;
    const instant = readDate(input);
    if (instant === undefined) return input;
    const iso = formatInstant(instant);
    return bareDate && instant % DAY === 0 ? iso.slice(0, 10) : iso;
  };
}

/** The schema's own sentence when it has one: zod without a locale only says that the input is invalid. */
function reasonOf(kind: AttributeKind | 'any', input: unknown, error: z.core.$ZodError): string {
  const ofKind = storeAs(kind, null)(input);
  if (!ofKind.ok) return ofKind.message;
  const issue = error.issues[0];
  if (issue === undefined) return 'The schema of this attribute refuses the value.';
  if (issue.message !== 'Invalid input') return issue.message.replace(/\.?$/, '.');
  if (issue.code === 'too_big') return `At most ${issue.maximum} is allowed.`;
  if (issue.code === 'too_small') return `At least ${issue.minimum} is needed.`;
  if (issue.code === 'invalid_format') return `This is no valid ${issue.format}.`;
  if (issue.code === 'invalid_value') return `Expected one of ${issue.values.join(', ')}.`;
  return 'The schema of this attribute refuses the value.';
}

/** `annualRevenue` becomes *Annual revenue*. */
function labelOf(name: string): string {
  const words = name
    .replace(/[._]+/g, ' ')
    .replace(
      /([a-z0-9])([A-Z])/g,
      (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
    )
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
