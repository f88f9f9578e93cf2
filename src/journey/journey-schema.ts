import * as z from 'zod/mini';
import { ConditionSchema } from '../conditions/schema.ts';
import { WEEKDAYS } from '../kernel/duration.ts';
import type { Duration, MustEndOn } from '../kernel/duration.ts';
import { isAccompanyError } from '../kernel/errors.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { guardJson, parseJson } from '../kernel/json.ts';
import type { JsonLimits, JsonValue } from '../kernel/json.ts';
import { ACCESSOR_OPERATORS } from '../model/accessor.ts';
import { MOMENT_TYPES } from '../model/built-in-events.ts';
import type { Action, JourneyDocument, JourneyNode, Timeout } from './document.ts';
import { schemaIssues } from './schema-issues.ts';

const id = z.string();
const next = z.exactOptional(id);
const label = z.exactOptional(z.string());
const count = z.exactOptional(z.number());
const context = z.enum(['accounts', 'people']);
const ids = z.exactOptional(z.readonly(z.array(id)));
const condition = z.exactOptional(ConditionSchema);

const duration: z.ZodMiniType<Duration> = z.strictObject({
  months: count,
  weeks: count,
  days: count,
  hours: count,
  minutes: count,
});

const mustEndOn: z.ZodMiniType<MustEndOn> = z.strictObject({
  days: z.exactOptional(z.readonly(z.array(z.enum(WEEKDAYS)))),
  time: z.exactOptional(z.string()),
  zone: z.string(),
});

const timeout: z.ZodMiniType<Timeout> = z.strictObject({
  after: z.exactOptional(duration),
  at: z.exactOptional(z.string()),
  mustEndOn: z.exactOptional(mustEndOn),
  path: z.exactOptional(z.boolean()),
  next,
});

const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.readonly(z.array(z.string())),
  z.null(),
]);

const action: z.ZodMiniType<Action> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('sendEmail'),
    email: id,
    operational: z.exactOptional(z.boolean()),
  }),
  z.strictObject({
    type: z.literal('interestingMoment'),
    moment: z.enum(MOMENT_TYPES),
    description: z.exactOptional(z.string()),
  }),
  z.strictObject({ type: z.literal('updateProfile'), attribute: id, value }),
  z.strictObject({ type: z.literal('addToList'), list: id }),
  z.strictObject({ type: z.literal('removeFromList'), list: id }),
  z.strictObject({
    type: z.literal('assignToGroup'),
    group: id,
    role: z.exactOptional(z.string()),
  }),
  z.strictObject({ type: z.literal('removeFromGroup'), group: id }),
  z.strictObject({ type: z.literal('updateGroupStage'), group: id, stage: id }),
  z.strictObject({ type: z.literal('updateGroupStatus'), group: id, status: z.string() }),
  z.strictObject({
    type: z.literal('sendSalesAlert'),
    group: id,
    to: z.readonly(z.array(z.string())),
  }),
  z.strictObject({ type: z.literal('addToJourney'), journey: id }),
  z.strictObject({ type: z.literal('removeFromJourney'), journey: id }),
  z.strictObject({
    type: z.literal('custom'),
    name: id,
    input: z.exactOptional(z.record(z.string(), z.unknown())),
  }),
]);

const external = {
  id,
  label,
  service: id,
  input: z.exactOptional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
};

const accessors = z.exactOptional(
  z.readonly(
    z.array(
      z.strictObject({
        accessor: z.string(),
        operator: z.enum(ACCESSOR_OPERATORS),
        values: z.readonly(z.array(z.string())),
      }),
    ),
  ),
);

const nodes: z.ZodMiniType<readonly JourneyNode[]> = z.readonly(z.array(z.lazy(() => node)));

