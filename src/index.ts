/**
 * Runs B2B account journeys in process: define audiences, buying groups and journeys, publish them, and let an engine
 * run them on a storage. This entry does no I/O and runs in a browser.
 *
 * @packageDocumentation
 */

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
export { experienceEvents } from './model/experience-events.ts';
export type {
  ActionDefinition,
  AttributeDefinition,
  AttributeDefinitions,
  Catalogue,
  CatalogueShape,
  EventDefinition,
  ObjectDefinition,
} from './model/definition.ts';
export { OWN_ID, SERVICE_ENTITIES } from './model/external-service.ts';
export { ACCESSOR_OPERATORS, SERVICE_TYPES } from './model/accessor.ts';
export type {
  ExternalService,
  ServiceAuth,
  ServiceEntity,
  ServiceField,
  ServiceInput,
  ServiceMapping,
  ServiceWire,
} from './model/external-service.ts';
export type {
  AccessorDeclaration,
  AccessorOperator,
  AccessorTest,
  AccessorValues,
  ServiceType,
  TypedAccessorTest,
} from './model/accessor.ts';
export { checkService } from './service/check-service.ts';
export type { ServiceContext } from './service/check-service.ts';
export { parseExternalService } from './service/external-service-schema.ts';
export { limits, LIMITS } from './model/limits.ts';
export type { Limits } from './model/limits.ts';
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
export type { ShapeOf } from './model/shape.ts';
export type { AttributeKind, Attributes, Value } from './model/value.ts';
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

// Definitions: who is meant.
export { AccountList } from './audience/account-list.ts';
export { Audience } from './audience/audience.ts';
export type { AccountListDocument, AudienceDocument } from './audience/definition.ts';
export { BuyingGroup, DEFAULT_ROLES } from './buying-group/buying-group.ts';
export type { BuyingGroupDocument, RoleCard } from './buying-group/definition.ts';
export type { AccountWithGroups, BuyingGroupRecord, Member } from './buying-group/record.ts';
export type { CreationJob } from './buying-group/creation-job.ts';
export type { CustomRole } from './buying-group/role-list.ts';
export type { RolesTemplate } from './buying-group/roles-template.ts';
export { documentOf, partsOf } from './buying-group/solution-interest.ts';
export type { SolutionInterest } from './buying-group/solution-interest.ts';
export { duplicateTemplate, moveCard, publishTemplate } from './buying-group/template-lifecycle.ts';
export { ROLE_WEIGHTS, roleShares, roleWeights } from './buying-group/role-weights.ts';
export type { RoleWeighting, RoleWeights } from './buying-group/role-weights.ts';
export { rawGroup, rawPerson } from './engagement/epoch.ts';
export type { TemplateContext } from './buying-group/template-lifecycle.ts';
export { parseRolesTemplate, parseSolutionInterest } from './buying-group/template-schema.ts';
export { parseWeightingModel } from './engagement/model-schema.ts';
export {
  activateModel,
  activeModel,
  duplicateModel,
  editModel,
  removeModel,
} from './engagement/model-lifecycle.ts';
export { presetModel } from './engagement/presets.ts';
export type { WeightingModel } from './engagement/weighting-model.ts';
export type { IntentCategory } from './intent/taxonomy.ts';
export type { IntentSignal } from './model/intent.ts';
export { DEFAULT_PERSONAS } from './persona/default-personas.ts';
export { personaIs, personaOf } from './persona/match-persona.ts';
export type { Persona } from './persona/persona.ts';
export { parsePersonas } from './persona/persona-schema.ts';
export { publishStages } from './stage/stage-lifecycle.ts';
export type { Stage, StageModel } from './stage/stage-model.ts';
export { parseStageModel } from './stage/stage-schema.ts';

// Journeys: what happens to them.
export { compileJourney } from './journey/compile.ts';
export type { JourneyDocument, JourneyNode } from './journey/document.ts';
export { JourneyDraft } from './journey/draft.ts';
export { reported } from './journey/ask-step.ts';
export { Journey } from './journey/journey.ts';
export type { JourneySettings } from './journey/journey.ts';
export type { ListenFor, ListenOptions } from './journey/listen-node.ts';
export type { ValidateContext } from './journey/validate.ts';
export { journeyJsonSchema, parseJourney } from './journey/journey-schema.ts';
export { validateJourney } from './journey/validate.ts';
export type { Plan } from './plan/plan.ts';
export { printPlan } from './plan/print.ts';

