import type { Instant } from '../kernel/instant.ts';
import type { AccountView, EventView, PersonView, RelatedRecord } from '../model/view.ts';

/** What a condition looks at. */
export interface Scope {
  readonly account: AccountView;
  /** The person in question; `null` when the condition is about the account. */
  readonly person: PersonView | null;
  readonly now: Instant;
  /** Entry into the journey that asks; `null` outside of one. Event windows are measured from it (CO-32). */
  readonly anchor: Instant | null;
}

/**
 * A scope that is reused for many tests: set what changes and test again. Always the same shape, so that
 * compiled conditions stay fast. Tests move `person` and the slots below while they run and put them back.
 */
export class ConditionScope implements Scope {
  account: AccountView;
  person: PersonView | null;
  now: Instant;
  anchor: Instant | null;
  /** The opportunity in hand, inside a test of opportunities. */
  opportunity: RelatedRecord | null = null;
  /** The custom object's record in hand, inside a test of custom objects. */
  object: RelatedRecord | null = null;
  /** The event in hand: set it for conditions on an event that has just happened. */
  event: EventView | null = null;

  constructor(
    account: AccountView,
    person: PersonView | null,
    now: Instant,
    anchor: Instant | null,
  ) {
    this.account = account;
    this.person = person;
    this.now = now;
    this.anchor = anchor;
  }
}
