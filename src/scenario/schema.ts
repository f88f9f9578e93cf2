import * as z from 'zod/mini';
import { AccountListSchema, AudienceSchema } from '../audience/audience-schema.ts';
import { BuyingGroupSchema } from '../buying-group/buying-group-schema.ts';
import { JourneySchema } from '../journey/journey-schema.ts';
import { schemaIssues } from '../journey/schema-issues.ts';
import { isAccompanyError } from '../kernel/errors.ts';
import { problem, under } from '../kernel/issue.ts';
import type { Result } from '../kernel/issue.ts';
import { guardJson, parseJson } from '../kernel/json.ts';
import type { JsonValue } from '../kernel/json.ts';
import { ExternalServiceSchema } from '../service/external-service-schema.ts';
import { StageModelSchema } from '../stage/stage-schema.ts';
import type {
  Scenario,
  ScenarioAccount,
  ScenarioAnswer,
  ScenarioCatalogue,
  ScenarioEvent,
  ScenarioKinds,
  ScenarioList,
  ScenarioPerson,
  ScenarioRecord,
  ScenarioRelation,
  ScenarioResponse,
  ScenarioValues,
  TimelineEntry,
} from './scenario.ts';

const id = z.string();
const maybe = z.exactOptional;
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
const minutes = z.int().check(z.minimum(0), z.maximum(5_256_000));

const ValuesSchema: z.ZodMiniType<ScenarioValues> = z.record(z.string(), value);

const KindsSchema: z.ZodMiniType<ScenarioKinds> = z.record(
  z.string(),
  z.enum(['text', 'number', 'boolean', 'date', 'texts']),
);

const owner = z.enum(['account', 'person']);

const CatalogueSchema: z.ZodMiniType<ScenarioCatalogue> = z.strictObject({
  account: maybe(KindsSchema),
  person: maybe(KindsSchema),
  opportunity: maybe(KindsSchema),
  objects: maybe(z.record(z.string(), z.strictObject({ of: owner, attributes: KindsSchema }))),
  events: maybe(z.record(z.string(), z.strictObject({ of: owner, fields: KindsSchema }))),
  actions: maybe(z.record(z.string(), z.strictObject({ of: z.enum(['accounts', 'people']) }))),
});

const RecordSchema: z.ZodMiniType<ScenarioRecord> = z.strictObject({
  id,
  attributes: maybe(ValuesSchema),
  removed: maybe(z.literal(true)),
});

const objects = maybe(z.record(z.string(), z.array(RecordSchema)));

const AccountSchema: z.ZodMiniType<ScenarioAccount> = z.strictObject({
  id,
  attributes: maybe(ValuesSchema),
  opportunities: maybe(z.array(RecordSchema)),
  objects,
});

const PersonSchema: z.ZodMiniType<ScenarioPerson> = z.strictObject({
  id,
  attributes: maybe(ValuesSchema),
  consent: maybe(z.nullable(z.enum(['y', 'n']))),
  objects,
});

const RelationSchema: z.ZodMiniType<ScenarioRelation> = z.strictObject({
  account: id,
  person: id,
  roles: maybe(z.array(z.string())),
  since: maybe(z.string()),
  removed: maybe(z.literal(true)),
});

const EventSchema: z.ZodMiniType<ScenarioEvent> = z.strictObject({
  id: maybe(id),
  type: z.string(),
  at: maybe(z.string()),
  person: maybe(id),
  account: maybe(id),
  fields: maybe(ValuesSchema),
});

const ListSchema = z.extend(AccountListSchema as unknown as z.ZodMiniObject, {
  members: maybe(z.array(id)),
}) as unknown as z.ZodMiniType<ScenarioList>;

