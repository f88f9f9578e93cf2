import { dropStrangers } from '../buying-group/assign.ts';
import { decideMany } from '../buying-group/decide-many.ts';
import type { Decision } from '../buying-group/decide.ts';
import { releaseDecision } from '../buying-group/decide.ts';
import type { AccountDraft } from './draft.ts';
import { groupOf, replaceGroup, tellGroup } from './group-record.ts';
import { definitionOf } from './group-stage.ts';
import type { WantedRole } from './input.ts';

/**
 * Puts people into the account's group for a journey (BG-119): those that no role fits when none is named stay as they
 * are. Nothing happens in an account without the group, or when the group has no such role any more.
 */
export function assignByJourney(
  draft: AccountDraft,
  journey: string,
  { group, role }: { readonly group: string; readonly role: string | null },
  people: readonly string[],
): void {
  const wanted = people.flatMap((person): readonly WantedRole[] => {
    const found = role ?? fittingRole(draft, group, person);
    return found === null ? [] : [{ person, role: found }];
  });
  decideByJourney(draft, journey, group, wanted);
}

/** Takes people out of the account's group for a journey, and keeps them out of it (BG-120). */
export function removeByJourney(
  draft: AccountDraft,
  journey: string,
  group: string,
  people: readonly string[],
): void {
  const wanted = people.map((person) => ({ person, role: null }));
  decideByJourney(draft, journey, group, wanted);
}

/** Carries out a user's decisions, all or none (BG-122). Whoever asks has checked them; what cannot be any more is left. */
export function decideByUser(
  draft: AccountDraft,
  group: string,
  members: readonly WantedRole[],
  by: string | null,
): void {
  const base = { source: 'manual', at: draft.now, ...(by !== null && { by }) } as const;
  take(
    draft,
    group,
    members.map((member) => ({ ...member, ...base })),
  );
}

/** Leaves people to the system rule again, which looks at them at once (BG-36, BG-123). */
export function releaseMembers(
  draft: AccountDraft,
  group: string,
  people: readonly string[],
): void {
  const known = groupOf(draft, group);
  if (known === null) return;
  const released = people.reduce(releaseDecision, known);
  if (released === known) return;
  replaceGroup(draft, known, released);
  draft.regroup = true;
}

/**
 * Takes a person who has left the account out of its groups, before the person joins again in the same advance: who joins
 * again starts afresh (BG-25). Whoever stays away is found by `regroup`.
 */
export function leaveGroups(draft: AccountDraft, person: string): void {
  const isPerson = (one: { readonly person: string }): boolean => one.person === person;
  for (const known of draft.account.groups) {
    const definition = definitionOf(draft, known.definition);
    if (definition === undefined) continue;
    if (!known.members.some(isPerson) && !known.exclusions?.some(isPerson)) continue;
    const { record, changes } = dropStrangers(definition, draft.account, known);
    replaceGroup(draft, known, record);
    for (const change of changes) tellGroup(draft, change);
  }
}

function decideByJourney(
  draft: AccountDraft,
  journey: string,
  group: string,
  members: readonly WantedRole[],
): void {
  const base = { source: 'journey', at: draft.now, by: journey } as const;
  take(
    draft,
    group,
    members.map((member) => ({ ...member, ...base })),
  );
}

function take(draft: AccountDraft, group: string, decisions: readonly Decision[]): void {
  const [known, definition] = [groupOf(draft, group), definitionOf(draft, group)];
  if (known === null || definition === undefined || decisions.length === 0) return;
  // The limit is one on calls of users (reference 20); a journey decides on as many people as the account has.
  const limits = { ...draft.world.limits, membersAtOnce: decisions.length };
  const decided = decideMany(definition, draft.account, known, decisions, limits);
  if (!decided.ok) return;
  const { record, changes, blocked } = decided.value;
  if (record !== known) {
    replaceGroup(draft, known, record);
    // Its score has to follow at once, whether or not roles are looked at again (EG-49).
    draft.valuesChanged = true;
  }
  for (const change of changes) tellGroup(draft, change);
  for (const each of blocked) draft.facts.push(each);
}

/** The role that the system rule would give the person: the first whose condition holds. */
function fittingRole(draft: AccountDraft, group: string, person: string): string | null {
  const index = draft.indexOf(person);
  const roles = definitionOf(draft, group)?.roles ?? [];
  if (index < 0) return null;
  const scope = draft.look(draft.account.people[index]!, null);
  return roles.find(({ when }) => when.test(scope))?.role ?? null;
}
