import type { Condition } from '../conditions/condition.ts';
import type { RoleWeighting } from './role-weights.ts';

/**
 * A roles template with its solution interest in one document: which roles a group for this interest has, and which
 * people fit each. The two parts come out of it with `partsOf`. Rules: `docs/semantics/buying-groups.md`.
 */
export interface BuyingGroupDocument {
  /** Also the solution interest's id; one group per account and definition. */
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  /** Condition in account scope: which accounts get a group; missing: every account with at least one member. */
  readonly accounts?: Condition;
  /** In priority order: a person takes the first role whose condition holds. At least one. */
  readonly roles: readonly RoleCard[];
  /** Id of the roles template that the cards come from; missing: they are the definition's own. */
  readonly template?: string;
  /** Id of the stage model; missing: groups have no stages. */
  readonly stageModel?: string;
  /** Whether the system rule goes on filling groups that exist; missing: true. */
  readonly updateExisting?: boolean;
}

/** One role of a template (reference 4.2). */
export interface RoleCard {
  readonly role: string;
  /** Auto-assignment condition in person scope; missing: filled by hand or by journeys only. */
  readonly when?: Condition;
  /** Whether the condition is used; missing: when there is one. `true` without a condition is a fault. */
  readonly autoAssign?: boolean;
  /** How much the role counts in the engagement score of the group; missing: `normal`. */
  readonly weighting?: RoleWeighting;
  /** Members needed for a full role, 1 or more; missing: 1. */
  readonly membersRequired?: number;
  /** Whether the role counts in the completeness score; missing: true. */
  readonly requiredForCompleteness?: boolean;
}
