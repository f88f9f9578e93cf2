import { AccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AccountView } from '../model/view.ts';
import type { CompiledGroup } from './compile-group.ts';
import { overrides } from './precedence.ts';
import type { BuyingGroupRecord, Exclusion, Member } from './record.ts';
import { revise, rosterOf } from './revision.ts';
import type { GroupChange, Roster } from './revision.ts';

/** What a user or a journey decides on one person. */
export interface Decision {
  readonly person: string;
  /** A role of the definition; `null` removes the person, or keeps it out when it never was a member. */
  readonly role: string | null;
  readonly source: 'manual' | 'journey';
  readonly at: Instant;
  /** Who exactly: the id of the user or the journey. */
  readonly by?: string;
}

/** What a decision makes of a group. */
export interface Decided {
  /** The very record that was given when nothing changed. */
  readonly record: BuyingGroupRecord;
  readonly changes: readonly GroupChange[];
  /** False when a decision of higher authority stands; that is no error. */
  readonly applied: boolean;
}

/**
 * Applies a decision to a group, unless one of higher authority stands (BG-30 to BG-36).
 * @throws AccompanyError `NOT_ALLOWED` for a role that the definition does not have; `NOT_FOUND` for a person who does
 *   not belong to the account.
 */
export function decide(
  group: CompiledGroup,
  view: AccountView,
  record: BuyingGroupRecord,
  decision: Decision,
): Decided {
  refuseUnknown(group, view, decision);
  const { person, role } = decision;
  const roster = rosterOf(record);
  const member = roster.members.find((other) => other.person === person) ?? null;
  const standing = member ?? roster.exclusions.find((other) => other.person === person) ?? null;
  if (standing !== null && !overrides(decision.source, standing.source)) {
    return { record, changes: [], applied: false };
  }
  const changes: GroupChange[] = [];
  const change = changeOf(group, member, decision);
  if (change !== null) changes.push(change);
  const next =
    role === null && member === null ? exclude(roster, decision) : seat(roster, decision);
  return { record: revise(group, record, next, changes), changes, applied: true };
}

/**
 * Hands one person back to the system rule: as after this the rule alone had decided, without a change until
 * the rule is applied next. The very record when no decision stands.
 */
export function releaseDecision(record: BuyingGroupRecord, person: string): BuyingGroupRecord {
  const { members, exclusions } = rosterOf(record);
  const place = members.findIndex((member) => member.person === person);
  if (place >= 0) {
    const member = members[place]!;
    if (member.source === 'system') return record;
    const { by: _released, ...rest } = member;
    return { ...record, members: members.with(place, { ...rest, source: 'system' }) };
  }
  const rest = exclusions.filter((exclusion) => exclusion.person !== person);
  if (rest.length === exclusions.length) return record;
  const { exclusions: _released, ...kept } = record;
  return { ...kept, ...(rest.length > 0 && { exclusions: rest }) };
}

function refuseUnknown(group: CompiledGroup, view: AccountView, { person, role }: Decision): void {
  if (role !== null && !group.roleNames.has(role)) {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `The buying group ${JSON.stringify(group.id)} has no role ${JSON.stringify(role)}. ` +
        `Choose one of ${[...group.roleNames].join(', ')}.`,
    );
  }
  if (view.people.some(({ id }) => id === person)) return;
  throw new AccompanyError(
    'NOT_FOUND',
    `${JSON.stringify(person)} does not belong to the account ${JSON.stringify(view.id)}. Relate the person first.`,
  );
}

function changeOf(
  group: CompiledGroup,
  member: Member | null,
  { person, role, source, by }: Decision,
): GroupChange | null {
  const previous = member === null || member.removed ? null : member.role;
  if (role === previous) return null;
  return role === null
    ? { type: 'removed', group: group.id, person, role: previous!, reason: source, ...named(by) }
    : { type: 'assigned', group: group.id, person, role, previous, source, ...named(by) };
}

function named(by: string | undefined): { readonly by?: string } {
  return by === undefined ? {} : { by };
}

function exclude(roster: Roster, { person, source, at, by }: Decision): Roster {
  const before = roster.exclusions.find((other) => other.person === person);
  if (before?.source === source) return roster;
  const exclusion: Exclusion = { person, source, decidedAt: at, ...named(by) };
  return { ...roster, exclusions: place(roster.exclusions, exclusion) };
}

function seat(roster: Roster, { person, role, source, at, by }: Decision): Roster {
  const before = roster.members.find((other) => other.person === person);
  const member: Member = {
    person,
    role: role ?? before!.role,
    source,
    removed: role === null,
    decidedAt: at,
    ...named(by),
  };
  const isExcluded = roster.exclusions.some((other) => other.person === person);
  return {
    members:
      before?.source === source && before.role === member.role && before.removed === member.removed
        ? roster.members
        : place(roster.members, member),
    exclusions: isExcluded
      ? roster.exclusions.filter((other) => other.person !== person)
      : roster.exclusions,
  };
}

function place<T extends { readonly person: string }>(items: readonly T[], item: T): readonly T[] {
  const at = items.findIndex(({ person }) => person === item.person);
  return at < 0 ? [...items, item] : items.with(at, item);
}
