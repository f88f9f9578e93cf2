import { addDuration } from '../kernel/calendar.ts';
import type { Instant } from '../kernel/instant.ts';
import { isNamed } from '../model/account-name.ts';
import type { ReEntry } from '../plan/plan.ts';
import type { AccountDraft } from './draft.ts';
import type { EntryRefusal, RunFact } from './fact.ts';
import { land } from './move.ts';
import { pastOf, type Past } from './run.ts';
import { walk } from './walk.ts';
import { readScores } from './score-account.ts';
import type { Walk } from './way.ts';
import type { AccountBody, Progress } from './state.ts';
import type { World, WorldJourney } from './world.ts';

/**
 * Lets the account, in order of publication, into the journeys that it has waited for and that have started and, when
 * `byAudience`, into those whose audience holds it (RT-5, RT-10, RT-16). Forgets the line for journeys that never start.
 */
export function letIn(draft: AccountDraft, byAudience: boolean): void {
  const waiting = draft.queued;
  for (const id of waiting ?? []) {
    if (draft.world.journeys.get(id)?.status !== 'scheduled') unqueue(draft, id);
  }
  for (const journey of draft.world.open) {
    const inLine = waiting !== null && waiting.includes(journey.id);
    const wanted = inLine || (byAudience && draft.inside.includes(journey.program.source));
    if (wanted && refusal(draft, journey) === null)
      enter(draft, journey, inLine ? 'action' : 'entry');
  }
}

/** Lets the account in by an action, or leaves a fact that says why not (RT-15, RT-16). */
export function enrol(draft: AccountDraft, id: string): void {
  const journey = draft.world.journeys.get(id);
  const reason = journey === undefined ? 'not_accepting' : refusal(draft, journey);
  if (reason !== null) {
    draft.facts.push({ type: 'refused', journey: id, reason });
    return;
  }
  if (journey!.status === 'live') {
    enter(draft, journey!, 'action');
  } else if (!draft.queued?.includes(id)) {
    draft.queued = [...(draft.queued ?? []), id];
    draft.facts.push({ type: 'queued', journey: id, waiting: true });
  }
}

/** Takes the account out of the line for a scheduled journey. */
export function unqueue(draft: AccountDraft, id: string): void {
  if (!draft.queued?.includes(id)) return;
  const rest = draft.queued.filter((other) => other !== id);
  draft.queued = rest.length === 0 ? null : rest;
  draft.facts.push({ type: 'queued', journey: id, waiting: false });
}

/** Why the account may not enter now; `null` when it may. The audience is not looked at. */
export function refusal(draft: AccountDraft, journey: WorldJourney): EntryRefusal | null {
  return refusalOf(draft.world, draft.account, draft, journey, draft.now);
}

/** {@link refusal} for an account as it is stored. */
export function refusalOf(
  world: World,
  account: AccountBody,
  progress: Pick<Progress, 'runs' | 'past'>,
  journey: WorldJourney,
  now: Instant,
): EntryRefusal | null {
  if (journey.status !== 'live' && journey.status !== 'scheduled') return 'not_accepting';
  for (let index = 0; index < progress.runs.length; index += 1) {
    if (progress.runs[index]!.journey === journey.id) return 'already_inside';
  }
  if (!isNamed(world.catalogue, account)) return 'no_name';
  const past = pastOf(progress.past, journey.id);
  if (past === undefined) return null;
  const policy = journey.program.plan.reEntry;
  if (policy === null || (policy.limit !== null && past.entries >= policy.limit))
    return 'entry_limit';
  return now < reEntryAt(policy, past) ? 'too_early' : null;
}

/** The instant from which a member may enter again (RT-14). */
export function reEntryAt(policy: ReEntry, past: Past): Instant {
  const anchor = policy.from === 'end' ? past.lastEndedAt : past.lastEnteredAt;
  return addDuration(anchor, { [policy.delay.unit]: policy.delay.count });
}

function enter(draft: AccountDraft, { id, program }: WorldJourney, cause: RunFact['cause']): void {
  // The journey may look at them.
  readScores(draft);
  const way: Walk = {
    program,
    run: {
      journey: id,
      plan: program.plan.hash,
      entry: (pastOf(draft.past, id)?.entries ?? 0) + 1,
      enteredAt: draft.now,
    },
    from: null,
    cause,
    event: null,
    trail: [],
    groups: null,
  };
  land(draft, way, walk(draft, way, 0));
}
