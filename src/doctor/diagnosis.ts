import type { Instant } from '../kernel/instant.ts';
import type { Lease, RecordKind, StorageCapabilities } from '../ports/storage.ts';

/** How bad a finding is: `error` needs somebody now, `warning` soon, `notice` explains, `ok` says what was looked at. */
export type FindingSeverity = 'ok' | 'notice' | 'warning' | 'error';

/** All severities, the least first. */
export const SEVERITIES: readonly FindingSeverity[] = ['ok', 'notice', 'warning', 'error'];

/** What a diagnosis looks at, one finding each (DR-2). */
export type FindingCode =
  | 'half-import'
  | 'no-subscription'
  | 'schema'
  | 'corrupt-records'
  | 'plan-format'
  | 'plan-missing'
  | 'journey-missing'
  | 'overdue'
  | 'quarantined'
  | 'dead-letters'
  | 'claimed'
  | 'open-publications'
  | 'flows-to-stop'
  | 'open-sweeps'
  | 'leases'
  | 'counters';

/** One thing that was looked at. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** How many of it there are. */
  readonly count: number;
  /** What is the case, as a sentence. */
  readonly message: string;
  /** What to do next, as a sentence; empty when there is nothing to do. */
  readonly next: string;
  /** The first of them, one line each (DR-3). */
  readonly examples: readonly string[];
}

/** A run that has not ended, and what it waits for (DR-10). */
export interface WaitingRun {
  readonly journey: string;
  readonly account: string;
  readonly entry: number;
  /** Hash of the plan that it follows. */
  readonly plan: string;
  readonly campaign: number;
  /** Where it stands; `null` when the plan does not tell. */
  readonly node: string | null;
  readonly enteredAt: Instant;
  /** Since when it stands there. */
  readonly since: Instant;
  /** When time alone moves it on; `null` for never. */
  readonly due: Instant | null;
  readonly waitsFor: WaitsFor;
  /** Types of events that would move it on. */
  readonly events: readonly string[];
  /** Host action that nobody carries out. */
  readonly action: string | null;
}

/** `answer`: of an external service; `action`: a host action or service that nobody carries out; `unknown`: its plan, or its place in it, is missing. */
export type WaitsFor = 'time' | 'event' | 'event-or-time' | 'answer' | 'action' | 'unknown';

/** Runs that stand at the same place for the same reason. */
export interface WaitingGroup {
  readonly journey: string;
  readonly plan: string;
  readonly campaign: number;
  readonly node: string | null;
  readonly waitsFor: WaitsFor;
  readonly events: readonly string[];
  readonly action: string | null;
  readonly count: number;
  /** The longest that one of them stands there. */
  readonly since: Instant;
  /** The first instant at which time alone moves one of them on; `null` for never. */
  readonly due: Instant | null;
  /** The first accounts, in order of id. */
  readonly accounts: readonly string[];
}

/** A lease, and whether it is held at the instant of the diagnosis. */
export interface LeaseState extends Lease {
  readonly held: boolean;
}

/** What is the matter with a subscription (DR-1). Plain JSON. */
export interface Diagnosis {
  readonly subscription: string;
  readonly at: Instant;
  /** The worst severity among the findings. */
  readonly verdict: FindingSeverity;
  readonly findings: readonly Finding[];
  readonly runs: {
    readonly unfinished: number;
    /** By journey, campaign and reason. */
    readonly groups: readonly WaitingGroup[];
    /** Runs beyond the greatest number of groups. */
    readonly others: number;
  };
  /** Leases by name, the first of them. */
  readonly leases: readonly LeaseState[];
  /** Records of the kinds that were read through, by kind. */
  readonly records: Readonly<Partial<Record<RecordKind, number>>>;
  readonly storage: StorageCapabilities & { readonly schema: SchemaState | null };
}

/** What an adapter tells of the schema of its data. */
export interface SchemaState {
  readonly version: number;
  /** Newest version that the adapter knows. */
  readonly latest: number;
}

/** When something is late, and how much is shown. */
export interface DoctorLimits {
  /** Milliseconds that something may be late before it is overdue. */
  readonly grace: number;
  /** Milliseconds from which on something overdue is an error. */
  readonly tooLate: number;
  /** Examples of each finding and group. */
  readonly examples: number;
  /** Groups of waiting runs. */
  readonly groups: number;
  /** Records per page. */
  readonly page: number;
}
