import type { WorldDocuments } from '../../engine/definitions/build-world.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Limits } from '../../model/limits.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DefinitionBody } from '../../records/bodies.ts';
import type { AccountInput, PersonInput } from '../../runtime/input.ts';
import type { AccountBody, PersonBody, Progress } from '../../runtime/state.ts';
import type { Change } from './change.ts';

/**
 * Advances of accounts and people with everything they depend on but the catalogue (RL-61). Plain JSON; has whatever the
 * subjects have, personal data included.
 */
export interface Recording {
  /** Version of this format. */
  readonly format: 1;
  /** Definitions, plans and limits, each once, by content hash. */
  readonly documents: Readonly<Record<string, RecordedDocument>>;
  /** Sets of documents, by content hash. */
  readonly worlds: Readonly<Record<string, RecordedWorld>>;
  /** In the order in which they were made. */
  readonly advances: readonly RecordedAdvance[];
}

/** What worlds are made of. */
export type RecordedDocument = DefinitionBody | Plan | Limits;

/** {@link WorldDocuments} with hashes for documents. */
export interface RecordedWorld extends Omit<WorldDocuments, 'definitions' | 'plans' | 'limits'> {
  readonly subscription: string;
  readonly definitions: readonly string[];
  readonly plans: readonly string[];
  readonly limits: string;
}

/** One advance. */
export type RecordedAdvance = RecordedAccountAdvance | RecordedPersonAdvance;

/** {@link RecordedAdvance} of an account. */
export interface RecordedAccountAdvance {
  readonly kind: 'account';
  /** Hash of the world in which it was made. */
  readonly world: string;
  readonly now: Instant;
  /** What was given: an account as it is here, or as the advance of this index left it. */
  readonly before: number | AccountState;
  readonly inputs: readonly AccountInput[];
  readonly result: RecordedResult;
}

/** {@link RecordedAdvance} of a person; depends on a world only while it is scored. */
export interface RecordedPersonAdvance {
  readonly kind: 'person';
  /** Hash of the world in which it was made; missing: nothing was scored. */
  readonly world?: string;
  readonly now: Instant;
  /** What was given: a person as it is here, or as the advance of this index left it. */
  readonly before: number | PersonState;
  readonly inputs: readonly PersonInput[];
  readonly result: RecordedResult;
}

/** An account between two advances. */
export interface AccountState {
  readonly body: AccountBody;
  /** `null` for an account that has never been advanced. */
  readonly progress: Progress | null;
}

/** A person between two advances. */
export interface PersonState {
  readonly body: PersonBody;
  readonly progress: null;
}

/** What came of an advance. */
export interface RecordedResult {
  /** Missing: the body is unchanged. */
  readonly body?: Change;
  /** Missing: the progress is unchanged. */
  readonly progress?: Change;
  /** Everything else of the result, without what is empty. */
  readonly rest: Readonly<Record<string, unknown>>;
}
