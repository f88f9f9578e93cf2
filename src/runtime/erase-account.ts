import type { AccountDraft } from './draft.ts';
import { leave } from './move.ts';

/** An account that is erased leaves its journeys, and enters none on its way out (PV-28). */
export function eraseAccount(draft: AccountDraft): void {
  for (const run of draft.runs) leave(draft, run, 'account_deleted');
  draft.queued = null;
  draft.flipAt = null;
  draft.write().erasing = true;
}
