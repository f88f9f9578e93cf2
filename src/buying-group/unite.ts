import type { CompiledGroup } from './compile-group.ts';
import { overrides } from './precedence.ts';
import type { BuyingGroupRecord, Exclusion, Member } from './record.ts';
import { revise, rosterOf, type GroupChange, type Roster } from './revision.ts';

/** Two groups of one definition as one. */
export interface United {
  readonly record: BuyingGroupRecord;
  /** What changes compared with the first of them. */
  readonly changes: readonly GroupChange[];
}

/**
 * Unites an account's group with that of an account that was merged into it (AM-15). Of two decisions on one person that
 * of higher authority stands, of equal ones the later, of equally late ones the account's own; who was removed stays so.
 * Stage and status are the account's own, where it has some. `known`: `null` when the account has no such group.
 */
export function uniteGroups(
  group: Pick<CompiledGroup, 'id' | 'completeness'>,
  known: BuyingGroupRecord | null,
  other: BuyingGroupRecord,
): United {
  const ours = rosterOf(known);
  const roster = uniteRosters(ours, rosterOf(other));
  const changes: GroupChange[] = [];
  for (const member of roster.members) {
    const before = ours.members.find(({ person }) => person === member.person);
    if (before !== member) changes.push(...changeOf(group.id, before, member));
  }
  const { exclusions: _theirs, ...rest } = other;
  const { stage = known?.stage, status = known?.status } = { ...rest, ...known };
  const base: BuyingGroupRecord =
    known === null
      ? { ...rest, members: [], completeness: null }
      : {
          ...known,
          ...(stage !== undefined && { stage }),
          ...(status !== undefined && { status }),
        };
  return { record: revise(group, base, roster, changes), changes };
}

function changeOf(group: string, before: Member | undefined, member: Member): GroupChange[] {
  const previous = before === undefined || before.removed ? null : before.role;
  const { person, role, source, removed, by } = member;
  const named = by === undefined ? {} : { by };
  if (removed)
    return previous === null
      ? []
      : [{ type: 'removed', group, person, role: previous, reason: source, ...named }];
  if (role === previous) return [];
  return [{ type: 'assigned', group, person, role, previous, source, ...named }];
}

/** What one group knows of a person. */
type Stand = Member | Exclusion;

function uniteRosters(ours: Roster, theirs: Roster): Roster {
  const members: Member[] = [];
  const exclusions: Exclusion[] = [];
  const people = new Set(
    [...ours.members, ...theirs.members, ...ours.exclusions, ...theirs.exclusions].map(
      ({ person }) => person,
    ),
  );
  for (const person of people) {
    const [own, other] = [standOf(ours, person), standOf(theirs, person)];
    const stands = own === null || (other !== null && prevails(other, own)) ? other! : own;
    const member = [own, other].find((one) => one !== null && 'role' in one) as Member | undefined;
    if ('role' in stands) members.push(stands);
    else if (member === undefined) exclusions.push(stands);
    // Whom a decision keeps out here was a member there: removed, and kept as such.
    else members.push({ ...stands, role: member.role, removed: true });
  }
  return { members, exclusions };
}

function standOf({ members, exclusions }: Roster, person: string): Stand | null {
  const isPerson = (one: { readonly person: string }): boolean => one.person === person;
  return members.find(isPerson) ?? exclusions.find(isPerson) ?? null;
}

function prevails(other: Stand, own: Stand): boolean {
  if (!overrides(own.source, other.source)) return true;
  return overrides(other.source, own.source) && other.decidedAt > own.decidedAt;
}
