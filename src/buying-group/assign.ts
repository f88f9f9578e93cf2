import type { CompiledCondition } from '../conditions/compile.ts';
import { ConditionScope } from '../conditions/scope.ts';
import { NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AccountView } from '../model/view.ts';
import type { CompiledGroup } from './compile-group.ts';
import type { BuyingGroupRecord, Member } from './record.ts';
import { revise, rosterOf } from './revision.ts';
import type { GroupChange, Roster } from './revision.ts';

export type { GroupChange } from './revision.ts';

/** What the system rule makes of one account's group. */
export interface Assignment {
  /** The very record that was given when nothing changed; `null` while the account has no group. */
  readonly record: BuyingGroupRecord | null;
  readonly changes: readonly GroupChange[];
  /** Not later than the next instant at which time alone changes what the rule says; `NEVER` when it cannot. */
  readonly flipAt: Instant;
  /** The creation job that made the group just now; missing: no group was made, or the definition itself made it. */
  readonly job?: string;
}

const NONE: readonly never[] = Object.freeze([]);

/**
 * Brings one account's group up to date: lets go who left the account, and gives every person on whom nobody of higher
 * authority decided the first role whose condition holds (BG-20 to BG-29). Creates the group when it is due (BG-10).
 */
export function assignMembers(
  group: CompiledGroup,
  view: AccountView,
  record: BuyingGroupRecord | null,
  now: Instant,
): Assignment {
  const scope = new ConditionScope(view, null, now, null);
  let job: string | null = null;
  const byMembers = group.accounts === null && group.jobs.length === 0;
  if (record === null) {
    if (!group.isNamed(view)) return { record: null, changes: NONE, flipAt: NEVER };
    if (!byMembers) {
      const reason = reasonFor(group, scope);
      if (!reason.holds) return { record: null, changes: NONE, flipAt: reason.flipAt };
      ({ job } = reason);
    }
  }
  const changes: GroupChange[] = [];
  const present = dropDeparted(group, view, rosterOf(record), changes);
  if (record !== null && !group.updatesExisting) {
    return { record: revise(group, record, present, changes), changes, flipAt: NEVER };
  }
  const { members, flipAt } = applyRule(group, scope, present, changes);
  if (record === null && byMembers && members.length === 0) {
    return { record: null, changes: NONE, flipAt };
  }
  const revised = revise(group, record, { ...present, members }, changes);
  return { record: revised, changes, flipAt, ...(job !== null && { job }) };
}

/** Why the account is due a group: the definition's own condition first, then the jobs in their order (BG-75). */
function reasonFor(
  { accounts, jobs }: CompiledGroup,
  scope: ConditionScope,
): { readonly holds: boolean; readonly job: string | null; readonly flipAt: Instant } {
  let flipAt: Instant = NEVER;
  const holds = (condition: CompiledCondition): boolean => {
    flipAt = Math.min(flipAt, flipOf(condition, scope));
    return condition.test(scope);
  };
  if (accounts !== null && holds(accounts)) return { holds: true, job: null, flipAt };
  const found = jobs.find(({ condition }) => holds(condition));
  return { holds: found !== undefined, job: found?.id ?? null, flipAt };
}

/** The group without people who do not belong to the account any more (BG-25), and what that changes. */
export function dropStrangers(
  group: CompiledGroup,
  view: AccountView,
  record: BuyingGroupRecord,
): { readonly record: BuyingGroupRecord; readonly changes: readonly GroupChange[] } {
  const changes: GroupChange[] = [];
  const roster = dropDeparted(group, view, rosterOf(record), changes);
  return { record: revise(group, record, roster, changes), changes };
}

/** Membership and decisions end with the account-person relation, whoever decided. */
function dropDeparted(
  group: CompiledGroup,
  view: AccountView,
  roster: Roster,
  changes: GroupChange[],
): Roster {
  if (roster.members.length === 0 && roster.exclusions.length === 0) return roster;
  const people = new Set(view.people.map(({ id }) => id));
  const isHere = ({ person }: { readonly person: string }): boolean => people.has(person);
  for (const member of roster.members) {
    if (member.removed || isHere(member)) continue;
    const { person, role } = member;
    changes.push({ type: 'removed', group: group.id, person, role, reason: 'leftAccount' });
  }
  return {
    members: roster.members.every(isHere) ? roster.members : roster.members.filter(isHere),
    exclusions: roster.exclusions.every(isHere)
      ? roster.exclusions
      : roster.exclusions.filter(isHere),
  };
}

function applyRule(
  group: CompiledGroup,
  scope: ConditionScope,
  { members: before, exclusions }: Roster,
  changes: GroupChange[],
): { readonly members: readonly Member[]; readonly flipAt: Instant } {
  const places = new Map(before.map(({ person }, place) => [person, place]));
  const excluded = new Set(exclusions.map(({ person }) => person));
  let after: Member[] | null = null;
  let flipAt: Instant = NEVER;
  for (const person of scope.account.people) {
    const place = places.get(person.id);
    const member = place === undefined ? null : before[place]!;
    if (excluded.has(person.id) || (member !== null && member.source !== 'system')) continue;
    scope.person = person;
    let role: string | null = null;
    for (const card of group.roles) {
      flipAt = Math.min(flipAt, flipOf(card.when, scope));
      if (!card.when.test(scope)) continue;
      role = card.role;
      break;
    }
    const previous = member === null || member.removed ? null : member.role;
    if (role === previous) continue;
    changes.push(
      role === null
        ? { type: 'removed', group: group.id, person: person.id, role: previous!, reason: 'system' }
        : {
            type: 'assigned',
            group: group.id,
            person: person.id,
            role,
            previous,
            source: 'system',
          },
    );
    const next: Member = {
      person: person.id,
      role: role ?? previous!,
      source: 'system',
      removed: role === null,
      decidedAt: scope.now,
    };
    after ??= [...before];
    if (place === undefined) after.push(next);
    else after[place] = next;
  }
  return { members: after ?? before, flipAt };
}

function flipOf(condition: CompiledCondition, scope: ConditionScope): Instant {
  return condition.reads.timeRelative ? condition.flipAt(scope) : NEVER;
}
