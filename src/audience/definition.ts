import type { Condition } from '../conditions/condition.ts';

/** A set of accounts or of people, given by a condition and evaluated continuously. Rules: `docs/semantics/audiences.md`. */
export interface AudienceDocument {
  readonly id: string;
  readonly of: 'accounts' | 'people';
  readonly name?: string;
  readonly condition: Condition;
}

/** An account list (reference 11). */
export interface AccountListDocument {
  readonly id: string;
  /** 1 to 180 characters, unique among lists; missing: the id. */
  readonly name?: string;
  /** At most 2,000 characters. */
  readonly description?: string;
  /** `static`: changed by adding and removing; `dynamic`: maintained by its condition. */
  readonly type: 'static' | 'dynamic';
  /** Only live lists are used by journeys. The condition of a live dynamic list is immutable. */
  readonly status: 'draft' | 'live';
  /** Dynamic lists only. */
  readonly condition?: Condition;
}
