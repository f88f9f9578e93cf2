import { assignMembers } from '../buying-group/assign.ts';
import { NEVER } from '../kernel/instant.ts';
import type { AccountDraft } from './draft.ts';
import { addGroup, groupOf, replaceGroup, tellGroup } from './group-record.ts';
import { refitGroup } from './group-stage.ts';
import { dropScores, rescore } from './score-account.ts';

/** Brings buying groups up to date when something changed that they may depend on (RT-5). */
export function regroup(draft: AccountDraft): void {
  const flipped = draft.flipAt !== null && draft.flipAt <= draft.now;
  const { groups } = draft.world;
  const wanted = draft.regroup || flipped;
  draft.regroup = false;
  if (wanted) dropScores(draft);
  if (groups.length === 0) return;
  if (!wanted) {
    if (draft.valuesChanged) rescore(draft);
    return;
  }
  draft.groupFlip = NEVER;
  for (const group of groups) {
    const known = groupOf(draft, group.id);
    const { record, changes, flipAt, job } = assignMembers(group, draft.account, known, draft.now);
    draft.groupFlip = Math.min(draft.groupFlip, flipAt);
    if (record !== known && record !== null) {
      if (known === null) addGroup(draft, group, record, job ?? null);
      else replaceGroup(draft, known, record);
      for (const change of changes) tellGroup(draft, change);
    }
    if (known?.stage !== undefined) refitGroup(draft, group);
  }
  rescore(draft);
}