// Engine: runs them.
// Who shares a storage.
export { subscriptions } from './subscriptions/subscriptions.ts';
export type {
  ExecutionInstance,
  Pairing,
  Subscription,
  Subscriptions,
} from './subscriptions/subscriptions.ts';

// Where accounts and people come from, and who is told what journeys change.
export { memoryPlatform } from './connectors/memory-platform.ts';
export type {
  MemoryPlatform,
  MemoryPlatformOptions,
  PlatformRecord,
  PlatformStatement,
} from './connectors/memory-platform.ts';
export type { Following } from './engine/integration/following.ts';
export type { IntegrationOptions } from './engine/integration/integration-options.ts';
export type {
  IntegrationState,
  IntegrationVerbs,
  Synchronised,
} from './engine/integration/integration-verbs.ts';
export type { AccountMerge } from './engine/merge-accounts.ts';
export type { SourceLink } from './engine/integration/key-map.ts';
export type { SentBack } from './engine/integration/send-back.ts';
export type { SourceTaken } from './engine/integration/take-source.ts';
export { CADENCES, nextDue } from './model/cadence.ts';
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
export type { AsideBody } from './records/bodies.ts';

export { simulatedChannel } from './connectors/simulated-channel.ts';
export type { SimulatedChannelOptions } from './connectors/simulated-channel.ts';
export type { Advanced } from './engine/advanced.ts';
export type { JourneyCounts, NodeCounts } from './engine/counters.ts';
export { Engine } from './engine/engine.ts';
export type { Defined, DefineOptions, Mend } from './engine/definitions/definitions.ts';
export type { Definitions } from './engine/definitions/kept-definitions.ts';
export type { GroupPart, GroupPartRef } from './engine/definitions/group-parts.ts';
export type { GroupVerbs } from './engine/group-verbs.ts';
export type { ExternalVerbs } from './engine/external-verbs.ts';
export { printStory } from './engine/explain.ts';
export type { RunStory, Story, Visit } from './engine/explain.ts';
export type { EngineEvents } from './engine/notifications.ts';
export type { DeadLetter } from './engine/dead-letters.ts';
export type { JourneySummary } from './engine/queries.ts';
export type { JourneyStatus, Publication, PublicationStatus } from './records/bodies.ts';
export type { CallOptions } from './engine/rounds.ts';
export type { ChannelOptions, EngineOptions, PrivacyOptions } from './engine/options.ts';
export type { EffectExport, PersonExport } from './privacy/person-export.ts';
export type { Pruned, Retention } from './privacy/retention.ts';
export type { SubjectRef } from './privacy/subject.ts';
export type { ErasureCertificate } from './privacy/tombstone.ts';
export { systemClock } from './engine/system-clock.ts';
export { virtualClock } from './engine/virtual-clock.ts';
export { memoryStorage } from './storage/memory/memory-storage.ts';

// Scenarios: whole simulations as JSON.
export { checkScenario } from './scenario/check.ts';
export { runScenario } from './scenario/run.ts';
export type { ScenarioOptions } from './scenario/run.ts';
export type { ScenarioResult } from './scenario/result.ts';
export type { Scenario } from './scenario/scenario.ts';
export { parseScenario, scenarioJsonSchema } from './scenario/schema.ts';

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
export type {
  ExternalPort,
  OpenRequest,
  RequestPlace,
  ServiceAnswer,
  ServicePersonAnswer,
  ServiceRequest,
} from './ports/external.ts';
export type { Clock, VirtualClock } from './ports/clock.ts';
export type { LogFields, Logger, LogLevel } from './ports/logger.ts';
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
export { RECORD_KINDS } from './ports/storage.ts';
export {
  checkCommit,
  checkKeys,
  checkLease,
  checkLeaseRequest,
  checkPrefix,
  checkQuery,
  checkSubscription,
} from './storage/request-checks.ts';
export type { Fact, FactItem, Outcome, Settlement } from './runtime/fact.ts';
export type { ExitReason } from './runtime/run.ts';
export type { AlertMember, SalesAlert } from './runtime/sales-alert.ts';

