import { assignMembers } from '../buying-group/assign.ts';
import type { AccountDraft } from './draft.ts';
import { groupOf, tellGroup } from './group-record.ts';
import { definitionOf } from './group-stage.ts';

/**
 * Deletes a group that nothing gives the account any more, for a user (BG-129). Whoever asks has checked that; a group that
 * the account would be given again at once stays.
 */
export function deleteGroup(draft: AccountDraft, group: string, by: string | null): void {
  const known = groupOf(draft, group);
  if (known === null) return;
  const definition = definitionOf(draft, group);
  const { account, now } = draft;
  if (definition !== undefined && assignMembers(definition, account, null, now).record !== null)
    return;
  const { value = 0 } = known;
  const after = draft.write();
  after.groups = account.groups.filter((other) => other !== known);
  if (value > 0) after.scoreDue ??= now;
  draft.changes.groups();
  const named = by === null ? {} : { by };
  for (const { person, role, removed } of known.members) {
    if (removed) continue;
    tellGroup(draft, { type: 'removed', group, person, role, reason: 'manual', ...named });
  }
  draft.facts.push({ type: 'groupDeleted', group, ...named });
}
