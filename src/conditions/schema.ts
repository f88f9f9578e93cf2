import * as z from 'zod/mini';
import type { Duration, DurationUnit } from '../kernel/duration.ts';
import { isAccompanyError } from '../kernel/errors.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { deepFreeze, guardJson } from '../kernel/json.ts';
import { INTENT_LEVELS, INTENT_SIGNALS } from '../model/intent.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import type { Condition, Operand, Operator } from './condition.ts';
import { nearest } from './nearest.ts';
import { ALL_OPERATORS } from './operator-kinds.ts';

const count = z.number();
const units: Readonly<Record<DurationUnit, z.ZodMiniType<number | undefined>>> = {
  months: z.exactOptional(count),
  weeks: z.exactOptional(count),
  days: z.exactOptional(count),
  hours: z.exactOptional(count),
  minutes: z.exactOptional(count),
};

/** The form of a {@link Duration}; whether it has a length is for `checkCondition`. */
export const DurationSchema: z.ZodMiniType<Duration> = z.strictObject(
  units,
) as z.ZodMiniType<Duration>;

const name = z.string();
const names = z.readonly(z.array(name));
const operand: z.ZodMiniType<Operand> = z.union([z.string(), z.number(), z.boolean()]);
const operator: z.ZodMiniType<Operator> = z.enum(ALL_OPERATORS);

const valueParts = {
  operator,
  values: z.exactOptional(z.readonly(z.array(operand))),
  past: z.exactOptional(DurationSchema),
  zone: z.exactOptional(name),
};

const valueTest = z.strictObject(valueParts);

const groupParts = {
  definitions: z.exactOptional(names),
  completeness: z.exactOptional(valueTest),
  engagement: z.exactOptional(valueTest),
  stage: z.exactOptional(valueTest),
  status: z.exactOptional(valueTest),
};

/** Parts refer back to the whole; what is read through it must have a bounded depth (see `parseCondition`). */
const part: z.ZodMiniType<Condition> = z.lazy(() => ConditionSchema);
const parts = z.readonly(z.array(part));

/**
 * The form of a {@link Condition}: exactly the known parts. Whether names and operators fit a catalogue is for
 * `checkCondition`. Guard the depth of the input first, as `parseCondition` and `guardJson` do.
 */
export const ConditionSchema: z.ZodMiniType<Condition> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all'), of: parts }),
  z.strictObject({ kind: z.literal('any'), of: parts }),
  z.strictObject({ kind: z.literal('not'), condition: part }),
  z.strictObject({
    kind: z.literal('attribute'),
    entity: z.enum(['account', 'person', 'opportunity', 'object', 'event']),
    attribute: name,
    ...valueParts,
  }),
  z.strictObject({
    kind: z.literal('related'),
    entity: z.enum(['person', 'opportunity', 'object']),
    object: z.exactOptional(name),
    quantifier: z.enum(['some', 'none', 'atLeast']),
    count: z.exactOptional(count),
    where: z.exactOptional(part),
  }),
  z.strictObject({
    kind: z.literal('event'),
    event: name,
    occurred: z.boolean(),
    where: z.exactOptional(part),
    past: z.exactOptional(DurationSchema),
    minimum: z.exactOptional(count),
  }),
  z.strictObject({ kind: z.literal('list'), lists: names, member: z.boolean() }),
  z.strictObject({ kind: z.literal('audience'), audience: name, member: z.boolean() }),
  z.strictObject({
    kind: z.literal('group'),
    ...groupParts,
    roles: z.exactOptional(z.readonly(z.array(z.strictObject({ role: name, count })))),
    match: z.exactOptional(z.enum(['all', 'any'])),
  }),
  z.strictObject({
    kind: z.literal('member'),
    member: z.boolean(),
    ...groupParts,
    roles: z.exactOptional(names),
    removed: z.exactOptional(z.boolean()),
  }),
  z.strictObject({ kind: z.literal('role'), assigned: z.boolean(), roles: z.exactOptional(names) }),
  z.strictObject({ kind: z.literal('engagement'), ...valueParts }),
  z.strictObject({
    kind: z.literal('intent'),
    entity: z.enum(['account', 'person']),
    detected: z.boolean(),
    signal: z.enum(INTENT_SIGNALS),
    names: z.exactOptional(names),
    levels: z.exactOptional(z.readonly(z.array(z.enum(INTENT_LEVELS)))),
  }),
]);

