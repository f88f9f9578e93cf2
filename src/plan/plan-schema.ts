import * as z from 'zod/mini';
import { ConditionSchema, DurationSchema } from '../conditions/schema.ts';
import { WEEKDAYS } from '../kernel/duration.ts';
import type { MustEndOn } from '../kernel/duration.ts';
import { ACCESSOR_OPERATORS, SERVICE_TYPES } from '../model/accessor.ts';
import { isInstant } from '../kernel/instant.ts';
import type { Route } from './ask.ts';
import type { Campaign, Exit, Group, Plan, Step, TimerRule } from './plan.ts';
import type { Act, PlanAction } from './act.ts';

const id = z.string();
const count = z.int().check(z.minimum(0));
const context = z.enum(['accounts', 'people']);
const ids = z.readonly(z.array(id));
const value = z.union([z.string(), z.number(), z.boolean(), ids]);

const mustEndOn: z.ZodMiniType<MustEndOn> = z.strictObject({
  days: z.exactOptional(z.readonly(z.array(z.enum(WEEKDAYS)))),
  time: z.exactOptional(z.string()),
  zone: z.string(),
});

const timer: z.ZodMiniType<TimerRule> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('at'), at: z.number().check(z.refine(isInstant)) }),
  z.strictObject({
    kind: z.literal('after'),
    duration: z.nullable(DurationSchema),
    mustEndOn: z.nullable(mustEndOn),
  }),
]);

const action: z.ZodMiniType<PlanAction> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('sendEmail'), email: id, operational: z.boolean() }),
  z.strictObject({ type: z.literal('custom'), name: id, input: z.record(z.string(), z.unknown()) }),
  z.strictObject({
    type: z.literal('interestingMoment'),
    moment: z.enum(['Email', 'Milestone', 'Web']),
    description: z.string(),
  }),
  z.strictObject({ type: z.literal('updateProfile'), attribute: id, value: z.nullable(value) }),
  z.strictObject({ type: z.enum(['addToList', 'removeFromList']), list: id }),
  z.strictObject({ type: z.literal('assignToGroup'), group: id, role: z.nullable(id) }),
  z.strictObject({ type: z.literal('removeFromGroup'), group: id }),
  z.strictObject({ type: z.literal('updateGroupStage'), group: id, stage: id }),
  z.strictObject({ type: z.literal('updateGroupStatus'), group: id, status: id }),
  z.strictObject({ type: z.literal('sendSalesAlert'), group: id, to: ids }),
  z.strictObject({ type: z.enum(['addToJourney', 'removeFromJourney']), journey: id }),
]);

const act: z.ZodMiniType<Act> = z.strictObject({ op: z.literal('act'), node: id, context, action });

const acts = z.readonly(z.array(act));

const group: z.ZodMiniType<Group> = z.strictObject({
  op: z.literal('group'),
  node: id,
  paths: z.readonly(z.array(z.strictObject({ id, condition: ConditionSchema, acts }))),
  other: z.nullable(acts),
});

const step: z.ZodMiniType<Step> = z.union([
  z.strictObject({ op: z.literal('pass'), node: id }),
  act,
  group,
]);

const listener = z.strictObject({
  context,
  events: z.readonly(
    z.array(
      z.strictObject({
        event: id,
        condition: z.nullable(ConditionSchema),
        minimum: z.int().check(z.minimum(1)),
      }),
    ),
  ),
  filter: z.nullable(ConditionSchema),
  members: z.nullable(z.strictObject({ definitions: z.nullable(ids), roles: z.nullable(ids) })),
  since: z.enum(['nodeEntry', 'journeyEntry']),
});

const tests = z.readonly(
  z.array(
    z.strictObject({
      accessor: id,
      operator: z.enum(ACCESSOR_OPERATORS),
      values: ids,
      type: z.enum(SERVICE_TYPES),
    }),
  ),
);

const route: z.ZodMiniType<Route> = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('outcome'),
    failsOn: z.enum(['all', 'any']),
    next: count,
    failed: count,
  }),
  z.strictObject({
    by: z.literal('account'),
    paths: z.readonly(z.array(z.strictObject({ id, tests, to: count }))),
    other: z.nullable(count),
    failed: count,
  }),
  z.strictObject({
    by: z.literal('people'),
    paths: z.readonly(z.array(z.strictObject({ id, tests, acts }))),
    other: z.nullable(acts),
    failed: acts,
    next: count,
  }),
]);

const exit: z.ZodMiniType<Exit> = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('await'),
    node: id,
    timer: z.nullable(timer),
    listen: z.nullable(listener),
    onEvent: z.nullable(count),
    onTimer: z.nullable(count),
  }),
  z.strictObject({
    op: z.literal('branch'),
    node: id,
    paths: z.readonly(z.array(z.strictObject({ id, condition: ConditionSchema, to: count }))),
    other: z.nullable(count),
  }),
  z.strictObject({
    op: z.literal('ask'),
    node: id,
    service: id,
    about: z.enum(['account', 'people', 'person']),
    input: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    minutes: z.int().check(z.minimum(1)),
    route,
  }),
  z.strictObject({ op: z.literal('continue'), to: count }),
  z.strictObject({ op: z.literal('end'), node: z.nullable(id) }),
]);

const campaign: z.ZodMiniType<Campaign> = z.strictObject({
  index: count,
  steps: z.readonly(z.array(step)),
  exit,
});

/** The form of a plan; what `parsePlan` checks besides is in `parse-plan.ts`. */
export const planSchema: z.ZodMiniType<Plan> = z.strictObject({
  format: z.literal(1),
  journey: id,
  hash: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  entry: z.strictObject({
    node: id,
    source: z.strictObject({ kind: z.enum(['audience', 'list']), id }),
    condition: ConditionSchema,
  }),
  reEntry: z.nullable(
    z.strictObject({
      from: z.enum(['end', 'start']),
      delay: z.strictObject({ unit: z.enum(['hours', 'days']), count }),
      limit: z.nullable(z.int().check(z.minimum(1))),
    }),
  ),
  exitOnAudienceLoss: z.boolean(),
  campaigns: z.readonly(z.array(campaign)).check(z.minLength(1)),
  segments: z.readonly(
    z.array(
      z.strictObject({
        name: id,
        of: z.enum(['accounts', 'people']),
        condition: ConditionSchema,
      }),
    ),
  ),
});
