import type { Instant } from '../../kernel/instant.ts';
import type { AccessorValues } from '../../model/accessor.ts';
import type { IntentSignal } from '../../model/intent.ts';
import type { Attributes } from '../../model/value.ts';
import type { EventView, RelatedRecord } from '../../model/view.ts';
import type { Past } from '../../runtime/run.ts';

/** An account with all that belongs to it and its runs; changed in place by the reference interpreter. */
export interface ReferenceState {
  account: ReferenceAccount;
  runs: ReferenceRun[];
  /** By journey; only journeys that the account has left. */
  past: Record<string, Past>;
  /** Journeys in whose audience the account was when audiences were evaluated last. */
  inside: string[];
  /** Scheduled journeys that the account waits for. */
  queued: string[];
}

/** Has the shape that conditions look at. */
export interface ReferenceAccount {
  id: string;
  attributes: Attributes;
  people: ReferencePersonCopy[];
  opportunities: RelatedRecord[];
  objects: Record<string, RelatedRecord[]>;
  events: EventView[];
  lists: string[];
  groups: ReferenceGroup[];
  intent?: readonly IntentSignal[];
  version: number;
}

/** A person as one account holds it. */
export interface ReferencePersonCopy {
  id: string;
  attributes: Attributes;
  roles: string[];
  since: Instant;
  events: EventView[];
  objects: Record<string, RelatedRecord[]>;
  intent?: readonly IntentSignal[];
  /** Number of the person's change that the copy shows. */
  change: number;
}

/** A buying group of the account. */
export interface ReferenceGroup {
  definition: string;
  members: ReferenceMember[];
  completeness: number | null;
  stage?: string;
  status?: string;
  /** People whom somebody keeps out and who never were members (BG-34). */
  keptOut: { person: string; source: 'manual' | 'journey' }[];
}

/** A member of a buying group. */
export interface ReferenceMember {
  person: string;
  role: string;
  source: 'system' | 'journey' | 'manual';
  removed: boolean;
}

/** A run that is parked. */
export interface ReferenceRun {
  journey: string;
  entry: number;
  enteredAt: Instant;
  node: string;
  arrivedAt: Instant;
  due: Instant | null;
  /** Matching events so far (RT-54). */
  heard: Heard[];
  /** Parked for want of a host action (RT-31). */
  stalled: boolean;
  /** How many inputs the advance had caused when the run arrived (RT-53); 0 for runs parked before it. */
  arrivedAfter: number;
  /** At a node that asks a service: who was asked about (`null`: the account), and what came so far. */
  asked?: { people: string[] | null; answers: ReferenceAnswer[] };
}

/** What a service said about a person, `null` for the account. */
export interface ReferenceAnswer {
  person: string | null;
  ok: boolean;
  values: AccessorValues;
}

/** Matching events of one entry of `events` by one person, `null` for the account. */
export interface Heard {
  matcher: number;
  person: string | null;
  count: number;
}

/** An account of which nothing is known but the id. */
export function newAccount(id: string): ReferenceState {
  return {
    account: {
      id,
      attributes: {},
      people: [],
      opportunities: [],
      objects: {},
      events: [],
      lists: [],
      groups: [],
      version: 0,
    },
    runs: [],
    past: {},
    inside: [],
    queued: [],
  };
}
