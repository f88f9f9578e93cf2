import type { Instant } from '../kernel/instant.ts';
import type { Advance } from '../runtime/advance.ts';
import type { AccountInput, PersonInput } from '../runtime/input.ts';
import type { PersonAdvance } from '../runtime/person.ts';
import type { AccountBody, PersonBody, Progress } from '../runtime/state.ts';
import type { WorldDocuments } from './definitions/build-world.ts';

/** One advance: everything that was given, and what came of it. The engine's own objects, not copies. */
export type Advanced = AdvancedAccount | AdvancedPerson;

/** {@link Advanced} of an account. */
export interface AdvancedAccount extends AdvancedIn {
  readonly kind: 'account';
  /** As it was before. */
  readonly body: AccountBody;
  /** As it was before; `null` for an account that has never been advanced. */
  readonly progress: Progress | null;
  readonly inputs: readonly AccountInput[];
  readonly result: Advance;
}

/** {@link Advanced} of a person. */
export interface AdvancedPerson extends AdvancedIn {
  readonly kind: 'person';
  /** As it was before. */
  readonly body: PersonBody;
  readonly progress: null;
  readonly inputs: readonly PersonInput[];
  readonly result: PersonAdvance;
}

/** Where and when an advance took place. */
export interface AdvancedIn {
  readonly subscription: string;
  readonly now: Instant;
  /** What the advance depends on besides: the same object as long as nothing of it changes. */
  readonly documents: () => WorldDocuments;
}
