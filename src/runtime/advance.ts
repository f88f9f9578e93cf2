import type { Instant } from '../kernel/instant.ts';
import { apply, applyCaused } from './apply.ts';
import { AccountDraft } from './draft.ts';
import { nextDue } from './due.ts';
import type { Effect } from './effect.ts';
import type { Evidence } from './evidence.ts';
import type { FactItem } from './fact.ts';
import { advanceMerged, isMerged } from './advance-merged.ts';
import { eraseAccount } from './erase-account.ts';
import { inOrder, isOfNight, momentOf, type AccountInput, type Message } from './input.ts';
import { fire, resume } from './move.ts';
import type { Run } from './run.ts';
import { regroup } from './regroup.ts';
import { refreshScores } from './score-account.ts';
import { settle } from './settle.ts';
import { NO_PROGRESS, type AccountBody, type Progress } from './state.ts';
import type { World } from './world.ts';

/** What one advance makes of an account. Bodies that did not change are the very ones that were given. */
export interface Advance {
  readonly account: AccountBody;
  readonly progress: Progress;
  /** When the account next wants attention; `null` for never. */
  readonly due: Instant | null;
  readonly effects: readonly Effect[];
  readonly messages: readonly Message[];
  readonly facts: readonly FactItem[];
  readonly evidence: readonly Evidence[];
}

/**
 * The heart of the library: what an account does with the inputs that are pending for it at `now`.
 *
 * Invariants. (1) Pure: no clock, no chance, no I/O, and nothing given is changed (RT-7). (2) Total: every run ends up
 * parked or ended; what cannot be bounded throws `STEP_LIMIT`, and then nothing has happened (RT-6). (3) Order: leaving,
 * data, then events and timers by instant, then what they caused, first in, first out (RT-1 to RT-5).
 *
 * Rules: `docs/semantics/runtime.md`.
 * @throws AccompanyError `STEP_LIMIT` (RT-6), `BUG` when a plan is not what `compileJourney` makes.
 */
export function advance(
  world: World,
  account: AccountBody,
  progress: Progress,
  inputs: readonly AccountInput[],
  now: Instant,
): Advance {
  if (account.erasing === true) return { ...NOTHING, account, progress };
  const draft = new AccountDraft(world, account, progress, now);
  // It comes alone.
  if (inputs[0]?.kind === 'erase') {
    eraseAccount(draft);
    return { ...outcome(draft, progress), due: null };
  }
  if (isMerged(account, inputs)) {
    advanceMerged(draft, inOrder(inputs));
    return outcome(draft, progress);
  }
  // Membership was looked at when the account was, and values of a night are no part of it.
  if (inputs.every(isOfNight)) draft.regroup = false;
  refreshScores(draft);
  const pending = inOrder(inputs);
  let next = 0;
  while (next < pending.length && momentOf(pending[next]!) === null) apply(draft, pending[next++]!);
  regroup(draft);
  resumeStalled(draft);
  for (;;) {
    const event = next < pending.length ? momentOf(pending[next]!) : null;
    const run = firstDue(draft);
    if (run !== null && (event === null || run.due! < event.at)) fire(draft, run);
    else if (event !== null) apply(draft, pending[next++]!);
    else break;
  }
  do {
    for (let index = 0; index < draft.caused.length; index += 1) {
      const { input, tick } = draft.caused[index]!;
      applyCaused(draft, input, tick);
    }
    draft.caused.length = 0;
    settle(draft);
    // Who entered may have changed what audiences and groups look at without causing an input: a list's members, say.
  } while (draft.caused.length > 0 || draft.regroup || !draft.changes.empty);
  return outcome(draft, progress);
}

const NOTHING: Omit<Advance, 'account' | 'progress'> = Object.freeze({
  due: null,
  effects: [],
  messages: [],
  facts: [],
  evidence: [],
});

function resumeStalled(draft: AccountDraft): void {
  const { runs } = draft;
  for (let index = 0; index < runs.length; index += 1)
    if (runs[index]!.stalledAt !== null) resume(draft, runs[index]!);
}

/** The run whose timer fires next: the earliest that is due, and of equal ones that of the older journey (RT-2). */
function firstDue(draft: AccountDraft): Run | null {
  const { runs } = draft;
  let first: Run | null = null;
  for (let index = 0; index < runs.length; index += 1) {
    const run = runs[index]!;
    if (run.due === null || run.due > draft.now) continue;
    if (
      first === null ||
      run.due < first.due! ||
      (run.due === first.due && order(draft, run) < order(draft, first))
    ) {
      first = run;
    }
  }
  return first;
}

function order(draft: AccountDraft, run: Run): number {
  return draft.world.journeys.get(run.journey)?.order ?? Number.MAX_SAFE_INTEGER;
}

function outcome(draft: AccountDraft, before: Progress): Advance {
  const { runs, past, inside, queued, flipAt } = draft;
  const unchanged =
    runs === before.runs &&
    past === before.past &&
    inside === before.inside &&
    queued === before.queued &&
    flipAt === before.flipAt &&
    // The first evaluation is worth keeping: from then on only what changes is looked at.
    (before !== NO_PROGRESS || draft.world.audiences.ids.length === 0);
  const progress = unchanged ? before : { runs, past, inside, flipAt, queued };
  return {
    account: draft.account,
    progress,
    due: nextDue(draft.world, progress, draft.now),
    effects: draft.effects,
    messages: draft.messages,
    facts: draft.facts,
    evidence: draft.evidence,
  };
}
