import type { AccountListDocument, AudienceDocument } from '../audience/definition.ts';
import type { BuyingGroupDocument } from '../buying-group/definition.ts';
import type { JourneyDocument } from '../journey/document.ts';
import type { ExternalService } from '../model/external-service.ts';
import type { StageModel } from '../stage/stage-model.ts';

/**
 * A whole simulation as JSON: who there is, what is published, what happens when, and how long to look on. The format
 * is specified in `docs/formats.md`; `accompany simulate` and `runScenario` carry it out.
 */
export interface Scenario {
  /** Version of this format. */
  readonly format: 1;
  readonly name?: string;
  /** ISO instant at which the virtual clock starts. Everything without an instant of its own is there from then on. */
  readonly start: string;
  /** ISO instant at which the simulation stops; what is due then is still done. */
  readonly end: string;
  /** Missing: the default catalogue. */
  readonly catalogue?: ScenarioCatalogue;
  readonly accounts?: readonly ScenarioAccount[];
  readonly people?: readonly ScenarioPerson[];
  readonly relations?: readonly ScenarioRelation[];
  readonly events?: readonly ScenarioEvent[];
  readonly audiences?: readonly AudienceDocument[];
  readonly lists?: readonly ScenarioList[];
  readonly groups?: readonly BuyingGroupDocument[];
  /** Stage models of the groups; one live one at most. */
  readonly stages?: readonly StageModel[];
  /** External services that journeys ask; `responses` say what they answer. */
  readonly services?: readonly ExternalService[];
  /** Published at `start`, in this order, unless an entry of the timeline publishes them. */
  readonly journeys?: readonly JourneyDocument[];
  /** How channels answer; the first that fits decides, everything else is sent at once, and services that are asked never answer. */
  readonly responses?: readonly ScenarioResponse[];
  readonly timeline?: readonly TimelineEntry[];
}

/** Kinds of attributes by name, per entity. A part that is missing is that of the default catalogue. */
export interface ScenarioCatalogue {
  readonly account?: ScenarioKinds;
  readonly person?: ScenarioKinds;
  readonly opportunity?: ScenarioKinds;
  /** Missing: none. */
  readonly objects?: Readonly<Record<string, ScenarioObject>>;
  /** Missing: the ten experience events of the default catalogue. */
  readonly events?: Readonly<Record<string, ScenarioEventType>>;
  /** Actions of the host; they take any object as input. Missing: none. */
  readonly actions?: Readonly<Record<string, { readonly of: 'accounts' | 'people' }>>;
}

/** Kinds of attributes or fields by name. */
export type ScenarioKinds = Readonly<Record<string, ScenarioKind>>;

/** A custom object: whose records it holds, and their attributes. */
export interface ScenarioObject {
  readonly of: 'account' | 'person';
  readonly attributes: ScenarioKinds;
}

/** An experience event: whose it is, and its fields. */
export interface ScenarioEventType {
  readonly of: 'account' | 'person';
  readonly fields: ScenarioKinds;
}

/** Kinds of attributes as scenarios name them. */
export type ScenarioKind = 'text' | 'number' | 'boolean' | 'date' | 'texts';

/** Values of attributes; dates as ISO text, `null` clears. */
export type ScenarioValues = Readonly<Record<string, ScenarioValue>>;

/** One value of an attribute or field. */
export type ScenarioValue = string | number | boolean | readonly string[] | null;

/** An opportunity, or a record of a custom object. */
export interface ScenarioRecord {
  readonly id: string;
  readonly attributes?: ScenarioValues;
  /** Takes the record away; on the timeline only. */
  readonly removed?: true;
}

/** An account, new or, on the timeline, changed. */
export interface ScenarioAccount {
  readonly id: string;
  readonly attributes?: ScenarioValues;
  readonly opportunities?: readonly ScenarioRecord[];
  /** Records by the name of the custom object. */
  readonly objects?: Readonly<Record<string, readonly ScenarioRecord[]>>;
}

