import { NEVER, type Instant } from '../kernel/instant.ts';
import { regroup } from './regroup.ts';
import type { AccountDraft } from './draft.ts';
import { letIn } from './entry.ts';
import { leave } from './move.ts';

/**
 * Brings groups and audiences up to date, lets go whom a journey wants to let go, and lets in whom journeys take
 * (RT-5, RT-10, RT-18).
 */
export function settle(draft: AccountDraft): void {
  regroup(draft);
  evaluateAudiences(draft);
  const { mayEnter } = draft;
  draft.mayEnter = false;
  if (mayEnter || draft.queued !== null) letIn(draft, mayEnter);
}

function evaluateAudiences(draft: AccountDraft): void {
  const { audiences } = draft.world;
  const { account, now, inside, changes } = draft;
  const flipAt: Instant = draft.flipAt ?? NEVER;
  const result = draft.reevaluate
    ? audiences.evaluate(account, now, inside)
    : audiences.evaluateChanged(changes, account, now, inside, flipAt);
  draft.reevaluate = false;
  changes.clear();
  const flip = Math.min(result.flipAt, draft.groupFlip);
  draft.flipAt = flip === NEVER ? null : flip;
  draft.inside = result.inside;
  const { entered, left } = result;
  if (entered.length === 0 && left.length === 0) return;
  draft.facts.push({ type: 'audience', entered, left });
  if (entered.length > 0) draft.mayEnter = true;
  if (left.length > 0) leaveWithAudience(draft, left);
}

function leaveWithAudience(draft: AccountDraft, left: readonly string[]): void {
  for (const run of draft.runs) {
    const program = draft.world.programs.get(run.plan);
    if (program?.plan.exitOnAudienceLoss === true && left.includes(program.source))
      leave(draft, run, 'audience_left');
  }
}
