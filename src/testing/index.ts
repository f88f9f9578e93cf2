/**
 * The test kit: a virtual world for scenarios, arbitraries and laws for a host's own journeys, conformance cases for
 * storage adapters, storages that are faulty or broken on purpose, and reference implementations to compare with.
 * Arbitraries and laws need `fast-check`. Guide: `docs/testing.md`.
 *
 * @packageDocumentation
 */

// A tenant under virtual time: given, when, seen.
export { recordingChannel } from './harness/recording-channel.ts';
export type {
  Received,
  RecordingChannel,
  RecordingChannelOptions,
} from './harness/recording-channel.ts';
export { mockService } from './harness/mock-service.ts';
export type {
  MockBody,
  MockCallback,
  MockExecution,
  MockReply,
  MockService,
  MockServiceOptions,
} from './harness/mock-service.ts';
export { inboxOf } from './harness/receiver.ts';
export type { Inbox } from './harness/receiver.ts';
export { snapshot } from './harness/snapshot.ts';
export type { Snapshot } from './harness/snapshot.ts';
export { world } from './harness/world.ts';
export type {
  Given,
  LooseEvent,
  PeopleInput,
  Seen,
  When,
  World,
  WorldOptions,
} from './harness/world.ts';

// Laws: what holds for every journey.
export { LAWS } from './laws/all.ts';
export type { TenantHistory, TenantMoment } from './laws/history.ts';
export { LawBroken } from './laws/law-broken.ts';
export { defaultHistories, documentLaw, historyLaw, trialLaw } from './laws/law.ts';
export type { Law, LawArbitraries, LawParameters, LawText } from './laws/law.ts';
export { formatLaws, runLaws } from './laws/run-laws.ts';
export type { LawReport, LawResult, RunLawsOptions } from './laws/run-laws.ts';
export type { LawSubject } from './laws/subject.ts';
export { runTrial } from './laws/trial.ts';
export type { Trial, TrialDelivery, TrialEntry, TrialOptions } from './laws/trial.ts';

// Arbitraries over a host's own catalogue.
export { arbitraryAccount } from './arbitraries/account-arbitrary.ts';
export type { RecordOptions } from './arbitraries/account-arbitrary.ts';
export { attributeArbitrary } from './arbitraries/attributes-arbitrary.ts';
export { arbitraryEvents } from './arbitraries/events-arbitrary.ts';
export type { Arrival, EventsOptions } from './arbitraries/events-arbitrary.ts';
export { arbitraryTenant } from './arbitraries/history-arbitrary.ts';
export type { TenantOptions } from './arbitraries/history-arbitrary.ts';
export { interestOf } from './arbitraries/interest.ts';
export type { Interest } from './arbitraries/interest.ts';
export type { Meeting } from './arbitraries/meeting-values.ts';
export { arbitraryPerson } from './arbitraries/person-arbitrary.ts';

// Arbitraries over a catalogue of the kit's own: whole tenants, for whoever replaces a part of the engine.
export { TENANT_CATALOGUE } from './arbitraries/catalogue.ts';
export { journeyArbitrary } from './arbitraries/journey-arbitrary.ts';
export { NAMES } from './arbitraries/names.ts';
export type { Names } from './arbitraries/names.ts';
export { TENANT_SERVICES } from './arbitraries/external-growth.ts';
export type { Answer } from './arbitraries/external-growth.ts';
export { tenantArbitrary } from './arbitraries/tenant-arbitrary.ts';
export type { Tenant } from './arbitraries/tenant-arbitrary.ts';
export { timelineArbitrary } from './arbitraries/timeline-arbitrary.ts';
export type { Happening, Moment } from './arbitraries/timeline-arbitrary.ts';

// Storage adapters: the published cases, and storages that go wrong on purpose.
export { BROKEN_STORAGES } from './broken/all.ts';
export { brokenUnderTest } from './broken/broken-storage.ts';
export type { BrokenStorage } from './broken/broken-storage.ts';
export type { ConformanceOptions } from './conformance/conformance-options.ts';
export { registerStorageConformance } from './conformance/register-storage-cases.ts';
export type { TestRunner } from './conformance/register-storage-cases.ts';
export { formatConformance, runStorageConformance } from './conformance/run-storage-cases.ts';
export type { CaseResult, ConformanceReport } from './conformance/run-storage-cases.ts';
export type {
  StorageCase,
  StorageContext,
  StorageData,
  StorageUnderTest,
} from './conformance/storage-case.ts';
export { STORAGE_CASES } from './conformance/storage-cases/all.ts';
export { CrashSignal, faultyStorage } from './faulty-storage.ts';
export type {
  FaultyStorage,
  StorageCall,
  StorageFault,
  StorageFaultPlan,
  StorageMethod,
} from './faulty-storage.ts';
export { outlive } from './harness/survival.ts';
export type { Ordeal, Outlived, Process, Step } from './harness/survival.ts';

