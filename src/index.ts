/**
 * Runs B2B account journeys in process: define audiences, buying groups and journeys, publish them, and let an engine
 * run them on a storage. This entry does no I/O and runs in a browser.
 *
 * @packageDocumentation
 */

// What hosts write by name. Types that they meet and seldom name are in signatures.ts, under the same headings.
export type * from './signatures.ts';

// Catalogue: what the host's accounts, people and events look like.
export { boolean, date, number, oneOf, text, texts } from './model/attribute.ts';
export type { AttributeOptions, DateValue, TextOptions } from './model/attribute.ts';
export { catalogue } from './model/catalogue.ts';
export type { CatalogueInput, ShapeOfInput } from './model/catalogue.ts';
export {
  accountAttributes,
  defaultCatalogue,
  opportunityAttributes,
  personAttributes,
} from './model/default-catalogue.ts';
export type {
  ActionDefinition,
  AttributeDefinition,
  AttributeDefinitions,
  Catalogue,
  CatalogueShape,
  EventDefinition,
  ObjectDefinition,
} from './model/definition.ts';
export { experienceEvents } from './model/experience-events.ts';
export type { ShapeOf } from './model/shape.ts';
export type { AttributeKind, Attributes, Value } from './model/value.ts';

// Records: what a host gives to an engine, and what conditions see of it.
export type {
  AccountInput,
  EventInput,
  IngestInput,
  IntentInput,
  ObjectInput,
  OpportunityInput,
  PersonInput,
  RelationInput,
} from './model/record.ts';
export type {
  AccountView,
  EventView,
  GroupView,
  MemberView,
  PersonView,
  RelatedRecord,
} from './model/view.ts';

// Conditions: one language for audiences, splits, roles and event filters.
export { conditions } from './conditions/build.ts';
export { checkCondition } from './conditions/check.ts';
export { compileCondition } from './conditions/compile.ts';
export type { CompiledCondition, ConditionContext } from './conditions/compile.ts';
export type { Condition } from './conditions/condition.ts';
export { explainCondition } from './conditions/explain.ts';
export type { Explanation } from './conditions/explain.ts';
export { printCondition } from './conditions/print.ts';
export { NO_REFERENCES } from './conditions/references.ts';
export type { References } from './conditions/references.ts';
export { conditionJsonSchema, parseCondition } from './conditions/schema.ts';
export { ConditionScope } from './conditions/scope.ts';

// Audiences and lists: who is meant.
export { AccountList } from './audience/account-list.ts';
export { Audience } from './audience/audience.ts';
export type { AccountListDocument, AudienceDocument } from './audience/definition.ts';

// Buying groups: who decides in an account, in which role and at which stage.
export { BuyingGroup, DEFAULT_ROLES } from './buying-group/buying-group.ts';
export type { CreationJob } from './buying-group/creation-job.ts';
export type { BuyingGroupDocument, RoleCard } from './buying-group/definition.ts';
export type { AccountWithGroups, BuyingGroupRecord, Member } from './buying-group/record.ts';
export type { CustomRole } from './buying-group/role-list.ts';
export { ROLE_WEIGHTS, roleShares, roleWeights } from './buying-group/role-weights.ts';
export type { RoleWeighting, RoleWeights } from './buying-group/role-weights.ts';
export type { RolesTemplate } from './buying-group/roles-template.ts';
export { documentOf, partsOf } from './buying-group/solution-interest.ts';
export type { SolutionInterest } from './buying-group/solution-interest.ts';
export { duplicateTemplate, moveCard, publishTemplate } from './buying-group/template-lifecycle.ts';
export type { TemplateContext } from './buying-group/template-lifecycle.ts';
export { parseRolesTemplate, parseSolutionInterest } from './buying-group/template-schema.ts';
export { DEFAULT_PERSONAS } from './persona/default-personas.ts';
export { personaIs, personaOf } from './persona/match-persona.ts';
export { parsePersonas } from './persona/persona-schema.ts';
export type { Persona } from './persona/persona.ts';
export { publishStages } from './stage/stage-lifecycle.ts';
export type { Stage, StageModel } from './stage/stage-model.ts';
export { parseStageModel } from './stage/stage-schema.ts';

