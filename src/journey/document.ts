import type { Duration, MustEndOn } from '../kernel/duration.ts';
import type { Condition } from '../conditions/condition.ts';
import type { AccessorTest } from '../model/accessor.ts';

/**
 * A journey as people write it and as JSON stores it. Plain data: a document may be wrong in any way that
 * `validateJourney` reports. Rules: `docs/semantics/journeys.md`.
 */
export interface JourneyDocument {
  /** Version of this document format. */
  readonly format: 1;
  readonly type: 'account';
  readonly id: string;
  /** 1 to 180 characters, unique. */
  readonly name: string;
  /** At most 2,000 characters. */
  readonly description?: string;
  /** ISO date (00:00 UTC) or instant; missing: at once when published. At least one day ahead. */
  readonly startDate?: string;
  /** ISO date (00:00 UTC) or instant; one day to three years after the start; needed to publish. */
  readonly endDate?: string;
  /** What happens at the end date to runs in flight; missing: `exit`. */
  readonly endDateBehavior?: 'exit' | 'drain';
  readonly reEntry?: ReEntryPolicy;
  /** Leaving the audience ends the run; missing: no (A-03, correction 40). */
  readonly exitOnAudienceLoss?: boolean;
  /** The audience node comes first. */
  readonly nodes: readonly JourneyNode[];
}

/** Reference 5.7: missing policy means at most one entry ever. */
export interface ReEntryPolicy {
  /** Missing: `end`. `start` counts from the most recent entry. */
  readonly from?: 'end' | 'start';
  /** Missing: one day. */
  readonly delay?: { readonly hours: number } | { readonly days: number };
  /** Greatest number of entries, the first included; missing: no limit. */
  readonly limit?: number;
}

/** Any node of an account journey. Edges are ids; a missing `next` leads to an End marker. */
export type JourneyNode =
  | AudienceNode
  | ActionNode
  | ListenNode
  | WaitNode
  | SplitAccountsNode
  | SplitPeopleNode
  | ExternalActionNode
  | ExternalSplitAccountsNode
  | ExternalSplitPeopleNode
  | MergeNode
  | EndNode;

/** The kinds of {@link JourneyNode}. */
export type NodeKind = JourneyNode['kind'];

interface NodeBase {
  readonly id: string;
  readonly label?: string;
}

/** Who enters: exactly one of `audience` and `list` (reference 5.1). */
export interface AudienceNode extends NodeBase {
  readonly kind: 'audience';
  readonly audience?: string;
  readonly list?: string;
  readonly next?: string;
}

/** Take an action (reference 8). */
export interface ActionNode extends NodeBase {
  readonly kind: 'action';
  readonly context: 'accounts' | 'people';
  readonly action: Action;
  readonly next?: string;
}

/** What an action node does; which ones fit which context is in `actions.ts`. */
export type Action =
  | { readonly type: 'sendEmail'; readonly email: string; readonly operational?: boolean }
  | {
      readonly type: 'interestingMoment';
      readonly moment: 'Email' | 'Milestone' | 'Web';
      readonly description?: string;
    }
  | {
      readonly type: 'updateProfile';
      readonly attribute: string;
      readonly value: string | number | boolean | readonly string[] | null;
    }
  | { readonly type: 'addToList'; readonly list: string }
  | { readonly type: 'removeFromList'; readonly list: string }
  | GroupAction
  | { readonly type: 'addToJourney'; readonly journey: string }
  | { readonly type: 'removeFromJourney'; readonly journey: string }
  | {
      readonly type: 'custom';
      readonly name: string;
      readonly input?: Readonly<Record<string, unknown>>;
    };

/** What an action does with the account's buying group for a definition or solution interest, by its id. */
export type GroupAction =
  | {
      readonly type: 'assignToGroup';
      readonly group: string;
      /** A role of the group's template; missing: the first whose condition holds for the person. */
      readonly role?: string;
    }
  | { readonly type: 'removeFromGroup'; readonly group: string }
  | { readonly type: 'updateGroupStage'; readonly group: string; readonly stage: string }
  | { readonly type: 'updateGroupStatus'; readonly group: string; readonly status: string }
  | {
      readonly type: 'sendSalesAlert';
      readonly group: string;
      /** E-mail addresses of the sales people, 1 to 500. */
      readonly to: readonly string[];
    };

/** Listen for an event (reference 7.2). */
export interface ListenNode extends NodeBase {
  readonly kind: 'listen';
  readonly context: 'accounts' | 'people';
  /** Any one of them moves the account. */
  readonly events: readonly ListenEvent[];
  /** Condition in person scope on the person who triggered; context `people` only. */
  readonly filter?: Condition;
  /** Only active members of a buying group count; context `people` only (correction 34). */
  readonly members?: {
    readonly definitions?: readonly string[];
    readonly roles?: readonly string[];
  };
  /** From when events count; missing: `nodeEntry` (correction 47). */
  readonly since?: 'nodeEntry' | 'journeyEntry';
  readonly timeout?: Timeout;
  readonly next?: string;
}

