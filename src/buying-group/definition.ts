import type { Condition } from '../conditions/condition.ts';

/**
 * The first form of a roles template with its solution interest: which roles a group for this interest has, and which
 * people fit each. Rules: `docs/semantics/buying-groups.md`.
 */
export interface BuyingGroupDocument {
  /** Also the solution interest's id; one group per account and definition. */
  readonly id: string;
  readonly name?: string;
  /** Condition in account scope: which accounts get a group; missing: every account with at least one member. */
  readonly accounts?: Condition;
  /** In priority order: a person takes the first role whose condition holds. At least one. */
  readonly roles: readonly RoleCard[];
}

/** One role of a template (reference 4.2). */
export interface RoleCard {
  readonly role: string;
  /** Auto-assignment condition in person scope; missing: filled by hand or by journeys only. */
  readonly when?: Condition;
  /** Members needed for a full role, 1 or more; missing: 1. */
  readonly membersRequired?: number;
  /** Whether the role counts in the completeness score; missing: true. */
  readonly requiredForCompleteness?: boolean;
}
