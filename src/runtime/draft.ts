import { AccompanyError } from '../kernel/errors.ts';
import { NEVER, type Instant } from '../kernel/instant.ts';
import { ChangeSet } from '../audience/change-set.ts';
import { ConditionScope } from '../conditions/scope.ts';
import type { Attributes, Value } from '../model/value.ts';
import type { EventView } from '../model/view.ts';
import type { Effect } from './effect.ts';
import type { Evidence } from './evidence.ts';
import type { FactItem } from './fact.ts';
import { insertByTime, withEvent } from './history.ts';
import type { AccountInput, Message } from './input.ts';
import type { Past, Run } from './run.ts';
import {
  NO_PROGRESS,
  type AccountBody,
  type Mutable,
  type PersonCopy,
  type Progress,
} from './state.ts';
import type { World } from './world.ts';

/** Copies up to which a list is searched faster than a set. */
const FEW = 8;

/**
 * The working copy of one account during one advance: an overlay that copies on the first write, so that what was
 * given stays as it was (RT-7). Everything that an advance produces collects here.
 */
export class AccountDraft {
  readonly world: World;
  readonly now: Instant;
  account: AccountBody;
  runs: readonly Run[];
  past: Readonly<Record<string, Past>> | null;
  inside: readonly string[];
  queued: readonly string[] | null;
  flipAt: Instant | null;
  readonly scope: ConditionScope;
  readonly changes: ChangeSet = new ChangeSet();
  readonly effects: Effect[] = [];
  readonly messages: Message[] = [];
  readonly facts: FactItem[] = [];
  readonly evidence: Evidence[] = [];
  /** Caused inputs, first in, first out (RT-4). */
  readonly caused: Caused[] = [];
  /** Something changed that buying groups may depend on. */
  regroup = false;
  /** All audiences, not only those that read what changed, must be looked at. */
  reevaluate = false;
  /** The account may now enter a journey that it could not enter before. */
  mayEnter = false;
  /** People who left the account in this advance, as it knew them last; `null` for nobody. */
  departed: Map<string, PersonCopy> | null = null;
  /** When time alone may next change a buying group that was looked at in this advance. */
  groupFlip: Instant = NEVER;
  /** Stored values of people changed, and those of groups may. */
  valuesChanged = false;
  /** People have told values of a night that is not over: nothing is decided by them yet (EG-56). */
  isNight = false;
  /** Orders arrivals and caused inputs within the advance (RT-53). */
  tick = 0;
  /** Runs that arrived in this advance where they are parked, the last one first. */
  private arrivals: Arrival | null = null;
  private steps = 0;
  private ownsAccount = false;
  private ownsPeople = false;
  /** What this advance has copied. A list while it is short: most advances copy one person and one history. */
  private owned: object[] | Set<object> | null = null;

  constructor(world: World, account: AccountBody, progress: Progress, now: Instant) {
    this.world = world;
    this.account = account;
    this.runs = progress.runs;
    this.past = progress.past;
    this.inside = progress.inside;
    this.queued = progress.queued;
    this.flipAt = progress.flipAt;
    this.now = now;
    this.reevaluate = progress === NO_PROGRESS && world.audiences.ids.length > 0;
    this.regroup = progress === NO_PROGRESS;
    // Who has left a journey may have become free to enter it again by time alone, whatever the inputs are (RT-14).
    this.mayEnter = this.reevaluate || progress.past !== null;
    this.scope = new ConditionScope(account, null, now, null);
  }

  /** The scope of a condition on the account, as it is now; `anchor` is the entry of the run that asks (RT-22, RT-23). */
  look(person: PersonCopy | null, anchor: Instant | null): ConditionScope {
    const { scope } = this;
    scope.account = this.account;
    scope.person = person;
    scope.anchor = anchor;
    return scope;
  }

