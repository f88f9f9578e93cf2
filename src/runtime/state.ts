import type { Instant } from '../kernel/instant.ts';
import type { OtherConsents } from '../model/consent.ts';
import type { IntentSignal } from '../model/intent.ts';
import type { AccountView, PersonView, RelatedRecord } from '../model/view.ts';
import type { Attributes } from '../model/value.ts';
import type { EventView } from '../model/view.ts';
import type { BuyingGroupRecord } from '../buying-group/record.ts';
import type { PersonScore } from './score-person.ts';
import type { Feeds } from './feeds.ts';
import type { Absorbed, MergedInto } from './merged.ts';
import type { Past, Run } from './run.ts';

/** The working copy of an account: record kind `account`. Its shape is what conditions look at. */
export interface AccountBody extends AccountView {
  /** The platform's version of the account; an older one is ignored. */
  readonly version: number;
  readonly people: readonly PersonCopy[];
  readonly groups: readonly BuyingGroupRecord[];
  /** Number of the epoch by which all its scores were read last; missing: by none. */
  readonly scored?: number;
  /** Since when the value of a group waits for the next nightly run. */
  readonly scoreDue?: Instant | null;
  /** What sources state, and what goes back; missing: no source was ever heard. */
  readonly feeds?: Feeds;
  /** The account is another one now; missing: it is itself. */
  readonly merged?: MergedInto;
  /** Accounts that were merged into it; missing: none. */
  readonly absorbed?: Absorbed;
  /** The account is being erased: nothing happens to it any more (PV-28); missing: it is not. */
  readonly erasing?: true;
}

/** A person as one account holds it. `change` is the number of the person's change that the copy reflects. */
export interface PersonCopy extends PersonView {
  readonly change: number;
  /** Stored engagement value; missing: nothing was ever counted. */
  readonly value?: number;
  /** Number of the epoch for which `engagement` stands whatever the value is (EG-56); missing: for none. */
  readonly held?: number;
  /** What came by way of a merged account, and may come by way of another one: changes by number, values as they are (AM-14). */
  readonly heard?: readonly string[];
}

/** Where an account stands in its journeys: record kind `progress`. */
export interface Progress {
  readonly runs: readonly Run[];
  /** By journey; only journeys that the account has left at least once. */
  readonly past: Readonly<Record<string, Past>> | null;
  /** Audiences and lists that hold the account, as keys of the audience index. */
  readonly inside: readonly string[];
  /** When the passage of time alone may next change an audience or a buying group; `null` for never. */
  readonly flipAt: Instant | null;
  /** Scheduled journeys that the account waits for (RT-16). */
  readonly queued: readonly string[] | null;
}

/** The person as its own subject: record kind `person`. */
export interface PersonBody {
  readonly id: string;
  readonly attributes: Attributes;
  readonly objects: Readonly<Record<string, readonly RelatedRecord[]>>;
  readonly events: readonly EventView[];
  /** E-mail consent; `null` counts as given (reference 13.1). */
  readonly consent: 'y' | 'n' | null;
  /** Consent to other channels; missing: nothing was ever stated. */
  readonly consents?: OtherConsents;
  /** The platform's version of the person; an older one is ignored. */
  readonly version: number;
  /** Rises by one with every change that accounts must hear of. */
  readonly change: number;
  readonly accounts: readonly string[];
  /** Accounts that were merged, with the ones that they are now (AM-20); missing: the person has heard of none. */
  readonly merged?: Readonly<Record<string, string>>;
  /** The accounts to which the person was related by name, before merges are looked at; missing: `accounts`. */
  readonly related?: readonly string[];
  /** Missing: nothing was ever counted. */
  readonly score?: PersonScore;
  /** Missing: none was ever told. */
  readonly intent?: readonly IntentSignal[];
  /** What sources state, and what goes back; missing: no source was ever heard. */
  readonly feeds?: Feeds;
}

/**
 * A body that is being made. Bodies begin as one literal that names all that is always there, and are copied whole: an
 * object that was put together bit by bit keeps a part of its properties elsewhere, at twice the room, for as long as it
 * is stored.
 */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NOTHING: readonly never[] = Object.freeze([]);
const NO_ATTRIBUTES: Attributes = Object.freeze({});
const NO_OBJECTS: Readonly<Record<string, never>> = Object.freeze({});

/** An account of which nothing is known but the id. */
export function emptyAccount(id: string): AccountBody {
  return {
    id,
    attributes: NO_ATTRIBUTES,
    people: NOTHING,
    opportunities: NOTHING,
    objects: NO_OBJECTS,
    events: NOTHING,
    lists: NOTHING,
    groups: NOTHING,
    version: 0,
  };
}

/** A person of whom nothing is known but the id. */
export function emptyPerson(id: string): PersonBody {
  return {
    id,
    attributes: NO_ATTRIBUTES,
    objects: NO_OBJECTS,
    events: NOTHING,
    consent: null,
    version: 0,
    change: 0,
    accounts: NOTHING,
  };
}

/** An account that is in no journey and no audience. */
export const NO_PROGRESS: Progress = Object.freeze({
  runs: NOTHING,
  past: null,
  inside: NOTHING,
  flipAt: null,
  queued: null,
});
