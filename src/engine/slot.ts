import type { Instant } from '../kernel/instant.ts';
import type { Expectation, StoredRecord } from '../ports/storage.ts';
import type { Held } from '../records/store.ts';
import {
  emptyAccount,
  NO_PROGRESS,
  type AccountBody,
  type PersonBody,
  type Progress,
} from '../runtime/state.ts';

/** An account in a working set: as stored, and as it has become. */
export interface AccountSlot {
  stored: Held<'account'> | undefined;
  storedProgress: Held<'progress'> | undefined;
  account: AccountBody;
  progress: Progress;
  due: Instant | null;
}

/** A person in a working set. */
export interface PersonSlot {
  readonly stored: Held<'person'> | undefined;
  person: PersonBody;
}

/** An account of which nothing is known yet. */
export function emptySlot(id: string): AccountSlot {
  return {
    stored: undefined,
    storedProgress: undefined,
    account: emptyAccount(id),
    progress: NO_PROGRESS,
    due: null,
  };
}

/** Takes a record over as it is stored. */
export function adopt(slot: AccountSlot, record: Held<'account'> | Held<'progress'>): void {
  if (record.kind === 'account') {
    slot.stored = record as Held<'account'>;
    slot.account = slot.stored.body;
  } else {
    slot.storedProgress = record as Held<'progress'>;
    slot.progress = slot.storedProgress.body;
    slot.due = record.due;
  }
}

/** The records of a person that have changed. */
export function changedPerson(
  id: string,
  { stored, person }: PersonSlot,
): StoredRecord | undefined {
  return person === stored?.body
    ? undefined
    : next('person', id, stored, person.score?.due ?? null, person);
}

/** The record of an account that has changed. */
export function changedAccount(id: string, slot: AccountSlot): StoredRecord | undefined {
  const { stored, account } = slot;
  return hasChanged(slot)
    ? next('account', id, stored, account.scoreDue ?? null, account)
    : undefined;
}

/** The record of an account's place in journeys that has changed. */
export function changedProgress(id: string, slot: AccountSlot): StoredRecord | undefined {
  const { storedProgress, progress, due } = slot;
  return hasMoved(slot) ? next('progress', id, storedProgress, due, progress) : undefined;
}

/**
 * The record of an account that is relied on without being written. An advance looks at both: when it writes one, the
 * other must still be what it was, or an event and a timer that two engines apply at once pass each other by. So must an
 * account that something was decided by, also when nothing of it is written (`isDecisive`).
 */
export function reliedOn(
  id: string,
  slot: AccountSlot,
  isDecisive = false,
): Expectation | undefined {
  const changed = hasChanged(slot);
  const moved = hasMoved(slot);
  if (changed === moved && (changed || !isDecisive)) return undefined;
  return !changed
    ? { key: { kind: 'account', id }, version: slot.stored?.version ?? 0 }
    : { key: { kind: 'progress', id }, version: slot.storedProgress?.version ?? 0 };
}

function hasChanged({ stored, account }: AccountSlot): boolean {
  return account !== stored?.body;
}

function hasMoved({ storedProgress, progress, due }: AccountSlot): boolean {
  return storedProgress === undefined
    ? progress !== NO_PROGRESS || due !== null
    : progress !== storedProgress.body || due !== storedProgress.due;
}

function next(
  kind: 'account' | 'person' | 'progress',
  id: string,
  stored: StoredRecord | undefined,
  due: Instant | null,
  body: unknown,
): StoredRecord {
  if (stored === undefined) return { kind, id, version: 1, due, body };
  // Its own id, not the equal one that an input came with: that text need not be kept, and is slower to find the record by.
  return { kind, id: stored.id, version: stored.version + 1, due, body };
}