/** One event type with its constraints; experience events need at least one constraint (A-18, correction 53). */
export interface ListenEvent {
  readonly event: string;
  /** Tests of entity `event`. */
  readonly where?: Condition;
  /** Missing: 1. */
  readonly minimum?: number;
}

/** When listening gives up: `after` a duration (missing: 5 days) or `at` an instant, and where the account goes then. */
export interface Timeout {
  readonly after?: Duration;
  /** ISO instant with offset. */
  readonly at?: string;
  readonly mustEndOn?: MustEndOn;
  /** Missing: true. False ends the run at the timeout. */
  readonly path?: boolean;
  readonly next?: string;
}

/** Wait (reference 7.1): for a duration, until an instant, or until the local moment that it must end on. */
export interface WaitNode extends NodeBase {
  readonly kind: 'wait';
  readonly for?: Duration;
  /** ISO instant with offset. */
  readonly until?: string;
  readonly mustEndOn?: MustEndOn;
  readonly next?: string;
}

/** Split by accounts (reference 7.3): first match from the top, up to 25 paths. */
export interface SplitAccountsNode extends NodeBase {
  readonly kind: 'splitAccounts';
  readonly paths: readonly AccountPath[];
  /** *Other accounts*; missing: the journey ends for unmatched accounts. */
  readonly other?: { readonly label?: string; readonly next?: string };
}

/** One path of a split by accounts. */
export interface AccountPath {
  readonly id: string;
  readonly label?: string;
  readonly when?: Condition;
  readonly next?: string;
}

/** Split by people in its grouped form (reference 6.3, 7.4): paths hold people actions only and close by themselves. */
export interface SplitPeopleNode extends NodeBase {
  readonly kind: 'splitPeople';
  readonly paths: readonly PeoplePath[];
  /** *Other people*; missing: unmatched people skip to the close. */
  readonly other?: { readonly label?: string; readonly actions: readonly JourneyNode[] };
  /** After the close. */
  readonly next?: string;
}

/** One path of a split by people. `actions` should hold action nodes of context `people`; anything else is an issue. */
export interface PeoplePath {
  readonly id: string;
  readonly label?: string;
  readonly when?: Condition;
  readonly actions: readonly JourneyNode[];
}

/** What nodes that ask an external service have in common (reference 7.8). */
interface ExternalNode extends NodeBase {
  /** Id of the service. */
  readonly service: string;
  /** Values of the service's inputs, by name. */
  readonly input?: Readonly<Record<string, string | number | boolean>>;
}

/** Ask an external service and go on when it has answered, whatever it says. */
export interface ExternalActionNode extends ExternalNode {
  readonly kind: 'externalAction';
  readonly context: 'accounts' | 'people';
  /** Context `people`: the other edge is taken when nobody's request succeeded (missing), or when any failed. */
  readonly failsOn?: 'all' | 'any';
  readonly next?: string;
  /** *Timeout or error*; always there, missing: an open end. */
  readonly failed?: { readonly label?: string; readonly next?: string };
}

/** Ask an external service about the account; the first path whose tests hold on what it reports takes the account. */
export interface ExternalSplitAccountsNode extends ExternalNode {
  readonly kind: 'externalSplitAccounts';
  readonly paths: readonly (ExternalPath & { readonly next?: string })[];
  /** The path without tests; missing: the journey ends for unmatched accounts. */
  readonly other?: { readonly label?: string; readonly next?: string };
  /** *Timeout or error*; always there, missing: an open end. */
  readonly failed?: { readonly label?: string; readonly next?: string };
}

/** Ask an external service about the account's people; each takes the first path that fits, then all go on together. */
export interface ExternalSplitPeopleNode extends ExternalNode {
  readonly kind: 'externalSplitPeople';
  readonly paths: readonly (ExternalPath & { readonly actions: readonly JourneyNode[] })[];
  /** The path without tests; missing: unmatched people skip to the close. */
  readonly other?: { readonly label?: string; readonly actions: readonly JourneyNode[] };
  /** *Timeout or error*, inside of the split (correction 43); missing: such people skip to the close. */
  readonly failed?: { readonly label?: string; readonly actions: readonly JourneyNode[] };
  /** After the close. */
  readonly next?: string;
}

/** One path of an external split: all of its tests hold. */
export interface ExternalPath {
  readonly id: string;
  readonly label?: string;
  readonly when?: readonly AccessorTest[];
}

/** Splits that have the account's people on their paths. */
export type PeopleSplitNode = SplitPeopleNode | ExternalSplitPeopleNode;

/** Splits that send the account down one path. */
export type AccountSplitNode = SplitAccountsNode | ExternalSplitAccountsNode;

/** Nodes that ask an external service. */
export type AskNode = ExternalActionNode | ExternalSplitAccountsNode | ExternalSplitPeopleNode;

/** Joins two or more account-level paths without synchronising them (reference 7.7). */
export interface MergeNode extends NodeBase {
  readonly kind: 'merge';
  readonly next?: string;
}

/** A named End marker. */
export interface EndNode extends NodeBase {
  readonly kind: 'end';
}
