import type { Advanced } from '../../engine/advanced.ts';
import type { Advance } from '../../runtime/advance.ts';
import type { PersonAdvance } from '../../runtime/person.ts';
import { NO_PROGRESS } from '../../runtime/state.ts';
import { changed, changeOf } from './change.ts';
import type { AccountState, PersonState, RecordedResult } from './recording.ts';

/** The result of an advance, in one form for accounts and people. */
export interface Outcome {
  readonly state: AccountState | PersonState;
  /** Everything else of the result. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** What is empty and left out of recordings. */
const EMPTY: Readonly<Record<Advanced['kind'], Readonly<Record<string, unknown>>>> = {
  account: { due: null, effects: [], messages: [], facts: [], evidence: [] },
  person: { messages: [] },
};

/** The outcome of an account's advance. */
export function accountOutcome({ account, progress, ...rest }: Advance): Outcome {
  return { state: { body: account, progress: progress === NO_PROGRESS ? null : progress }, rest };
}

/** The outcome of a person's advance. */
export function personOutcome({ person, ...rest }: PersonAdvance): Outcome {
  return { state: { body: person, progress: null }, rest };
}

/** The outcome as recordings hold it. */
export function resultOf(
  kind: Advanced['kind'],
  before: AccountState | PersonState,
  { state, rest }: Outcome,
): RecordedResult {
  const body = changeOf(before.body, state.body);
  const progress = changeOf(before.progress, state.progress);
  const kept = Object.entries(rest).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(EMPTY[kind][name]),
  );
  return {
    ...(body === undefined ? {} : { body }),
    ...(progress === undefined ? {} : { progress }),
    rest: Object.fromEntries(kept),
  };
}

/** The outcome that a recording holds. */
export function outcomeOf(
  kind: Advanced['kind'],
  before: AccountState | PersonState,
  { body, progress, rest }: RecordedResult,
): Outcome {
  const state = {
    body: changed(before.body, body),
    progress: changed(before.progress, progress),
  } as AccountState | PersonState;
  return { state, rest: { ...EMPTY[kind], ...rest } };
}
