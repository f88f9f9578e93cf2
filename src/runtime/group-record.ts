import type { CompiledGroup } from '../buying-group/compile-group.ts';
import { groupName } from '../buying-group/creation-job.ts';
import type { BuyingGroupRecord } from '../buying-group/record.ts';
import type { GroupChange } from '../buying-group/revision.ts';
import type { Value } from '../model/value.ts';
import type { AccountDraft } from './draft.ts';

/** The account's group for a definition; `null` while there is none. */
export function groupOf(draft: AccountDraft, definition: string): BuyingGroupRecord | null {
  return draft.account.groups.find((group) => group.definition === definition) ?? null;
}

/** Takes a group that came into being, with its name (BG-113), and tells of it. */
export function addGroup(
  draft: AccountDraft,
  group: CompiledGroup,
  record: BuyingGroupRecord,
  job: string | null,
): void {
  const { id, attributes } = draft.account;
  const name = Object.hasOwn(attributes, 'name') ? attributes['name'] : undefined;
  const known = typeof name === 'string' && name.trim() !== '' ? name : id;
  const { now } = draft;
  const added = { ...record, name: groupName(group.name, known), created: now, updated: now, job };
  const account = draft.write();
  account.groups = [...account.groups, added];
  draft.changes.groups();
  draft.facts.push({ type: 'groupCreated', group: group.id, job });
}

/** Takes a changed group in the place of the one that it was (BG-114). */
export function replaceGroup(
  draft: AccountDraft,
  known: BuyingGroupRecord,
  record: BuyingGroupRecord,
): void {
  const account = draft.write();
  const changed = { ...record, updated: draft.now };
  account.groups = account.groups.map((group) => (group === known ? changed : group));
  draft.changes.groups();
}

/** A fact for every change, and the event that listeners hear of it (BG-28). */
export function tellGroup(draft: AccountDraft, change: GroupChange): void {
  const { group } = change;
  if (change.type === 'completeness') {
    const { previous, next } = change;
    draft.facts.push({ type: 'completeness', group, previous, next });
    const scores: Record<string, Value> = { group };
    if (next !== null) scores['newScore'] = next;
    if (previous !== null) scores['previousScore'] = previous;
    announceGroup(draft, 'completenessChanged', null, scores);
    return;
  }
  const { person, role, by = null } = change;
  const base = { type: 'member', group, person, by } as const;
  if (change.type === 'assigned') {
    const { previous, source } = change;
    draft.facts.push({ ...base, role, previous, source });
    announceGroup(draft, 'assignedToGroup', person, { group, role });
  } else {
    draft.facts.push({ ...base, role: null, previous: role, source: change.reason });
    announceGroup(draft, 'removedFromGroup', person, { group });
  }
}

/** Lets listeners hear of something that happened to a group. */
export function announceGroup(
  draft: AccountDraft,
  type: string,
  person: string | null,
  fields: Record<string, Value>,
): void {
  draft.announce({ id: type, type, at: draft.now, fields }, person);
}
