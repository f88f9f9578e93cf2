import type { CompiledGroup } from './compile-group.ts';
import type { Source } from './precedence.ts';
import type { BuyingGroupRecord, Exclusion, Member } from './record.ts';

/** What happened to a group, as data. `group` is the definition's id. */
export type GroupChange = MemberAssigned | MemberRemoved | CompletenessChanged;

/** A person became an active member, or an active member changed its role. */
export interface MemberAssigned {
  readonly type: 'assigned';
  readonly group: string;
  readonly person: string;
  readonly role: string;
  /** The role before; `null` when the person was no active member. */
  readonly previous: string | null;
  readonly source: Source;
  /** The id of the user or the journey, when it was given. */
  readonly by?: string;
}

/** An active member is one no more. */
export interface MemberRemoved {
  readonly type: 'removed';
  readonly group: string;
  readonly person: string;
  /** The role that the person had. */
  readonly role: string;
  /** `system`: no role's condition holds any more. `leftAccount`: the person does not belong to the account. */
  readonly reason: Source | 'leftAccount';
  readonly by?: string;
}

/** The exact score changed; a new group comes from `null`. */
export interface CompletenessChanged {
  readonly type: 'completeness';
  readonly group: string;
  readonly previous: number | null;
  readonly next: number | null;
}

/** The parts of a record that decisions and rules change. */
export interface Roster {
  readonly members: readonly Member[];
  readonly exclusions: readonly Exclusion[];
}

const NOBODY: Roster = { members: Object.freeze([]), exclusions: Object.freeze([]) };

/** Who is in a group and who is kept out of it. */
export function rosterOf(record: BuyingGroupRecord | null): Roster {
  if (record === null) return NOBODY;
  return { members: record.members, exclusions: record.exclusions ?? NOBODY.exclusions };
}

/**
 * The record with another roster and the completeness that follows from it; the very record when nothing differs.
 * A change of completeness is added to `changes`.
 */
export function revise(
  group: Pick<CompiledGroup, 'id' | 'completeness'>,
  record: BuyingGroupRecord | null,
  { members, exclusions }: Roster,
  changes: GroupChange[],
): BuyingGroupRecord {
  const previous = record === null ? null : record.completeness;
  const next = group.completeness(members);
  const before = rosterOf(record);
  if (
    record !== null &&
    previous === next &&
    members === before.members &&
    exclusions === before.exclusions
  ) {
    return record;
  }
  if (previous !== next) changes.push({ type: 'completeness', group: group.id, previous, next });
  const { exclusions: _replaced, ...kept } = record ?? { definition: group.id };
  return {
    ...kept,
    members,
    completeness: next,
    ...(exclusions.length > 0 && { exclusions }),
  };
}
