import fc from 'fast-check';
import type { Entity, Operand } from '../../conditions/condition.ts';
import { DAY } from '../../kernel/duration.ts';
import { formatInstant } from '../../kernel/instant.ts';
import type { AttributeDefinition, AttributeDefinitions } from '../../model/definition.ts';
import type { AttributeKind } from '../../model/value.ts';
import { NO_INTEREST } from './interest.ts';
import type { Interest } from './interest.ts';
import type { Meeting } from './meeting-values.ts';

/** Values of attributes as hosts give them to `ingest`. */
export type AttributeValues = Readonly<Record<string, unknown>>;

/** Whose attributes are made. */
export interface AttributesOf {
  readonly entity: Entity;
  /** The event's type or the object's name; missing: empty. */
  readonly owner?: string;
  readonly interest?: Interest;
  /** Sets of values of which one is often taken as a whole. */
  readonly meetings?: readonly Meeting[];
}

/**
 * Values for any of the attributes, each of them sometimes absent. Only values that the catalogue takes; an attribute
 * whose schema takes none of the tried values is always absent.
 */
export function attributesArbitrary(
  attributes: AttributeDefinitions,
  { entity, owner = '', interest = NO_INTEREST, meetings = [] }: AttributesOf,
): fc.Arbitrary<AttributeValues> {
  const model: Record<string, fc.Arbitrary<unknown>> = Object.create(null) as Record<string, never>;
  for (const [name, definition] of Object.entries(attributes)) {
    const arbitrary = attributeArbitrary(definition, interest.values(entity, owner, name));
    if (arbitrary !== undefined) model[name] = arbitrary;
  }
  const free = fc.record(model, { requiredKeys: [] });
  const fitting = meetings.map((meeting) => accepted(attributes, meeting));
  if (fitting.length === 0) return free;
  const chosen = fc.constantFrom(...fitting);
  return fc.oneof(
    { arbitrary: fc.tuple(free, chosen).map(([some, way]) => ({ ...some, ...way })), weight: 3 },
    { arbitrary: free, weight: 1 },
  );
}

/** Values of one attribute; `undefined` when the schema takes none that was tried. */
export function attributeArbitrary(
  definition: AttributeDefinition,
  interesting: readonly Operand[] = [],
): fc.Arbitrary<unknown> | undefined {
  const takes = (value: unknown): boolean => definition.parse(value).ok;
  if (definition.values !== null) return fc.constantFrom(...definition.values);
  const { kind } = definition;
  const chosen = (kind === 'texts' ? interesting.map((value) => [value]) : [...interesting]).filter(
    takes,
  );
  const usual = USUAL[kind].filter(takes);
  const pools: fc.WeightedArbitrary<unknown>[] = [];
  if (chosen.length > 0) pools.push({ arbitrary: fc.constantFrom(...chosen), weight: 4 });
  if (usual.length > 0) pools.push({ arbitrary: fc.constantFrom(...usual), weight: 2 });
  if (usual.length === USUAL[kind].length)
    pools.push({ arbitrary: FREE[kind].filter(takes), weight: 1 });
  return pools.length === 0 ? undefined : fc.oneof(...pools);
}

/** The values of a meeting that the catalogue takes. */
function accepted(attributes: AttributeDefinitions, meeting: Meeting): AttributeValues {
  const entries = Object.entries(meeting).filter(
    ([name, value]) => Object.hasOwn(attributes, name) && attributes[name]!.parse(value).ok,
  );
  return Object.fromEntries(entries);
}

type Kind = AttributeKind | 'any';

const NEW_YEAR = Date.UTC(2026, 0, 1);

/** Ordinary values, and those that strict schemas ask for. */
const USUAL: Readonly<Record<Kind, readonly unknown[]>> = {
  text: [
    'Retail',
    'Director of IT',
    'ann@example.com',
    'https://example.com/',
    '2026-01-05',
    '+49 30 123456',
    'DE',
  ],
  number: [0, 1, 100, 1_000, 1_000_000, -1, 0.5],
  boolean: [true, false],
  date: ['2026-01-05', '2026-03-29T02:30:00Z', formatInstant(NEW_YEAR), NEW_YEAR],
  texts: [[], ['a'], ['a', 'b']],
  any: ['a', 1, true],
};

const FREE: Readonly<Record<Kind, fc.Arbitrary<unknown>>> = {
  text: fc
    .oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 6 }))
    .filter((text) => text.isWellFormed()),
  number: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
  boolean: fc.boolean(),
  date: fc.integer({ min: -365, max: 365 }).map((days) => NEW_YEAR + days * DAY),
  texts: fc.array(fc.string({ maxLength: 6 }), { maxLength: 3 }),
  any: fc.oneof(fc.string({ maxLength: 6 }), fc.integer()),
};
