import type { Duration } from '../kernel/duration.ts';
import type { IntentKind, IntentLevel } from '../model/intent.ts';

/**
 * The condition language: one frozen JSON tree, tagged by `kind`. Every reader (check, compile, explain, print,
 * reads, reference evaluator) is a total handler record over these kinds. Semantics: `docs/semantics/conditions.md`.
 *
 * A condition has a scope: `account` (audiences, splits by accounts) or `person` (role conditions, splits by
 * people, filters on the person who triggered an event). In person scope the context account is visible too.
 */
export type Condition =
  | All
  | Any
  | Negation
  | AttributeTest
  | RelatedTest
  | EventTest
  | ListTest
  | AudienceTest
  | GroupTest
  | MemberTest
  | RoleTest
  | EngagementTest
  | IntentTest;

/** All of the parts; `all` of nothing holds. */
export interface All {
  readonly kind: 'all';
  readonly of: readonly Condition[];
}

/** Any of the parts; `any` of nothing does not hold. */
export interface Any {
  readonly kind: 'any';
  readonly of: readonly Condition[];
}

/** A condition that combines others. */
export type Logic = All | Any;

/** The opposite of a condition. */
export interface Negation {
  readonly kind: 'not';
  readonly condition: Condition;
}

/** Whose attribute a test reads. `event`, `opportunity` and `object` only inside the test that brings them in. */
export type Entity = 'account' | 'person' | 'opportunity' | 'object' | 'event';

/** One value of an operand. Instants may be written as ISO text. */
export type Operand = string | number | boolean;

/** A test of one attribute or field; operators by kind are in `operators.ts`. */
export interface AttributeTest extends ValueTest {
  readonly kind: 'attribute';
  readonly entity: Entity;
  readonly attribute: string;
}

/** An operator with its operands. */
export interface ValueTest {
  readonly operator: Operator;
  /** Several values: *is* means any of them, negated forms none of them; `between` takes exactly two. */
  readonly values?: readonly Operand[];
  /** For `inPast` only. */
  readonly past?: Duration;
  /** Zone of the calendar day for `on`; missing: UTC. */
  readonly zone?: string;
}

/** All operators of the reference's section 10.6. */
export type Operator =
  | 'is'
  | 'isNot'
  | 'startsWith'
  | 'notStartsWith'
  | 'contains'
  | 'notContains'
  | 'isEmpty'
  | 'isNotEmpty'
  | 'greaterThan'
  | 'atLeast'
  | 'lessThan'
  | 'atMost'
  | 'between'
  | 'before'
  | 'after'
  | 'on'
  | 'inPast';

/** Some, none, or at least `count` related records for which `where` holds (all of them when it is missing). */
export interface RelatedTest {
  readonly kind: 'related';
  readonly entity: 'person' | 'opportunity' | 'object';
  /** Name of the custom object when `entity` is `object`. */
  readonly object?: string;
  readonly quantifier: 'some' | 'none' | 'atLeast';
  /** For `atLeast`: 1 or more. */
  readonly count?: number;
  readonly where?: Condition;
}

/**
 * Event history: at least `minimum` (default 1) events of the type that satisfy `where`, or none of them
 * (`occurred: false`, the inactivity filter). With `past`, only events since (anchor - past) count, where the anchor
 * is the entry into the journey, or now outside of one. In account scope the events of all its people count together.
 */
export interface EventTest {
  readonly kind: 'event';
  readonly event: string;
  readonly occurred: boolean;
  readonly where?: Condition;
  readonly past?: Duration;
  readonly minimum?: number;
}

/** Membership of any of the account lists. */
export interface ListTest {
  readonly kind: 'list';
  readonly lists: readonly string[];
  readonly member: boolean;
}

/** Membership of an audience, of accounts or of people; in account scope a people audience is not allowed. */
export interface AudienceTest {
  readonly kind: 'audience';
  readonly audience: string;
  readonly member: boolean;
}

/**
 * *Account has matched buying group*: one and the same group satisfies all (or any) of the constraints
 * (reference A-50, correction 11). At least one constraint is required.
 */
export interface GroupTest {
  readonly kind: 'group';
  /** Definitions (solution interests); missing: any. */
  readonly definitions?: readonly string[];
  readonly completeness?: ValueTest;
  readonly engagement?: ValueTest;
  readonly stage?: ValueTest;
  readonly status?: ValueTest;
  /** Active members per role, each at least `count`. */
  readonly roles?: readonly { readonly role: string; readonly count: number }[];
  /** How the constraints besides `definitions` combine; missing: `all`. */
  readonly match?: 'all' | 'any';
}

/**
 * *Member of buying group*, in person scope. `removed`: missing or `false` means active members only,
 * `true` active and removed ones (correction 41).
 */
export interface MemberTest {
  readonly kind: 'member';
  readonly member: boolean;
  readonly definitions?: readonly string[];
  readonly roles?: readonly string[];
  readonly removed?: boolean;
  readonly completeness?: ValueTest;
  readonly engagement?: ValueTest;
  readonly stage?: ValueTest;
  readonly status?: ValueTest;
}

/** *Role in account*, in person scope: the person has (or has not) one of the roles, or any role when none is named. */
export interface RoleTest {
  readonly kind: 'role';
  readonly assigned: boolean;
  readonly roles?: readonly string[];
}

/** *Person engagement score*, in person scope: a number test of the score, unrounded (reference 12.1). */
export interface EngagementTest extends ValueTest {
  readonly kind: 'engagement';
}

/**
 * *Keyword, product* or *category intent* (reference 4.3, 13): of the account, or in person scope of the person, some
 * signal of the kind was detected whose name and level are among those named.
 */
export interface IntentTest {
  readonly kind: 'intent';
  readonly entity: 'account' | 'person';
  /** False turns the whole test around. */
  readonly detected: boolean;
  readonly signal: IntentKind;
  /** Missing: any name. */
  readonly names?: readonly string[];
  /** Missing: any level. */
  readonly levels?: readonly IntentLevel[];
}
