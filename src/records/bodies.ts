import type { AccountListDocument, AudienceDocument } from '../audience/definition.ts';
import type { CreationJob } from '../buying-group/creation-job.ts';
import type { BuyingGroupDocument } from '../buying-group/definition.ts';
import type { CustomRole } from '../buying-group/role-list.ts';
import type { RolesTemplate } from '../buying-group/roles-template.ts';
import type { SolutionInterest } from '../buying-group/solution-interest.ts';
import type { IntentCategory } from '../intent/taxonomy.ts';
import type { EpochDocument, ScoringDocument } from '../engagement/scoring.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Issue } from '../kernel/issue.ts';
import type { JourneyDocument } from '../journey/document.ts';
import type { ExternalService } from '../model/external-service.ts';
import type { Persona } from '../persona/persona.ts';
import type { Plan } from '../plan/plan.ts';
import type { AccountProfile, FollowUp } from '../ports/channel.ts';
import type { Attributes } from '../model/value.ts';
import type { ServiceRequest } from '../ports/external.ts';
import type { Effect } from '../runtime/effect.ts';
import type { Evidence } from '../runtime/evidence.ts';
import type { Fact, Settlement } from '../runtime/fact.ts';
import type { AccountInput, Message, PersonInput } from '../runtime/input.ts';
import type { ExitReason } from '../runtime/run.ts';
import type { AccountBody, PersonBody, Progress } from '../runtime/state.ts';
import type { StageModel } from '../stage/stage-model.ts';

/** The body of each kind of record that an engine keeps. */
export interface Bodies {
  readonly subscription: SubscriptionBody;
  readonly registry: RegistryBody;
  readonly definition: DefinitionBody;
  readonly journey: JourneyBody;
  readonly plan: Plan;
  readonly publication: Publication;
  readonly account: AccountBody;
  readonly person: PersonBody;
  readonly progress: Progress;
  readonly effect: EffectBody;
  readonly message: Message;
  readonly input: { readonly at: Instant };
  readonly fact: Fact;
  readonly evidence: EvidenceBody;
  readonly quarantine: QuarantineBody;
  readonly suppression: { readonly reason: string; readonly at: Instant };
  readonly erasure: ErasureBody | ErasureKeyBody;
  readonly score: { readonly value: number };
  readonly integration: IntegrationBody;
}

/** What is fixed when a subscription comes into being. */
export interface SubscriptionBody {
  readonly shards: number;
  readonly createdAt: Instant;
  /** Definitions changed, and not every account has been evaluated since (EN-7): which engine does it; `null` for none. */
  readonly evaluate: string | null;
  /** When retention was last carried out to its end (PV-7); missing: never. */
  readonly prunedAt?: Instant;
}

/**
 * One record whose version rises with every change of definitions, journeys and plans. Every advance expects the version
 * that its engine has read, so that no engine decides by what another one has changed (EN-75).
 */
export interface RegistryBody {
  readonly changedAt: Instant;
}

/** A definition that the engine keeps. */
export type DefinitionBody =
  | { readonly type: 'audience'; readonly document: AudienceDocument }
  | { readonly type: 'list'; readonly document: AccountListDocument }
  | { readonly type: 'group'; readonly document: BuyingGroupDocument }
  | GroupPartBody
  | { readonly type: 'scoring'; readonly document: ScoringDocument }
  | { readonly type: 'epoch'; readonly document: EpochDocument };

/** What buying groups are made of besides their first form, and external services. */
export type GroupPartBody =
  | { readonly type: 'service'; readonly document: ExternalService }
  | { readonly type: 'template'; readonly document: RolesTemplate }
  | { readonly type: 'interest'; readonly document: SolutionInterest }
  | { readonly type: 'job'; readonly document: CreationJob }
  | { readonly type: 'stages'; readonly document: StageModel }
  | { readonly type: 'personas'; readonly document: OneList<Persona> }
  | { readonly type: 'roles'; readonly document: OneList<CustomRole> }
  | { readonly type: 'taxonomy'; readonly document: OneList<IntentCategory> };

/** A list of which a tenant has one; the id is the type's name. */
export interface OneList<T> {
  readonly id: string;
  readonly items: readonly T[];
}

/** The six statuses of a journey (EN-10, reference 4.1 and A-01). */
export type JourneyStatus = 'draft' | 'scheduled' | 'live' | 'closed' | 'aborted' | 'finished';

/** A journey as the engine keeps it. */
export interface JourneyBody {
  readonly document: JourneyDocument;
  readonly status: JourneyStatus;
  /** Hash of the published plan. */
  readonly plan: string | null;
  readonly publishedAt: Instant | null;
  readonly startAt: Instant | null;
  readonly endAt: Instant | null;
  readonly finishedAt: Instant | null;
  /** Order of publication. */
  readonly order: number;
  /** Publication that is open; the draft is locked meanwhile (EN-22). */
  readonly publication: string | null;
  /** Work over all accounts that is under way; goes on after a restart (EN-24). */
  readonly sweep: Sweep | null;
}

/** Work over all accounts, page by page; `by` is the engine that does it. */
export type Sweep =
  | { readonly kind: 'evaluate'; readonly after: string | null; readonly by: string }
  | {
      readonly kind: 'leave';
      readonly reason: ExitReason;
      readonly after: string | null;
      readonly by: string;
    };