// Scores and intent: how engaged people and groups are, and in what.
export { rawGroup, rawPerson } from './engagement/epoch.ts';
export {
  activateModel,
  activeModel,
  duplicateModel,
  editModel,
  removeModel,
} from './engagement/model-lifecycle.ts';
export { parseWeightingModel } from './engagement/model-schema.ts';
export { presetModel } from './engagement/presets.ts';
export type { WeightingModel } from './engagement/weighting-model.ts';
export type { IntentCategory } from './intent/taxonomy.ts';
export type { IntentSignal } from './model/intent.ts';

// External services: what journeys may ask.
export { ACCESSOR_OPERATORS, SERVICE_TYPES } from './model/accessor.ts';
export type { AccessorOperator, AccessorTest, ServiceType } from './model/accessor.ts';
export { OWN_ID, SERVICE_ENTITIES } from './model/external-service.ts';
export type { ExternalService } from './model/external-service.ts';
export { checkService } from './service/check-service.ts';
export type { ServiceContext } from './service/check-service.ts';
export { parseExternalService } from './service/external-service-schema.ts';

// Journeys: what happens to accounts.
export { reported } from './journey/ask-step.ts';
export { compileJourney } from './journey/compile.ts';
export type { JourneyDocument, JourneyNode } from './journey/document.ts';
export { JourneyDraft } from './journey/draft.ts';
export { journeyJsonSchema, parseJourney } from './journey/journey-schema.ts';
export { Journey } from './journey/journey.ts';
export type { JourneySettings } from './journey/journey.ts';
export type { ListenFor, ListenOptions } from './journey/listen-node.ts';
export { validateJourney } from './journey/validate.ts';
export type { ValidateContext } from './journey/validate.ts';

// Plans: what a published journey has become.
export type { Plan } from './plan/plan.ts';
export { printPlan } from './plan/print.ts';

// Engine: runs journeys.
export { simulatedChannel } from './connectors/simulated-channel.ts';
export type { SimulatedChannelOptions } from './connectors/simulated-channel.ts';
export type { JourneyCounts, NodeCounts } from './engine/counters.ts';
export type { DeadLetter } from './engine/dead-letters.ts';
export type { Defined, DefineOptions, Mend } from './engine/definitions/definitions.ts';
export type { Definitions } from './engine/definitions/kept-definitions.ts';
export { Engine } from './engine/engine.ts';
export { printStory } from './engine/explain.ts';
export type { RunStory, Story, Visit } from './engine/explain.ts';
export type { EngineEvents } from './engine/notifications.ts';
export type { ChannelOptions, EngineOptions, PrivacyOptions } from './engine/options.ts';
export type { JourneySummary } from './engine/queries.ts';
export type { CallOptions } from './engine/rounds.ts';
export { systemClock } from './engine/system-clock.ts';
export { virtualClock } from './engine/virtual-clock.ts';
export type { JourneyStatus, Publication, PublicationStatus } from './records/bodies.ts';
export { memoryStorage } from './storage/memory/memory-storage.ts';

// Facts and effects: what has happened, and what is to happen outside.
export { nameOfAction } from './runtime/effect.ts';
export type { Fact, FactItem, Outcome, Settlement } from './runtime/fact.ts';
export type { ExitReason } from './runtime/run.ts';
export type {
  AlertMember,
  RecentActivity,
  RecentMoment,
  SalesAlert,
} from './insights/sales-alert.ts';