/** A person, new or, on the timeline, changed. */
export interface ScenarioPerson {
  readonly id: string;
  readonly attributes?: ScenarioValues;
  /** E-mail consent; missing: as it is, no statement for a new person. */
  readonly consent?: 'y' | 'n' | null;
  /** Records by the name of the custom object. */
  readonly objects?: Readonly<Record<string, readonly ScenarioRecord[]>>;
}

/** An account-person relation. */
export interface ScenarioRelation {
  readonly account: string;
  readonly person: string;
  readonly roles?: readonly string[];
  /** ISO instant at which the person joined; missing: when the relation is taken in. */
  readonly since?: string;
  /** Ends the relation; on the timeline only. */
  readonly removed?: true;
}

/** Something that happened to a person or to an account. */
export interface ScenarioEvent {
  /** Missing: given by position. */
  readonly id?: string;
  readonly type: string;
  /** ISO instant; missing: `start`, or the instant of the entry of the timeline. */
  readonly at?: string;
  /** Exactly one of the two, as the event's definition says. */
  readonly person?: string;
  readonly account?: string;
  readonly fields?: ScenarioValues;
}

/** An account list with the accounts that are on it from the start. */
export interface ScenarioList extends AccountListDocument {
  /** Live static lists only. */
  readonly members?: readonly string[];
}

/** How a channel answers deliveries that fit. */
export interface ScenarioResponse {
  /** Only this journey, node, e-mail, host action or external service; missing: any. */
  readonly journey?: string;
  readonly node?: string;
  readonly email?: string;
  readonly action?: string;
  readonly service?: string;
  /** Only these people; missing: everybody, and effects of the account itself. */
  readonly people?: readonly string[];
  /** Missing: `sent`. */
  readonly outcome?: 'sent' | 'refused' | 'failed' | 'unknown';
  /** Why, for every outcome but `sent`. */
  readonly reason?: string;
  /** Whole minutes from the delivery to the answer; missing: 0. */
  readonly answerAfterMinutes?: number;
  /** Events of each of the people to whom the effect was sent. */
  readonly events?: readonly ScenarioFollowUp[];
  /** With `service` only: what it answers about each of the people, or about the account; missing: nothing, ever. */
  readonly answers?: readonly ScenarioAnswer[];
}

/** What an external service answers. The first answer in time counts (XA-42). */
export interface ScenarioAnswer {
  /** Whole minutes after the delivery; more than the service has: it comes too late. */
  readonly afterMinutes: number;
  /** Missing: true. A failure reports and changes nothing. */
  readonly ok?: boolean;
  /** Why it failed. */
  readonly reason?: string;
  /** What is reported, by accessor of the service. */
  readonly values?: Readonly<Record<string, string | number | boolean>>;
  /** Attributes of the account that it changes, as far as the service maps them; `null` clears. */
  readonly changes?: ScenarioValues;
  /** The same of each of the people whom the response is about. */
  readonly attributes?: ScenarioValues;
}

/** An event that follows a delivery. */
export interface ScenarioFollowUp {
  readonly type: string;
  /** Whole minutes after the delivery. */
  readonly afterMinutes: number;
  /** `journey`, `node` and, for e-mails, `email` are filled in when the event has such fields. */
  readonly fields?: ScenarioValues;
}

/** What happens at an instant. Entries of the same instant happen in their order. */
export type TimelineEntry = { readonly at: string } & (ScenarioData | ScenarioCommand);

/** Data that comes in: one call of `ingest`. */
export interface ScenarioData {
  readonly accounts?: readonly ScenarioAccount[];
  readonly people?: readonly ScenarioPerson[];
  readonly relations?: readonly ScenarioRelation[];
  readonly events?: readonly ScenarioEvent[];
}

/** Something that the host asks of the engine; exactly one thing. */
export type ScenarioCommand =
  | {
      readonly list: {
        readonly id: string;
        readonly add?: readonly string[];
        readonly remove?: readonly string[];
      };
    }
  | { readonly publish: string }
  | { readonly close: string }
  | { readonly abort: string }
  | { readonly endDate: { readonly journey: string; readonly date: string } }
  | { readonly suppress: string };