/** One attempt to publish a journey (EN-20). */
export interface Publication {
  readonly id: string;
  readonly journey: string;
  readonly status: PublicationStatus;
  /** The engine that carries it out. */
  readonly by: string;
  readonly steps: readonly { readonly step: PublicationStep; readonly at: Instant }[];
  /** Hash of the plan, once compiled. */
  readonly plan: string | null;
  readonly segments: readonly string[];
  readonly issues: readonly Issue[];
  /** Why the platform did not start the flow, or why the flow could not be stopped; missing: nothing went wrong. */
  readonly reason?: string;
}

/** `attention`: the flow may run although the journey was refused, and could not be stopped (EN-104). */
export type PublicationStatus = 'open' | 'done' | 'refused' | 'attention';

/** The steps of a publication, in order (architecture, "Who owns what data"). */
export type PublicationStep =
  | 'validated'
  | 'compiled'
  | 'segmented'
  /** The platform was asked to start the flow: it may run from now on. */
  | 'requested'
  | 'started'
  | 'activated'
  | 'entered'
  /** The flow was stopped because the journey was refused. */
  | 'stopped'
  | 'refused';

/** What the engine keeps of the sources of a subscription (DI-1, DI-18, DI-21, DI-31). */
export type IntegrationBody =
  | CursorBody
  | { readonly type: 'outgoing'; readonly of: 'account' | 'person'; readonly id: string }
  | KeyBody
  | FlowBody
  | AsideBody;

/** A flow of data that runs at the platform (EN-105). */
export interface FlowBody {
  readonly type: 'flow';
  readonly journey: string;
  /** Hash of the plan. */
  readonly plan: string;
}

/** How far a source was read. */
export interface CursorBody {
  readonly type: 'cursor';
  readonly source: string;
  /** Where the next reading goes on; `null`: from the start. */
  readonly after: string | null;
  /** When the last page was taken in. */
  readonly at: Instant;
  /** When a reading came to its end last; `null` for never. */
  readonly endedAt: Instant | null;
  readonly changes: number;
  readonly aside: number;
}

/** Which of our records a record of a source is (DI-31). */
export interface KeyBody {
  readonly type: 'key';
  readonly source: string;
  readonly of: 'account' | 'person' | 'opportunity';
  readonly id: string;
  readonly to: string;
}

/** A statement that could not be taken in; its values are not kept (DI-18). */
export interface AsideBody {
  readonly type: 'aside';
  readonly source: string;
  /** Kind of the statement. */
  readonly of: string;
  /** Id at the source, or as much of it as could be read. */
  readonly id: string;
  readonly at: Instant;
  /** Codes and paths. */
  readonly issues: readonly { readonly code: string; readonly path: string }[];
}

/** An effect on its way to a channel. */
export interface EffectBody {
  readonly effect: Effect;
  readonly state: 'pending' | 'claimed' | 'answered' | 'dead';
  /** Attempts made so far. */
  readonly attempts: number;
  /** Recipients whose outcome is still open; `null` for an effect of the account itself. */
  readonly people: readonly string[] | null;
  /** `claimed`: the engine that has handed it to a channel. */
  readonly by: string | null;
  /** Whether some of it may have arrived already, so that the channel is asked first. */
  readonly doubtful: boolean;
  /** `answered`: what will be settled when the answer is due. `dead`: why. */
  readonly outcomes: readonly Settlement[];
  /** Recipients whose outcome stays unknown, while others are tried again. */
  readonly parked: readonly Settlement[];
  readonly events: readonly FollowUp[];
  /** The engine of the shard has no channel for it: any engine that has one may take it (EN-91). Missing: false. */
  readonly open?: boolean;
  /** What the content is made of, while some of it may have arrived (EM-80). Missing: nothing may have. */
  readonly frozen?: FrozenContent;
}

/** What an effect's content is made of, kept in the commit that claims it, so that a repetition says the same. */
export interface FrozenContent {
  readonly at: Instant;
  /** The channel's `edition`; empty for none. */
  readonly edition: string;
  /** What the channel reads of the account; `null` for nothing. */
  readonly account: AccountProfile | null;
  readonly people: readonly FrozenRecipient[];
  /** What an external service is told of the journey; missing for every other action. */
  readonly journey?: ServiceRequest['journey'];
}

/** A recipient whose content is fixed. */
export interface FrozenRecipient {
  /** `null` for the account itself. */
  readonly id: string | null;
  /** What the channel reads of the person. */
  readonly attributes: Attributes;
  /** An earlier attempt may have arrived; false only while the first one is under way. */
  readonly doubtful: boolean;
}

/** Evidence with its place. */
export interface EvidenceBody extends Evidence {
  readonly account: string;
  readonly at: Instant;
}

/** A subject that stands still because its advance failed (EN-70). */
export interface QuarantineBody {
  readonly subject: { readonly kind: 'account' | 'person'; readonly id: string };
  readonly reason: string;
  readonly at: Instant;
  readonly inputs: readonly (AccountInput | PersonInput)[];
}

/**
 * What was erased, under a keyed hash of its id; keeps the subject from coming back with the next synchronisation
 * (PV-20).
 */
export interface ErasureBody {
  readonly kind: 'account' | 'person';
  /** When it was first asked for. */
  readonly at: Instant;
  /** False while an erasure that was interrupted waits to be repeated. */
  readonly complete: boolean;
  /** Records that were changed or deleted, by kind. */
  readonly touched: Readonly<Record<string, number>>;
}

/** Record `key` of kind `erasure`: with which key subjects were erased. Changes with every new erasure. */
export interface ErasureKeyBody {
  readonly kind: 'key';
  /** Keyed hash by which the host's key is recognised. */
  readonly check: string;
  /** The same of keys that were used before (PV-29); missing: none. */
  readonly former?: readonly string[];
  readonly erasures: number;
}
