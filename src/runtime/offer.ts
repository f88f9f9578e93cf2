import type { EventView } from '../model/view.ts';
import type { AccountDraft } from './draft.ts';
import { hear, isLate } from './listen.ts';
import { awaitOf, wake } from './move.ts';
import type { PersonCopy } from './state.ts';

/**
 * Offers one event to every run that is parked now (RT-58). `causedAt` is the tick of an event that this advance
 * caused: a run that arrived after it does not hear it (RT-53).
 */
export function offer(
  draft: AccountDraft,
  event: EventView,
  person: PersonCopy | null,
  causedAt: number | null,
): void {
  if (draft.runs.length === 0) return;
  let late = false;
  for (const run of draft.runs) {
    const node = awaitOf(draft, run);
    if (node === null || node.listen === null) continue;
    if (causedAt !== null && draft.arrivedAfter(run.journey, causedAt)) continue;
    const heard = hear(draft, run, node, event, person);
    if (heard.wakes) {
      if (causedAt !== null) draft.spend();
      wake(draft, run, event.id);
    } else if (heard.counts !== null) {
      const counted = { ...run, heard: heard.counts };
      draft.runs = draft.runs.map((other) => (other === run ? counted : other));
    } else late ||= isLate(node, run, event);
  }
  if (late) draft.facts.push({ type: 'late', event: event.id, eventType: event.type });
}
