import type { JourneyStatus } from '../records/bodies.ts';
import type { NodeKind } from '../journey/document.ts';
import type { EntryRefusal, Outcome } from '../runtime/fact.ts';
import type { ExitReason } from '../runtime/run.ts';
import type { ScenarioValue } from './scenario.ts';

/** What became of a scenario: plain JSON, the same for the same scenario always. Instants are ISO text. */
export interface ScenarioResult {
  /** Version of this format. */
  readonly format: 1;
  readonly name: string | null;
  readonly start: string;
  readonly end: string;
  /** In the order of the scenario. */
  readonly journeys: readonly JourneyResult[];
  /** One per recipient, or per account for effects of the account; by instant, account and order in the account. */
  readonly effects: readonly EffectResult[];
  /** What services answered, in the same order. */
  readonly answers: readonly AnswerResult[];
  /** What journeys changed, in the same order. */
  readonly changes: readonly ChangeResult[];
  /** Interesting moments of accounts, in the same order. */
  readonly moments: readonly MomentResult[];
  /** Final values of every attribute that a journey changed, by account and person. */
  readonly attributes: readonly AttributeResult[];
  /** Audiences of accounts, in the order of the scenario. */
  readonly audiences: readonly MembershipResult[];
  /** Account lists, in the order of the scenario. */
  readonly lists: readonly MembershipResult[];
  /** Buying groups, by account and order of definition. */
  readonly groups: readonly GroupResult[];
  /** Entries by action that were refused, in the order of effects. */
  readonly refusedEntries: readonly RefusedEntry[];
  /** Commands that the engine refused, in the order of the timeline. */
  readonly refusedCommands: readonly RefusedCommand[];
  /** Accounts and people that stand still because of a fault. */
  readonly quarantined: readonly QuarantineResult[];
}

/** One journey at the end. */
export interface JourneyResult {
  readonly id: string;
  readonly status: JourneyStatus;
  readonly counts: CountsResult;
  /** By instant of entry, account and entry number. */
  readonly runs: readonly RunResult[];
}

/** Progression of a journey. */
export interface CountsResult {
  readonly entered: number;
  readonly inFlight: number;
  /** Reasons that occurred. */
  readonly exits: Readonly<Partial<Record<ExitReason, number>>>;
  /** All nodes, in the order of the document; those inside a split by people follow the split. */
  readonly nodes: readonly NodeResult[];
}

/** Progression of a node. */
export interface NodeResult {
  readonly node: string;
  readonly kind: NodeKind;
  /** Accounts that came to the node, every time counted. */
  readonly entered: number;
  /** Accounts that are at the node now. */
  readonly here: number;
  /** Effects of the node whose outcome is open. */
  readonly notYetActioned: number;
  /** Accounts per edge, of nodes with several: `event`, `timeout`, `other`, or the id of a path. */
  readonly edges: Readonly<Record<string, number>>;
  /** Splits by people: people per path; `other`, or `` for those who skipped to the close. */
  readonly paths: Readonly<Record<string, number>>;
  /** Recipients per outcome, or accounts for effects of the account. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
}

/** One run: one pass of one account through one journey. */
export interface RunResult {
  readonly account: string;
  /** 1 for the account's first. */
  readonly entry: number;
  readonly enteredAt: string;
  readonly exitedAt: string | null;
  readonly exit: ExitReason | null;
  /** Node at which a run in flight is parked. */
  readonly waitingAt: string | null;
  /** When it goes on by itself; `null` for never, and for runs that have ended. */
  readonly waitingUntil: string | null;
  readonly trail: readonly VisitResult[];
}

/** One node on a run's way. */
export interface VisitResult {
  readonly node: string;
  readonly enteredAt: string;
  /** `null` while the run is parked here. */
  readonly leftAt: string | null;
  /** Edge taken out of a node with several; `null` for the only one, while parked, and where the run was ended. */
  readonly edge: string | null;
}

/** What became of one effect for one recipient. */
export interface EffectResult {
  /** When the outcome was known. */
  readonly at: string;
  readonly journey: string;
  readonly node: string;
  readonly account: string;
  readonly entry: number;
  /** `null` for an effect of the account. */
  readonly person: string | null;
  readonly action: 'sendEmail' | 'sendSalesAlert' | 'custom' | 'external';
  /** The e-mail, the name of the host action, the external service that was asked, or the group that a sales alert is about. */
  readonly name: string;
  readonly outcome: Outcome;
  readonly reason: string | null;
}

/** An answer of an external service, or the failure of a request that it did not take. */
export interface AnswerResult {
  readonly at: string;
  readonly journey: string;
  readonly node: string;
  readonly account: string;
  readonly entry: number;
  /** People, or 1 for the account, for whom it succeeded and failed, as far as that was new. */
  readonly ok: number;
  readonly failed: number;
  readonly reason: string | null;
  /** False for an answer that came too late, or again: it changed nothing. */
  readonly taken: boolean;
}

/** A value that a journey changed. */
export interface ChangeResult {
  readonly at: string;
  readonly journey: string;
  readonly account: string;
  /** `null` for an attribute of the account. */
  readonly person: string | null;
  readonly attribute: string;
  readonly previous: ScenarioValue;
  readonly next: ScenarioValue;
}

/** An interesting moment of an account. */
export interface MomentResult {
  readonly at: string;
  readonly journey: string;
  readonly account: string;
  readonly moment: string;
  readonly description: string;
}

/** A value at the end. Exactly one of account and person is given. */
export interface AttributeResult {
  readonly account: string | null;
  readonly person: string | null;
  readonly attribute: string;
  readonly value: ScenarioValue;
}

/** Who is in an audience or on a list at the end. */
export interface MembershipResult {
  readonly id: string;
  /** Account ids in the order of UTF-16 code units. */
  readonly members: readonly string[];
}

/** One buying group at the end. */
export interface GroupResult {
  readonly account: string;
  readonly group: string;
  readonly completeness: number | null;
  /** Missing: the group was moved to none. */
  readonly stage?: string;
  /** Missing: none was set. */
  readonly status?: string;
  /** Active members, in the order in which they first became members. */
  readonly members: readonly {
    readonly person: string;
    readonly role: string;
    readonly source: string;
  }[];
  /** People who were members. */
  readonly removed: readonly string[];
}

/** *Add to journey* that let nobody in. */
export interface RefusedEntry {
  readonly at: string;
  readonly journey: string;
  readonly account: string;
  readonly reason: EntryRefusal;
}

/** A command that the engine refused; everything else went on. */
export interface RefusedCommand {
  readonly at: string;
  /** Position in the timeline; `null` for publishing at the start. */
  readonly entry: number | null;
  readonly code: string;
  readonly message: string;
}

/** A subject that stands still. */
export interface QuarantineResult {
  readonly kind: 'account' | 'person';
  readonly id: string;
  readonly at: string;
  readonly reason: string;
}