// Errors and issues.
export { AccompanyError, ERROR_CODES, isAccompanyError } from './kernel/errors.ts';
export type { ErrorCode, ErrorKind } from './kernel/errors.ts';
export { formatInstant, toInstant } from './kernel/instant.ts';
export type { Instant } from './kernel/instant.ts';
export type { Duration, MustEndOn, Weekday } from './kernel/duration.ts';
export { formatIssue } from './kernel/issue.ts';
export type { Issue, Path, Result, Severity } from './kernel/issue.ts';
export { redact } from './kernel/redact.ts';

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

// What the signatures above are made of.
export type { ListOptions } from './audience/account-list.ts';
export type { MatchContext } from './audience/audience.ts';
export type { BuyingGroupOptions } from './buying-group/buying-group.ts';
export type { Exclusion } from './buying-group/record.ts';
export type { Day } from './engagement/day.ts';
export type { Epoch } from './engagement/epoch.ts';
export type { EpochDocument, ScoringDocument } from './engagement/scoring.ts';
export type { ModelPatch, WeightingModels } from './engagement/model-lifecycle.ts';
export type { Preset } from './engagement/presets.ts';
export type { Scale, Strategy } from './engagement/strategy.ts';
export type { DayTally, PersonTally } from './engagement/tally.ts';
export type { ScoringVerbs } from './engine/scoring/scoring-verbs.ts';
export type { ScoringOptions } from './engine/scoring/scoring.ts';
export type { PersonScore } from './runtime/score-person.ts';
export type { Band, WeightedActivity } from './engagement/weighting-model.ts';
export type { INTENT_LEVELS, INTENT_SIGNALS, IntentKind, IntentLevel } from './model/intent.ts';
export type { PersonaAttribute } from './persona/persona.ts';
export type { PromptJudge } from './persona/match-persona.ts';
export type { MethodOf, Methods, Tests } from './conditions/build-attribute.ts';
export type {
  AudienceName,
  Conditions,
  GroupOptions,
  HistoryOptions,
  IntentOptions,
  MemberOptions,
} from './conditions/build.ts';
export type { CheckContext } from './conditions/check-spot.ts';
export type {
  All,
  Any,
  AttributeTest,
  AudienceTest,
  EngagementTest,
  EventTest,
  GroupTest,
  IntentTest,
  ListTest,
  MemberTest,
  Negation,
  Operator,
  RelatedTest,
  RoleTest,
  ValueTest,
} from './conditions/condition.ts';
export type {
  Kind,
  OPERAND_COUNTS,
  OPERATOR_KINDS,
  OperatorOf,
} from './conditions/operator-kinds.ts';
export type { Reads } from './conditions/reads.ts';
export type { Scope } from './conditions/scope.ts';
export type { Tally } from './conditions/tally.ts';
export type { AdvancedAccount, AdvancedIn, AdvancedPerson } from './engine/advanced.ts';
export type { WorldDocuments } from './engine/definitions/build-world.ts';
export type { ListChange } from './engine/commands.ts';
export type { ByUser, GroupRef, MembersChange } from './engine/group-verbs.ts';
export type { AnswerStory, EffectStory, WhyNot } from './engine/explain.ts';
export type { DefinitionBody, GroupPartBody, OneList, PublicationStep } from './records/bodies.ts';
export type {
  AccountExport,
  EvidenceExport,
  FactExport,
  PendingExport,
  ProfileExport,
  QuarantineExport,
} from './privacy/person-export.ts';
export type { AccountPaths } from './journey/account-paths.ts';
export type { JourneyPath, PathSteps } from './journey/builder.ts';
export type { AskedService, AskOptions } from './journey/ask-step.ts';
export type { ExternalPaths, ExternalPeoplePaths } from './journey/external-paths.ts';
export type { WalkPath } from './journey/open-paths.ts';
export type { CompileOptions } from './journey/compile.ts';
export type {
  AccountPath,
  Action,
  ActionNode,
  AudienceNode,
  EndNode,
  GroupAction,
  ListenEvent,
  ListenNode,
  MergeNode,
  NodeKind,
  AskNode,
  ExternalActionNode,
  ExternalPath,
  ExternalSplitAccountsNode,
  ExternalSplitPeopleNode,
  PeoplePath,
  ReEntryPolicy,
  SplitAccountsNode,
  SplitPeopleNode,
  Timeout,
  WaitNode,
} from './journey/document.ts';
export type { DraftOptions, SettingsPatch } from './journey/draft.ts';
export type { DuplicateOptions } from './journey/duplicate.ts';
export type { EdgePlace } from './journey/edge.ts';
export type { NewPath, PathPatch } from './journey/edit-paths.ts';
export type { NodePatch } from './journey/edit-settings.ts';
export type { EventFields, Listened } from './journey/listen-node.ts';
export type { PeoplePaths } from './journey/people-paths.ts';
export type { PeoplePathSteps, PeopleSteps, Updates } from './journey/people-steps.ts';
export type { TargetStatus } from './journey/rules/rule.ts';
export type { Resource, Sketch, StepOptions } from './journey/sketch.ts';
export type {
  AssignOptions,
  EmailOptions,
  MomentOptions,
  Named,
  WaitLength,
} from './journey/step-node.ts';
export type { DURATION_UNITS, DurationUnit, WEEKDAYS } from './kernel/duration.ts';
export type { ErrorOptions } from './kernel/errors.ts';
export type { JsonLimits, JsonValue } from './kernel/json-value.ts';
export type { AttributeSchema, Shape } from './model/attribute-schema.ts';
export type {
  BooleanAttribute,
  DateAttribute,
  NumberAttribute,
  TextAttribute,
  TextsAttribute,
} from './model/attribute.ts';
export type { BuiltInEventShape } from './model/built-in-events.ts';
export type { ActionSource, EventSource, ObjectSource } from './model/catalogue.ts';
export type {
  CONSENT_CHANNELS,
  ConsentChannel,
  OtherConsents,
  OtherConsentChanges,
} from './model/consent.ts';
export type { DefaultShape } from './model/default-catalogue.ts';
export type { Parsed } from './model/definition.ts';
export type { InstantInput, ObjectsInput, RelatedInput } from './model/record.ts';
export type { Consent } from './model/consent.ts';
export type {
  AttributeNames,
  EventNames,
  FieldNames,
  ObjectAttributeNames,
  ObjectNames,
  OperandOf,
  UpdateValue,
} from './model/shape.ts';
export type {
  Await,
  Campaign,
  Continue,
  End,
  Entry,
  Exit,
  Group,
  GroupPath,
  Listener,
  Matcher,
  Pass,
  ReEntry,
  Segment,
  Step,
  TimerRule,
} from './plan/plan.ts';
export type { Act, PlanAction } from './plan/act.ts';
export type { Ask, AskPath, Route } from './plan/ask.ts';
export type { Advance } from './runtime/advance.ts';
export { nameOfAction } from './runtime/effect.ts';
export type { Effect, EffectAction, ExternalRequest } from './runtime/effect.ts';
export type { AnswerInput, PersonAnswer } from './runtime/input.ts';
export type { Asked } from './runtime/run.ts';
export type { Evidence } from './runtime/evidence.ts';
export type {
  AnsweredFact,
  EntryRefusal,
  GroupCount,
  ReopenedFact,
  RunFact,
  SettledFact,
  WriteBackFact,
} from './runtime/fact.ts';
export type { PersonAdvance } from './runtime/person.ts';
export type { Run } from './runtime/run.ts';
export type { Feeds, Outgoing, Register, Statement } from './runtime/feeds.ts';
export type { AccountBody, PersonBody, PersonCopy, Progress } from './runtime/state.ts';
export type { Absorbed, MergedInto, Said } from './runtime/merged.ts';
export type { ScenarioProgress } from './scenario/play.ts';
export type {
  AttributeResult,
  AnswerResult,
  ChangeResult,
  CountsResult,
  EffectResult,
  GroupResult,
  JourneyResult,
  MembershipResult,
  MomentResult,
  NodeResult,
  QuarantineResult,
  RefusedCommand,
  RefusedEntry,
  RunResult,
  VisitResult,
} from './scenario/result.ts';
export type {
  ScenarioAccount,
  ScenarioAnswer,
  ScenarioCatalogue,
  ScenarioCommand,
  ScenarioData,
  ScenarioEvent,
  ScenarioEventType,
  ScenarioFollowUp,
  ScenarioKind,
  ScenarioKinds,
  ScenarioList,
  ScenarioObject,
  ScenarioPerson,
  ScenarioRecord,
  ScenarioRelation,
  ScenarioResponse,
  ScenarioValue,
  TimelineEntry,
} from './scenario/scenario.ts';
