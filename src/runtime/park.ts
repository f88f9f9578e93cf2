import type { Instant } from '../kernel/instant.ts';
import type { AccountDraft } from './draft.ts';
import type { ExitReason, Run } from './run.ts';
import type { Walk } from './way.ts';

/** Where a walk ended: parked, or out of the journey. */
export type Arrival = { readonly run: Run } | { readonly exit: ExitReason };

/** Parks a run at the end of a campaign, or before one of its steps. */
export function park(
  draft: AccountDraft,
  way: Walk,
  campaign: number,
  due: Instant | null,
  stalledAt: number | null,
): Run {
  const { journey, plan, entry, enteredAt } = way.run;
  draft.arrive(journey);
  return {
    journey,
    plan,
    entry,
    enteredAt,
    campaign,
    arrivedAt: draft.now,
    due,
    heard: null,
    stalledAt,
  };
}
