import { assignMembers, type GroupChange } from '../buying-group/assign.ts';
import type { BuyingGroupRecord } from '../buying-group/record.ts';
import { NEVER } from '../kernel/instant.ts';
import type { Value } from '../model/value.ts';
import type { AccountDraft } from './draft.ts';

/** Brings buying groups up to date when something changed that they may depend on (RT-5). */
export function regroup(draft: AccountDraft): void {
  const flipped = draft.flipAt !== null && draft.flipAt <= draft.now;
  const { groups } = draft.world;
  const wanted = draft.regroup || flipped;
  draft.regroup = false;
  if (groups.length === 0 || !wanted) return;
  draft.groupFlip = NEVER;
  for (const group of groups) {
    const known = draft.account.groups.find(({ definition }) => definition === group.id) ?? null;
    const { record, changes, flipAt } = assignMembers(group, draft.account, known, draft.now);
    draft.groupFlip = Math.min(draft.groupFlip, flipAt);
    if (record === known || record === null) continue;
    keep(draft, known, record);
    for (const change of changes) tell(draft, change);
  }
}

function keep(
  draft: AccountDraft,
  known: BuyingGroupRecord | null,
  record: BuyingGroupRecord,
): void {
  const account = draft.write();
  account.groups =
    known === null
      ? [...account.groups, record]
      : account.groups.map((group) => (group === known ? record : group));
  draft.changes.groups();
}

/** A fact for every change, and the event that listeners hear of it. */
function tell(draft: AccountDraft, change: GroupChange): void {
  const { group } = change;
  if (change.type === 'completeness') {
    const { previous, next } = change;
    draft.facts.push({ type: 'completeness', group, previous, next });
    const scores: Record<string, Value> = { group };
    if (next !== null) scores['newScore'] = next;
    if (previous !== null) scores['previousScore'] = previous;
    announce(draft, 'completenessChanged', null, scores);
    return;
  }
  const { person, role } = change;
  const assigned = change.type === 'assigned';
  draft.facts.push({ type: 'member', group, person, role: assigned ? role : null });
  if (assigned) announce(draft, 'assignedToGroup', person, { group, role });
  else announce(draft, 'removedFromGroup', person, { group });
}

function announce(
  draft: AccountDraft,
  type: string,
  person: string | null,
  fields: Record<string, Value>,
): void {
  draft.announce({ id: type, type, at: draft.now, fields }, person);
}
