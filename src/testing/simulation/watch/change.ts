import type { Instant } from '../../../kernel/instant.ts';
import type { JourneyNode } from '../../../journey/document.ts';
import type { Commit, Operation, RecordKind, StoredRecord } from '../../../ports/storage.ts';
import type { Bodies } from '../../../records/bodies.ts';
import type { Fact } from '../../../runtime/fact.ts';
import type { Journal } from '../journal.ts';
import type { Mirror } from '../mirror.ts';
import type { Seat } from '../seat.ts';

/** A commit that was applied, before the mirror has taken it over. */
export interface Change {
  readonly commit: Commit;
  readonly seat: Seat;
  /** True time. */
  readonly at: Instant;
  /** Number of the step of the timeline. */
  readonly step: number;
  readonly mirror: Mirror;
  readonly journal: Journal;
  /** The new facts in it, in order. */
  readonly facts: readonly Fact[];
  /** A node of a journey as it is stored. */
  readonly node: (journey: string, id: string) => JourneyNode | undefined;
  /** A promise is broken. */
  readonly broken: (rule: string, what: string) => void;
}

/** Looks at each applied commit. */
export type Look = (change: Change) => void;

/** Whether a commit is part of an erasure, which rewrites what was (PV-20). */
export function isErasing(change: Pick<Change, 'commit'>): boolean {
  return putsOf(change, 'erasure').length > 0;
}

/** The records of one kind that a commit puts. */
export function putsOf<K extends RecordKind>(
  { commit }: Pick<Change, 'commit'>,
  kind: K,
): readonly StoredRecord<Bodies[K]>[] {
  const found: StoredRecord[] = [];
  for (const operation of commit.operations)
    if (operation.op === 'put' && operation.record.kind === kind) found.push(operation.record);
  return found as never;
}

/** The ids of one kind that a commit deletes. */
export function deletesOf({ commit }: Pick<Change, 'commit'>, kind: RecordKind): readonly string[] {
  return commit.operations.flatMap((operation: Operation) =>
    operation.op === 'delete' && operation.key.kind === kind ? [operation.key.id] : [],
  );
}