// Channels: the published cases.
export type {
  ChannelCase,
  ChannelRig,
  ChannelUnderTest,
  ReceiverAnswer,
} from './conformance/channel-case.ts';
export { CHANNEL_CASES } from './conformance/channel-cases.ts';
export { runChannelConformance } from './conformance/run-channel-cases.ts';
export type { ChannelConformanceOptions } from './conformance/run-channel-cases.ts';
// Data integrations: the published cases, and sources that go wrong on purpose.
export {
  BROKEN_INTEGRATIONS,
  brokenIntegrationUnderTest,
} from './integration/broken-integrations.ts';
export type { BrokenIntegration } from './integration/broken-integrations.ts';
export type {
  IntegrationAbility,
  IntegrationCase,
  IntegrationCaseContext,
  IntegrationData,
  IntegrationUnderTest,
  ReadBack,
} from './integration/integration-case.ts';
export { INTEGRATION_CASES } from './integration/integration-cases.ts';
export {
  registerIntegrationConformance,
  runIntegrationConformance,
} from './integration/run-integration-cases.ts';
export type { IntegrationConformanceOptions } from './integration/run-integration-cases.ts';

// Recordings: complete advances, to be made again by another version.
export { recorder } from './recording/recorder.ts';
export type { Recorder, RecorderOptions } from './recording/recorder.ts';
export type {
  RecordedAccountAdvance,
  RecordedAdvance,
  RecordedDocument,
  RecordedPersonAdvance,
  RecordedResult,
  RecordedWorld,
  Recording,
} from './recording/recording.ts';
export { replay } from './recording/replay.ts';
export type { Divergence, ReplayOptions } from './recording/replay.ts';

// Simulations: engines under faults in virtual time, from one seed.
export type { Dice } from './simulation/dice.ts';
export type { Journal } from './simulation/journal.ts';
export type { Mirror } from './simulation/mirror.ts';
export { simulate } from './simulation/simulate.ts';
export type { SimulationOptions, SimulationReport } from './simulation/simulate.ts';
export type {
  ActOptions,
  Breach,
  Ending,
  Process as SimulatedProcess,
  Stage,
  Story as SimulationStory,
} from './simulation/stage.ts';
export type { Reading, Seat } from './simulation/seat.ts';
export type {
  Change as SimulationChange,
  Look as SimulationLook,
} from './simulation/watch/change.ts';
export type { Weather } from './simulation/weather.ts';

// Reference implementations: slow, plain, and written apart from the engine.
export { referenceHolds } from './reference-evaluator.ts';
export type { ReferenceAction } from './reference/session.ts';
export type { Sight } from './reference-evaluator.ts';
export {
  newAccount,
  newPerson,
  referenceAdvance,
  referenceAdvancePerson,
  referenceDue,
} from './reference-journey.ts';
export type {
  ReferenceAccount,
  ReferenceAnswer,
  ReferenceAdvance,
  ReferenceEffect,
  ReferenceJourney,
  ReferenceOutcome,
  ReferencePerson,
  ReferenceRun,
  ReferenceState,
  ReferenceWorld,
  Visit,
} from './reference-journey.ts';

// What the signatures above are made of.
export type { Entity, Operand } from '../conditions/condition.ts';
export type { Definition } from '../engine/definitions/definitions.ts';
export type { AttributesInput } from '../model/record.ts';
export type { InputValue } from '../model/shape.ts';
export type {
  AccountInput,
  AttributeChange,
  Message,
  PersonCopyBody,
  PersonInput,
  PersonMessage,
  RecordChange,
  GroupInput,
  WantedRole,
} from '../runtime/input.ts';
export type { AttributeChanges } from '../model/value.ts';
export type { AbsorbInput, Handover, MergeInput } from '../runtime/merge-input.ts';
export type { Past } from '../runtime/run.ts';
export type { Change } from '../testing/recording/change.ts';
export type { AccountState, PersonState } from '../testing/recording/recording.ts';
export type {
  Heard,
  ReferenceGroup,
  ReferenceMember,
  ReferencePersonCopy,
} from '../testing/reference/state.ts';
export type { BackAnswer, FedInput, FeedRules } from '../runtime/feeds.ts';
