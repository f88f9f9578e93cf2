import type * as z from 'zod/mini';
import { AccompanyError } from '../kernel/errors.ts';
import { formatPath } from '../kernel/issue.ts';
import type { KindOf, Shape } from './attribute-schema.ts';
import type { BuiltInEventShape } from './built-in-events.ts';
import { readCatalogue } from './catalogue-schema.ts';
import type { Catalogue } from './definition.ts';
import { LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';

export type {
  AttributeDefinition,
  AttributeDefinitions,
  Catalogue,
  CatalogueShape,
  EventDefinition,
} from './definition.ts';

/** What {@link catalogue} takes. */
export interface CatalogueInput {
  readonly account: Shape;
  readonly person: Shape;
  readonly opportunity?: Shape;
  readonly objects?: Readonly<Record<string, ObjectSource>>;
  readonly events?: Readonly<Record<string, EventSource>>;
  readonly actions?: Readonly<Record<string, ActionSource>>;
}

/** A custom object: whose records it holds, and their attributes. */
export interface ObjectSource {
  readonly of: 'account' | 'person';
  readonly attributes: Shape;
}

/** An experience event: whose it is, and its fields. */
export interface EventSource {
  readonly of: 'account' | 'person';
  readonly fields: Shape;
}

/** An action of the host. `input` gives an object of JSON values. */
export interface ActionSource {
  readonly of: 'accounts' | 'people';
  readonly input: z.core.$ZodType<Readonly<Record<string, unknown>>>;
}

/** The shape that a catalogue of this input has. */
export type ShapeOfInput<I extends CatalogueInput> = {
  readonly account: KindsOf<I['account']>;
  readonly person: KindsOf<I['person']>;
  readonly opportunity: I extends { readonly opportunity: infer O } ? KindsOf<O> : None;
  readonly objects: I extends { readonly objects: infer O }
    ? { readonly [N in keyof O]: O[N] extends { readonly attributes: infer A } ? KindsOf<A> : None }
    : None;
  readonly events: I extends { readonly events: infer E }
    ? BuiltInEventShape & {
        readonly [N in keyof E]: E[N] extends { readonly fields: infer F } ? KindsOf<F> : None;
      }
    : BuiltInEventShape;
  readonly actions: I extends { readonly actions: infer A }
    ? { readonly [N in keyof A]: A[N] extends { readonly input: infer T } ? z.input<T> : never }
    : None;
};

type KindsOf<T> = { readonly [N in keyof T]: KindOf<T[N]> };
type None = Readonly<Record<never, never>>;

/**
 * Everything that conditions, updates and events may name, from schemas by name. Attributes come from `text()`,
 * `number()`, `boolean()`, `date()`, `texts()`, `oneOf()`, or from the host's own zod schemas, classic or mini.
 * Every record may lack any attribute. Rules: `docs/semantics/model.md`.
 *
 * @throws AccompanyError `INVALID_CATALOGUE` with every fault in `details.issues`: names, schemas that stand for no kind
 *   of attribute, and numbers above the limits (reference 9.4, 14, 16).
 */
export function catalogue<I extends CatalogueInput>(
  input: I,
  limits: Limits = LIMITS,
): Catalogue<ShapeOfInput<I>> {
  const result = readCatalogue(input, limits);
  if (result.ok) return result.value as Catalogue<ShapeOfInput<I>>;
  const [first, ...others] = result.issues;
  const { path, message, fix } = first!;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new AccompanyError('INVALID_CATALOGUE', `${formatPath(path)}: ${message} ${fix}${more}`, {
    path,
    details: { issues: result.issues },
  });
}