// Data integration: where accounts and people come from, and who is told what journeys change.
export { memoryPlatform } from './connectors/memory-platform.ts';
export type {
  MemoryPlatform,
  MemoryPlatformOptions,
  PlatformRecord,
  PlatformStatement,
} from './connectors/memory-platform.ts';
export type { IntegrationOptions } from './engine/integration/integration-options.ts';
export type { AccountMerge } from './engine/merge-accounts.ts';
export { CADENCES } from './model/cadence.ts';
export type { Cadence, CadenceName } from './model/cadence.ts';
export type {
  BackChange,
  BackReceipt,
  BackRecord,
  DataChange,
  DataFlow,
  DataIntegration,
  DataPage,
  DataSegment,
  FlowAnswer,
  IntegrationContext,
  ReadRequest,
  Stated,
  StatedValues,
} from './ports/data-integration.ts';

// Subscriptions: who shares a storage.
export { subscriptions } from './subscriptions/subscriptions.ts';
export type {
  ExecutionInstance,
  Pairing,
  Subscription,
  Subscriptions,
} from './subscriptions/subscriptions.ts';

// Privacy: how long things are kept, and what erasing somebody leaves.
export type { EffectExport, PersonExport } from './privacy/person-export.ts';
export type { Pruned, Retention } from './privacy/retention.ts';
export type { SubjectRef } from './privacy/subject.ts';
export type { ErasureCertificate } from './privacy/tombstone.ts';

// Ports: what adapters implement.
export type {
  AccountProfile,
  Channel,
  ChannelAction,
  ChannelContext,
  ChannelLimits,
  ConsentRule,
  Delivery,
  DeliveryContext,
  FollowUp,
  ProfileReads,
  Profiles,
  Receipt,
  RetryPolicy,
  SimulatedAnswer,
} from './ports/channel.ts';
export type { Clock, VirtualClock } from './ports/clock.ts';
export type {
  ExternalPort,
  OpenRequest,
  RequestPlace,
  ServiceAnswer,
  ServicePersonAnswer,
  ServiceRequest,
} from './ports/external.ts';
export type { LogFields, Logger, LogLevel } from './ports/logger.ts';
export { RECORD_KINDS } from './ports/storage.ts';
export type {
  Commit,
  CommitResult,
  Counter,
  Expectation,
  Key,
  Lease,
  LeaseRequest,
  Operation,
  RecordKind,
  ScanQuery,
  Storage,
  StorageCapabilities,
  StoredRecord,
} from './ports/storage.ts';
export type { Span, SpanAttributes, Tracer } from './ports/tracer.ts';
export {
  checkCommit,
  checkKeys,
  checkLease,
  checkLeaseRequest,
  checkPrefix,
  checkQuery,
  checkSubscription,
} from './storage/request-checks.ts';

// Scenarios: whole simulations as JSON.
export { checkScenario } from './scenario/check.ts';
export type { ScenarioResult } from './scenario/result.ts';
export { runScenario } from './scenario/run.ts';
export type { ScenarioOptions } from './scenario/run.ts';
export type { Scenario } from './scenario/scenario.ts';
export { parseScenario, scenarioJsonSchema } from './scenario/schema.ts';

// Errors, issues, time and bounds.
export type { Duration, MustEndOn, Weekday } from './kernel/duration.ts';
export { AccompanyError, ERROR_CODES, isAccompanyError } from './kernel/errors.ts';
export type { ErrorCode, ErrorKind } from './kernel/errors.ts';
export { formatInstant, toInstant } from './kernel/instant.ts';
export type { Instant } from './kernel/instant.ts';
export { formatIssue } from './kernel/issue.ts';
export type { Issue, Path, Result, Severity } from './kernel/issue.ts';
export { redact } from './kernel/redact.ts';
export { limits } from './model/limits.ts';
export type { Limits } from './model/limits.ts';

/**
 * The version of this library, as in its package file.
 *
 * @example
 * ```ts
 * import { VERSION } from 'accompany';
 *
 * console.log(VERSION); // => 0.1.0
 * ```
 */
export const VERSION = '0.1.0';