/** One level of a condition is an object, or a list and an object, of JSON; a test has two more below it. */
const JSON_LEVELS = 2;
const JSON_LEVELS_OF_TEST = 4;

/**
 * Reads a condition from a JSON value; the result is frozen. Never throws, whatever the input is (CO-80): too deep or
 * too large ones are refused before anything else looks at them. Codes: those of `guardJson`, `UNKNOWN_KIND`,
 * `UNKNOWN_PROPERTY`, `MISSING_PROPERTY`, `WRONG_TYPE`, `INVALID_VALUE`.
 */
export function parseCondition(input: unknown, limits: Limits = LIMITS): Result<Condition> {
  try {
    const depth = limits.conditionDepth * JSON_LEVELS + JSON_LEVELS_OF_TEST;
    const parsed = z.safeParse(ConditionSchema, guardJson(input, { depth }), { reportInput: true });
    if (parsed.success) return { ok: true, value: deepFreeze(parsed.data), issues: [] };
    return { ok: false, issues: parsed.error.issues.slice(0, limits.issues).map(issueOf) };
  } catch (error) {
    if (!isAccompanyError(error)) throw error;
    const fix = 'Give plain JSON within the limits.';
    return { ok: false, issues: [problem(error.code, error.path, error.message, fix)] };
  }
}

/** The published JSON Schema (2020-12) of conditions; the recursive parts are in its `$defs`. */
export function conditionJsonSchema(): Readonly<Record<string, unknown>> {
  const metadata = z.registry<{ readonly id: string }>();
  metadata.add(ConditionSchema, { id: 'Condition' });
  metadata.add(valueTest, { id: 'ValueTest' });
  metadata.add(DurationSchema, { id: 'Duration' });
  return z.toJSONSchema(ConditionSchema, {
    target: 'draft-2020-12',
    io: 'input',
    metadata,
    // In JSON Schema that word speaks of who may write, not of frozen lists.
    override: ({ jsonSchema }) => void delete jsonSchema.readOnly,
  });
}

/** What a schema found wrong, as an issue. */
export function issueOf(fault: z.core.$ZodIssue): Issue {
  const path = fault.path.filter((step) => typeof step !== 'symbol');
  const [last] = path.slice(-1);
  switch (fault.code) {
    case 'unrecognized_keys': {
      const [key = ''] = fault.keys;
      const known = fault.keys.map((one) => JSON.stringify(one)).join(', ');
      const fix = 'Take it out, or correct its name.';
      return problem(
        'UNKNOWN_PROPERTY',
        [...path, key],
        `There is no property ${known} here.`,
        fix,
      );
    }
    case 'invalid_union':
      if (last === 'kind') {
        const fix = `Use one of ${KINDS.join(', ')}.`;
        return problem('UNKNOWN_KIND', path, 'There is no such kind of condition.', fix);
      }
      return problem('WRONG_TYPE', path, 'This is of none of the types that fit here.', SEE_SCHEMA);
    case 'invalid_value': {
      const allowed = fault.values.map(String);
      const given = typeof fault.input === 'string' ? fault.input : '';
      const fix = given === '' ? `Use one of ${allowed.join(', ')}.` : nearest(given, allowed);
      return problem('INVALID_VALUE', path, 'This is none of the allowed values.', fix);
    }
    case 'invalid_type': {
      const isMissing = 'input' in fault && fault.input === undefined;
      return isMissing
        ? problem('MISSING_PROPERTY', path, `${String(last)} is missing.`, SEE_SCHEMA)
        : problem('WRONG_TYPE', path, `This is no ${fault.expected}.`, SEE_SCHEMA);
    }
    default:
      return problem('INVALID_VALUE', path, `${fault.message}.`, SEE_SCHEMA);
  }
}

const SEE_SCHEMA = 'Look at the format of the document: docs/formats.md has it.';

const KINDS: readonly Condition['kind'][] = [
  'all',
  'any',
  'not',
  'attribute',
  'related',
  'event',
  'list',
  'audience',
  'group',
  'member',
  'role',
  'engagement',
  'intent',
];
