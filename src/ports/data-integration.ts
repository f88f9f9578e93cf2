import type { InstantInput } from '../model/record.ts';
import type { Consent } from '../model/consent.ts';
import type { Value } from '../model/value.ts';

/**
 * A system that holds accounts and people: the customer-data platform, an execution instance, a CRM. Everything but
 * `read` may be missing. Every call may come again with the same arguments and must then change nothing more. Published
 * cases: `accompany/testing`. Rules: `docs/semantics/data-integration.md`.
 */
export interface DataIntegration {
  /** Names the source among those of a subscription. It is stored with what was read, so it never changes. */
  readonly name: string;
  /**
   * What the source holds, in pages: from `null` on everything that it has (the snapshot), then what has changed since.
   * Ends when there is nothing more for now. A page comes at least once and pages may overlap (DI-1, DI-2).
   */
  read(request: ReadRequest): AsyncIterable<DataPage> | Iterable<DataPage>;
  /** Takes back what journeys have changed; one receipt each, in their order (DI-3, DI-4). */
  write?(
    changes: readonly BackChange[],
    context: IntegrationContext,
  ): Promise<readonly BackReceipt[]> | readonly BackReceipt[];
  /** Makes the segments that a journey needs; those that are there already stay (DI-5). */
  createSegments?(flow: DataFlow, context: IntegrationContext): Promise<void> | void;
  /** Starts to keep the data of a flow up to date; rejects, or says why not (DI-6). */
  startFlow?(flow: DataFlow, context: IntegrationContext): Promise<FlowAnswer> | FlowAnswer;
  /** Stops a flow; one that is not there is stopped already (DI-7). */
  stopFlow?(flow: DataFlow, context: IntegrationContext): Promise<void> | void;
}

/** From where a source is read. */
export interface ReadRequest {
  /** `next` of the last page that was kept; `null`: from the start. */
  readonly after: string | null;
  readonly signal: AbortSignal;
}

/** Some of what a source knows. */
export interface DataPage {
  readonly changes: readonly DataChange[];
  /** From where a later reading goes on behind this page. */
  readonly next: string;
}

/** What surrounds a call that is not a reading. */
export interface IntegrationContext {
  readonly subscription: string;
  /** What the source keeps as the origin of the change, and says when it tells of it (DI-12). */
  readonly origin: string;
  readonly signal: AbortSignal;
}

/** What every statement of a source has. Statements about one record may come in any order. */
export interface Stated {
  /** Version of the record at the source: a whole number of at least 1 that rises with every change of it. */
  readonly version: number;
  /** Who made the change; missing: the source itself. */
  readonly origin?: string;
}

/** Values by name of attribute; `null` says that there is none, an absent one says nothing. */
export type StatedValues = Readonly<Record<string, Value | null>>;

/** One statement of a source. Ids are the source's own. */
export type DataChange =
  | (Stated & {
      readonly type: 'account';
      readonly id: string;
      readonly attributes?: StatedValues;
      readonly removed?: boolean;
    })
  | (Stated & {
      readonly type: 'person';
      readonly id: string;
      readonly attributes?: StatedValues;
      readonly consent?: { readonly email: Consent };
      readonly removed?: boolean;
    })
  | (Stated & {
      readonly type: 'relation';
      readonly account: string;
      readonly person: string;
      readonly roles?: readonly string[];
      readonly since?: InstantInput;
      readonly removed?: boolean;
    })
  | (Stated & {
      readonly type: 'opportunity';
      readonly id: string;
      readonly account: string;
      readonly attributes?: StatedValues;
      readonly removed?: boolean;
    })
  /** An account or a person has come into an audience of the source, or left it. */
  | (Stated & {
      readonly type: 'audience';
      readonly audience: string;
      readonly account?: string;
      readonly person?: string;
      readonly member: boolean;
    })
  /** A record of an account is another one from now on (AM-1). */
  | (Stated & { readonly type: 'merge'; readonly account: string; readonly into: string })
  /** Something that happened; counts once by its id. */
  | {
      readonly type: 'event';
      readonly id: string;
      readonly event: string;
      readonly at: InstantInput;
      readonly account?: string;
      readonly person?: string;
      readonly fields?: StatedValues;
    };

/** What flows back: these three and nothing else (DI-20). */
export type BackRecord = 'account' | 'person' | 'opportunity';

/** A change that journeys have made to a record, as it is now. */
export interface BackChange {
  readonly of: BackRecord;
  /** Id at the platform; ours where the platform has never told of the record. */
  readonly id: string;
  /** The same at every attempt; another one for every change. */
  readonly key: string;
  /** Version of the platform on which the change rests; 0 when it has told of none. */
  readonly base: number;
  readonly attributes: StatedValues;
}

/** What became of one change at the platform. */
export type BackReceipt =
  /** Taken; `version` is what the record has at the platform now. */
  | { readonly outcome: 'accepted'; readonly version: number }
  /** The platform has something newer, and keeps it: these values, of that version. */
  | {
      readonly outcome: 'overridden';
      readonly version: number;
      readonly attributes: StatedValues;
    }
  /** Not taken, for good. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** Not taken now; it comes again. */
  | { readonly outcome: 'failed'; readonly reason: string };

/** What a published journey needs of the platform. */
export interface DataFlow {
  /** Names the flow: the same for every attempt to publish the same plan of a journey. */
  readonly id: string;
  readonly journey: string;
  /** Hash of the plan. */
  readonly plan: string;
  readonly segments: readonly DataSegment[];
}

/** A segment by content: the same name always stands for the same accounts or people. */
export interface DataSegment {
  readonly name: string;
  readonly of: 'accounts' | 'people';
  /** The condition of the segment as plain JSON; `people` are those of the accounts that may enter. */
  readonly condition: unknown;
}

/** Whether the platform runs a flow; if not, why. */
export type FlowAnswer =
  | { readonly started: true }
  | { readonly started: false; readonly reason: string };