  /** Counts one caused input that moves a run (RT-6). */
  spend(): void {
    this.steps += 1;
    if (this.steps > this.world.limits.inputsPerAdvance) {
      throw new AccompanyError(
        'STEP_LIMIT',
        `Account ${this.account.id} caused more than ${this.world.limits.inputsPerAdvance} moves in one advance. ` +
          'Look for journeys that set each other off, or raise the limit inputsPerAdvance.',
      );
    }
  }

  /** Puts an input in line for this very account (RT-4). */
  cause(input: CausedInput): void {
    if (input.kind !== 'announced') this.spend();
    this.caused.push({ input, tick: ++this.tick });
  }

  /** Puts a built-in event in line: one that listeners hear and no history keeps. */
  announce(event: EventView, person: string | null): void {
    // Nobody is parked, and who parks later does not hear it (RT-53).
    if (this.runs.length === 0) return;
    this.cause({ kind: 'announced', event, person });
  }

  /** The account, to be written to. */
  write(): Mutable<AccountBody> {
    if (!this.ownsAccount) {
      this.account = { ...this.account };
      this.ownsAccount = true;
    }
    return this.account;
  }

  /** The list of people, to be written to. */
  writePeople(): PersonCopy[] {
    if (!this.ownsPeople) {
      this.write().people = [...this.account.people];
      this.ownsPeople = true;
    }
    return this.account.people as PersonCopy[];
  }

  /** The person at a position, to be written to. */
  writePerson(index: number): Mutable<PersonCopy> {
    const people = this.writePeople();
    const person = people[index]!;
    if (this.owns(person)) return person;
    const copy = { ...person };
    this.own(copy);
    people[index] = copy;
    return copy;
  }

  /** Puts an event into a history at the place of its timestamp (RT-74); later ones are usually last. */
  insertEvent(holder: { events: readonly EventView[] }, event: EventView): boolean {
    if (this.owns(holder.events)) return insertByTime(holder.events as EventView[], event);
    const events = withEvent(holder.events, event);
    if (events === null) return false;
    holder.events = events;
    this.own(events);
    return true;
  }

  private own(copy: object): void {
    const { owned } = this;
    if (owned === null) this.owned = [copy];
    else if (!Array.isArray(owned)) owned.add(copy);
    else if (owned.length < FEW) owned.push(copy);
    else this.owned = new Set([...owned, copy]);
  }

  private owns(copy: object): boolean {
    const { owned } = this;
    return owned !== null && (Array.isArray(owned) ? owned.includes(copy) : owned.has(copy));
  }

  /** Notes that the journey's run has just been parked. */
  arrive(journey: string): void {
    this.arrivals = { journey, tick: ++this.tick, before: this.arrivals };
  }

  /** Whether the journey's run was parked after the tick, in this advance. */
  arrivedAfter(journey: string, tick: number): boolean {
    for (let arrival = this.arrivals; arrival !== null; arrival = arrival.before)
      if (arrival.journey === journey) return arrival.tick > tick;
    return false;
  }

  /** Position of a person among the account's people, or -1. */
  indexOf(person: string): number {
    const { people } = this.account;
    for (let index = 0; index < people.length; index += 1) {
      if (people[index]!.id === person) return index;
    }
    return -1;
  }
}

interface Arrival {
  readonly journey: string;
  readonly tick: number;
  readonly before: Arrival | null;
}

/** What an advance may cause for the account that it is about. */
export type CausedInput =
  | Extract<AccountInput, { kind: 'enrol' | 'leave' }>
  | { readonly kind: 'announced'; readonly event: EventView; readonly person: string | null };

/** A caused input and the moment of the advance at which it came about. */
export interface Caused {
  readonly input: CausedInput;
  readonly tick: number;
}

/** Sets or, with `null`, clears one attribute; the given attributes stay as they were. */
export function withAttribute(
  attributes: Attributes,
  name: string,
  value: Value | null,
): Attributes {
  if (value !== null) return { ...attributes, [name]: value };
  const { [name]: _cleared, ...rest } = attributes;
  return rest;
}