const AnswerSchema: z.ZodMiniType<ScenarioAnswer> = z.strictObject({
  afterMinutes: minutes,
  ok: maybe(z.boolean()),
  reason: maybe(z.string()),
  values: maybe(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  changes: maybe(ValuesSchema),
  attributes: maybe(ValuesSchema),
});

const ResponseSchema: z.ZodMiniType<ScenarioResponse> = z.strictObject({
  journey: maybe(id),
  node: maybe(id),
  email: maybe(id),
  action: maybe(id),
  service: maybe(id),
  people: maybe(z.array(id)),
  outcome: maybe(z.enum(['sent', 'refused', 'failed', 'unknown'])),
  reason: maybe(z.string()),
  answerAfterMinutes: maybe(minutes),
  answers: maybe(z.array(AnswerSchema)),
  events: maybe(
    z.array(
      z.strictObject({ type: z.string(), afterMinutes: minutes, fields: maybe(ValuesSchema) }),
    ),
  ),
});

const data = {
  accounts: maybe(z.array(AccountSchema)),
  people: maybe(z.array(PersonSchema)),
  relations: maybe(z.array(RelationSchema)),
  events: maybe(z.array(EventSchema)),
};

const at = z.string();

/** Forms of an entry; each but the first is known by the property that names the command. */
const DataEntrySchema = z.strictObject({ at, ...data });
const COMMANDS = {
  list: z.strictObject({
    at,
    list: z.strictObject({ id, add: maybe(z.array(id)), remove: maybe(z.array(id)) }),
  }),
  publish: z.strictObject({ at, publish: id }),
  close: z.strictObject({ at, close: id }),
  abort: z.strictObject({ at, abort: id }),
  endDate: z.strictObject({ at, endDate: z.strictObject({ journey: id, date: z.string() }) }),
  suppress: z.strictObject({ at, suppress: z.string().check(z.minLength(1)) }),
};

const EntrySchema: z.ZodMiniType<TimelineEntry> = z.union([
  DataEntrySchema,
  ...Object.values(COMMANDS),
]);

const parts = {
  format: z.literal(1),
  name: maybe(z.string()),
  start: z.string(),
  end: z.string(),
  catalogue: maybe(CatalogueSchema),
  ...data,
  audiences: maybe(z.array(AudienceSchema)),
  lists: maybe(z.array(ListSchema)),
  groups: maybe(z.array(BuyingGroupSchema)),
  stages: maybe(z.array(StageModelSchema)),
  services: maybe(z.array(ExternalServiceSchema)),
  journeys: maybe(z.array(JourneySchema)),
  responses: maybe(z.array(ResponseSchema)),
};

/** The form of a {@link Scenario}; what needs more than form is checked by `checkScenario`. */
const ScenarioSchema: z.ZodMiniType<Scenario> = z.strictObject({
  ...parts,
  timeline: maybe(z.array(EntrySchema)),
});

/** The same with any entries: of a union it could not be told which of its forms was meant. */
const FrameSchema = z.strictObject({ ...parts, timeline: maybe(z.array(z.unknown())) });

/** Reads the catalogue of a scenario by itself. Never throws for a wrong form. */
export function parseScenarioCatalogue(input: unknown): Result<ScenarioCatalogue> {
  return guarded(input, (json) => parse(CatalogueSchema, json));
}

/**
 * Reads a scenario from JSON text or from a value: size, depth and forbidden keys first, then the form (SC-1 to SC-3).
 * Never throws; every fault of form is an issue with its path.
 */
export function parseScenario(input: unknown): Result<Scenario> {
  return guarded(input, (json) => {
    const frame = parse(FrameSchema, json);
    const timeline: TimelineEntry[] = [];
    const issues = [...frame.issues];
    for (const [index, entry] of entriesOf(json).entries()) {
      const read = parse(entrySchema(entry), entry);
      if (read.ok) timeline.push(read.value);
      else issues.push(...under(['timeline', index], read.issues));
    }
    if (!frame.ok || issues.length > 0) return { ok: false, issues };
    const value = frame.value.timeline === undefined ? frame.value : { ...frame.value, timeline };
    return { ok: true, value: value as Scenario, issues };
  });
}

/** The published JSON Schema (2020-12) of scenarios. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(ScenarioSchema) as Record<string, unknown>;
}

function guarded<T>(input: unknown, read: (json: JsonValue) => Result<T>): Result<T> {
  try {
    return read(typeof input === 'string' ? parseJson(input) : guardJson(input));
  } catch (error) {
    if (!isAccompanyError(error)) throw error;
    const fix = 'Give plain JSON of a reasonable size.';
    return { ok: false, issues: [problem(error.code, error.path, error.message, fix)] };
  }
}

function parse<T>(schema: z.ZodMiniType<T>, json: JsonValue): Result<T> {
  const parsed = z.safeParse(schema, json);
  if (parsed.success) return { ok: true, value: parsed.data, issues: [] };
  return { ok: false, issues: schemaIssues(parsed.error.issues, json) };
}

function entriesOf(json: JsonValue): readonly JsonValue[] {
  const timeline = isObject(json) && Object.hasOwn(json, 'timeline') ? json['timeline'] : undefined;
  return Array.isArray(timeline) ? timeline : [];
}

function entrySchema(entry: JsonValue): z.ZodMiniType<TimelineEntry> {
  for (const [name, schema] of Object.entries(COMMANDS)) {
    if (isObject(entry) && Object.hasOwn(entry, name)) return schema;
  }
  return DataEntrySchema;
}

function isObject(json: JsonValue): json is { readonly [key: string]: JsonValue } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