const node: z.ZodMiniType<JourneyNode> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('audience'),
    id,
    label,
    audience: z.exactOptional(id),
    list: z.exactOptional(id),
    next,
  }),
  z.strictObject({ kind: z.literal('action'), id, label, context, action, next }),
  z.strictObject({
    kind: z.literal('listen'),
    id,
    label,
    context,
    events: z.readonly(
      z.array(z.strictObject({ event: z.string(), where: condition, minimum: count })),
    ),
    filter: condition,
    members: z.exactOptional(z.strictObject({ definitions: ids, roles: ids })),
    since: z.exactOptional(z.enum(['nodeEntry', 'journeyEntry'])),
    timeout: z.exactOptional(timeout),
    next,
  }),
  z.strictObject({
    kind: z.literal('wait'),
    id,
    label,
    for: z.exactOptional(duration),
    until: z.exactOptional(z.string()),
    mustEndOn: z.exactOptional(mustEndOn),
    next,
  }),
  z.strictObject({
    kind: z.literal('splitAccounts'),
    id,
    label,
    paths: z.readonly(z.array(z.strictObject({ id, label, when: condition, next }))),
    other: z.exactOptional(z.strictObject({ label, next })),
  }),
  z.strictObject({
    kind: z.literal('splitPeople'),
    id,
    label,
    paths: z.readonly(z.array(z.strictObject({ id, label, when: condition, actions: nodes }))),
    other: z.exactOptional(z.strictObject({ label, actions: nodes })),
    next,
  }),
  z.strictObject({
    ...external,
    kind: z.literal('externalAction'),
    context,
    failsOn: z.exactOptional(z.enum(['all', 'any'])),
    next,
    failed: z.exactOptional(z.strictObject({ label, next })),
  }),
  z.strictObject({
    ...external,
    kind: z.literal('externalSplitAccounts'),
    paths: z.readonly(z.array(z.strictObject({ id, label, when: accessors, next }))),
    other: z.exactOptional(z.strictObject({ label, next })),
    failed: z.exactOptional(z.strictObject({ label, next })),
  }),
  z.strictObject({
    ...external,
    kind: z.literal('externalSplitPeople'),
    paths: z.readonly(z.array(z.strictObject({ id, label, when: accessors, actions: nodes }))),
    other: z.exactOptional(z.strictObject({ label, actions: nodes })),
    failed: z.exactOptional(z.strictObject({ label, actions: nodes })),
    next,
  }),
  z.strictObject({ kind: z.literal('merge'), id, label, next }),
  z.strictObject({ kind: z.literal('end'), id, label }),
]);

/** The form of a {@link JourneyDocument}; what the form cannot say is checked by `validateJourney`. */
export const JourneySchema: z.ZodMiniType<JourneyDocument> = z.strictObject({
  format: z.literal(1),
  type: z.literal('account'),
  id,
  name: z.string(),
  description: z.exactOptional(z.string()),
  startDate: z.exactOptional(z.string()),
  endDate: z.exactOptional(z.string()),
  endDateBehavior: z.exactOptional(z.enum(['exit', 'drain'])),
  reEntry: z.exactOptional(
    z.strictObject({
      from: z.exactOptional(z.enum(['end', 'start'])),
      delay: z.exactOptional(
        z.union([z.strictObject({ hours: z.number() }), z.strictObject({ days: z.number() })]),
      ),
      limit: count,
    }),
  ),
  exitOnAudienceLoss: z.exactOptional(z.boolean()),
  nodes,
});

/** A journey within the limits on nodes, paths and conditions has far fewer values. */
const MOST_VALUES = 500_000;

/**
 * Reads a document from JSON text or from a value of which nothing is believed. Never throws: what is no JSON, too
 * large or too deep is an issue, too (JD-2 to JD-5). `limits.nodes` counts JSON values; missing: 500,000.
 */
export function parseJourney(
  json: unknown,
  limits: Partial<JsonLimits> = {},
): Result<JourneyDocument> {
  try {
    const bounds = { nodes: MOST_VALUES, ...limits };
    const value = typeof json === 'string' ? parseJson(json, bounds) : guardJson(json, bounds);
    const read = z.safeParse(JourneySchema, value);
    if (read.success) return { ok: true, value: read.data, issues: [] };
    return { ok: false, issues: schemaIssues(read.error.issues, value) };
  } catch (error) {
    return { ok: false, issues: [refusal(error)] };
  }
}

/** JSON Schema (draft 2020-12) of a {@link JourneyDocument}, for editors and other languages. */
export function journeyJsonSchema(): Readonly<Record<string, JsonValue>> {
  const schema = z.toJSONSchema(JourneySchema, { io: 'input' });
  return guardJson(JSON.parse(JSON.stringify(schema))) as Readonly<Record<string, JsonValue>>;
}

function refusal(error: unknown): Issue {
  if (isAccompanyError(error)) {
    const fix = 'Give a journey document as plain JSON within the limits.';
    return problem(error.code, error.path, error.message, fix);
  }
  // The schema keeps every fault on the stack: only a document with hundreds of thousands of faults comes here.
  if (error instanceof RangeError) {
    const message = 'The document has too many faults, or too many levels, to list them.';
    return problem('TOO_LARGE', [], message, 'Correct the form of the document part by part.');
  }
  const fix = 'Give plain objects without getters.';
  return problem('INVALID_INPUT', [], 'The document cannot be read.', fix);
}
