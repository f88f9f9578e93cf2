import { addDuration } from '../../kernel/calendar.ts';
import { HOUR } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ReEntryPolicy } from '../../journey/document.ts';
import type { EntryRefusal } from '../../runtime/fact.ts';
import type { Past } from '../../runtime/run.ts';
import { hasName } from './session.ts';
import type { Session } from './session.ts';
import type { ReferenceRun } from './state.ts';
import { walkFrom } from './walk.ts';
import { findJourney } from './world.ts';
import type { ReferenceJourney } from './world.ts';

/** RT-15, RT-16: an action or the host adds the account to a journey. */
export function enrol(session: Session, id: string): void {
  const { state, outcome } = session;
  const journey = findJourney(session.world, id);
  if (journey?.status === 'scheduled' && hasName(session)) {
    if (!state.queued.includes(id)) state.queued.push(id);
    return;
  }
  const reason = journey === undefined ? 'not_accepting' : refusal(session, journey);
  if (reason !== null) outcome.refused.push({ journey: id, reason });
  else enter(session, journey!);
}

/** RT-10 to RT-14, but for the audience: why the account may not enter; `null` when it may. */
export function refusal(session: Session, journey: ReferenceJourney): EntryRefusal | null {
  const { state, now } = session;
  const { id, reEntry } = journey.document;
  if (journey.status !== 'live' && journey.status !== 'scheduled') return 'not_accepting';
  if (state.runs.some((run) => run.journey === id)) return 'already_inside';
  if (!hasName(session)) return 'no_name';
  const past = state.past[id];
  if (past === undefined) return null;
  if (reEntry === undefined) return 'entry_limit';
  if (reEntry.limit !== undefined && past.entries >= reEntry.limit) return 'entry_limit';
  return now < mayReturn(reEntry, past) ? 'too_early' : null;
}

/** RT-14: from when on the account may enter again. */
export function mayReturn(policy: ReEntryPolicy, past: Past): Instant {
  const from = policy.from === 'start' ? past.lastEnteredAt : past.lastEndedAt;
  const delay = policy.delay ?? { days: 1 };
  if ('hours' in delay) return from + delay.hours * HOUR;
  return addDuration(from, { days: delay.days }, 'UTC');
}

/** RT-17, RT-20 */
export function enter(session: Session, journey: ReferenceJourney): void {
  const { state, outcome, now } = session;
  const { id, nodes } = journey.document;
  const first = nodes.find((node) => node.kind === 'audience')!;
  const run: ReferenceRun = {
    journey: id,
    entry: (state.past[id]?.entries ?? 0) + 1,
    enteredAt: now,
    node: first.id,
    arrivedAt: now,
    due: null,
    heard: [],
    stalled: false,
    arrivedAfter: 0,
  };
  state.runs.push(run);
  outcome.entries.push({ journey: id, entry: run.entry });
  walkFrom(session, run, first.id);
}
