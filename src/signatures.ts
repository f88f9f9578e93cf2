// Types that the signatures of index.ts are made of, under the same headings: public, so that hosts can name them.

// Catalogue: what the host's accounts, people and events look like.
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
export type { DefaultShape } from './model/default-catalogue.ts';
export type { Parsed } from './model/definition.ts';
export type {
  AttributeNames,
  EventNames,
  FieldNames,
  ObjectAttributeNames,
  ObjectNames,
  OperandOf,
  UpdateValue,
} from './model/shape.ts';
export type { AttributeChanges } from './model/value.ts';

// Records: what a host gives to an engine, and what conditions see of it.
export type {
  Consent,
  CONSENT_CHANNELS,
  ConsentChannel,
  OtherConsentChanges,
  OtherConsents,
} from './model/consent.ts';
export type { InstantInput, ObjectsInput, RelatedInput } from './model/record.ts';

// Conditions: one language for audiences, splits, roles and event filters.
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

// Audiences and lists: who is meant.
export type { ListOptions } from './audience/account-list.ts';
export type { MatchContext } from './audience/audience.ts';

// Buying groups: who decides in an account, in which role and at which stage.
export type { BuyingGroupOptions } from './buying-group/buying-group.ts';
export type { Exclusion } from './buying-group/record.ts';
export type { PromptJudge } from './persona/match-persona.ts';
export type { PersonaAttribute } from './persona/persona.ts';

// Scores and intent: how engaged people and groups are, and in what.
export type { Day } from './engagement/day.ts';
export type { Epoch } from './engagement/epoch.ts';
export type { ModelPatch, WeightingModels } from './engagement/model-lifecycle.ts';
export type { Preset } from './engagement/presets.ts';
export type { EpochDocument, ScoringDocument, ValueScale } from './engagement/scoring.ts';
export type { Scale, Strategy } from './engagement/strategy.ts';
export type { DayTally, PersonTally } from './engagement/tally.ts';
export type { Band, WeightedActivity } from './engagement/weighting-model.ts';
export type { INTENT_LEVELS, INTENT_SIGNALS, IntentKind, IntentLevel } from './model/intent.ts';

// External services: what journeys may ask.
export type { AccessorDeclaration, AccessorValues, TypedAccessorTest } from './model/accessor.ts';
export type {
  ServiceAuth,
  ServiceEntity,
  ServiceField,
  ServiceInput,
  ServiceMapping,
  ServiceWire,
} from './model/external-service.ts';

// Journeys: what happens to accounts.
export type { AccountPaths } from './journey/account-paths.ts';
export type { AskedService, AskOptions } from './journey/ask-step.ts';
export type { JourneyPath, PathSteps, Steps } from './journey/builder.ts';
export type { ClosedPaths } from './journey/closed-paths.ts';
export type { CompileOptions } from './journey/compile.ts';
export type {
  AccountPath,
  Action,
  ActionNode,
  AudienceNode,
  EndNode,
  ExternalActionNode,
  ExternalPath,
  ExternalSplitAccountsNode,
  ExternalSplitPeopleNode,
  GroupAction,
  ListenEvent,
  ListenNode,
  MergeNode,
  NodeKind,
  PeoplePath,
  PeopleSplitNode,
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
export type { ExternalPaths, ExternalPeoplePaths } from './journey/external-paths.ts';
export type { EventFields, Listened } from './journey/listen-node.ts';
export type { OpenPaths, WalkPath } from './journey/open-paths.ts';
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

// Plans: what a published journey has become.
export type { Act, PlanAction } from './plan/act.ts';
export type { Ask, AskPath, Route } from './plan/ask.ts';
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

// Engine: runs journeys.
export type { Advanced, AdvancedAccount, AdvancedIn, AdvancedPerson } from './engine/advanced.ts';
export type { ListChange } from './engine/commands.ts';
export type { WorldDocuments } from './engine/definitions/build-world.ts';
export type { GroupPart, GroupPartRef } from './engine/definitions/group-parts.ts';
export type { AnswerStory, EffectStory, WhyNot } from './engine/explain.ts';
export type { ExternalVerbs } from './engine/external-verbs.ts';
export type { ByUser, GroupRef, GroupVerbs, MembersChange } from './engine/group-verbs.ts';
export type { ScoringVerbs } from './engine/scoring/scoring-verbs.ts';
export type { ScoringOptions } from './engine/scoring/scoring.ts';
export type {
  AsideBody,
  DefinitionBody,
  GroupPartBody,
  OneList,
  PublicationStep,
} from './records/bodies.ts';

// Facts and effects: what has happened, and what is to happen outside.
export type { Advance } from './runtime/advance.ts';
export type { Effect, EffectAction, ExternalRequest } from './runtime/effect.ts';
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
export type { AnswerInput, PersonAnswer } from './runtime/input.ts';
export type { PersonAdvance } from './runtime/person.ts';
export type { Asked, Run } from './runtime/run.ts';
export type { PersonScore } from './runtime/score-person.ts';
export type { AccountBody, PersonBody, PersonCopy, Progress } from './runtime/state.ts';

// Data integration: where accounts and people come from, and who is told what journeys change.
export type { Following } from './engine/integration/following.ts';
export type {
  IntegrationState,
  IntegrationVerbs,
  Synchronised,
} from './engine/integration/integration-verbs.ts';
export type { SourceLink } from './engine/integration/key-map.ts';
export type { SentBack } from './engine/integration/send-back.ts';
export type { SourceTaken } from './engine/integration/take-source.ts';
export type { Feeds, Outgoing, Register, Statement } from './runtime/feeds.ts';
export type { Absorbed, MergedInto, Said } from './runtime/merged.ts';

// Privacy: how long things are kept, and what erasing somebody leaves.
export type {
  AccountExport,
  EvidenceExport,
  FactExport,
  PendingExport,
  ProfileExport,
  QuarantineExport,
} from './privacy/person-export.ts';

// Scenarios: whole simulations as JSON.
export type { ScenarioProgress } from './scenario/play.ts';
export type {
  AnswerResult,
  AttributeResult,
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

// Errors, issues, time and bounds.
export type { DURATION_UNITS, DurationUnit, WEEKDAYS } from './kernel/duration.ts';
export type { ErrorOptions } from './kernel/errors.ts';
export type { JsonLimits, JsonValue } from './kernel/json-value.ts';
