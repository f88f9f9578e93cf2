import { commitAnswers } from './delivery/hand-over.ts';
import { isAccompanyError } from '../kernel/errors.ts';
import { now, type Core } from './core.ts';
import { finishEmpty, resumeSweeps } from './publishing/lifecycle.ts';
import { reclaim } from './delivery/reclaim.ts';
import { resumePublications } from './publishing/publications.ts';
import { catchUp, refresh } from './refresh.ts';
import { resumeDefinitions } from './sweep.ts';
import { takeMessages } from './time.ts';

/**
 * Runs a call. When it fails in the storage, what is stored may be newer than what the engine knows (a commit may have
 * been done although its answer was lost): the next call reads everything again first (EN-72).
 */
export async function attempt<T>(core: Core, run: () => Promise<T>): Promise<T> {
  await comeToKnow(core);
  try {
    return await run();
  } catch (error) {
    if (!isAccompanyError(error) || error.kind === 'failed' || error.kind === 'conflict')
      core.stale = true;
    if (isLost(error)) core.members.lose();
    throw error;
  }
}

/** Before a call: the engine has its place among the others, and knows what they have changed (EN-75, EN-80). */
async function comeToKnow(core: Core): Promise<void> {
  const { members } = core;
  try {
    if (members.joined) await members.keep(now(core));
    else await members.join(now(core));
  } catch (error) {
    if (!isLost(error)) throw error;
    members.lose();
    await members.join(now(core));
  }
  if (core.stale || members.takeChange()) return readAgain(core);
  if (members.shared) await refresh(core);
}

function isLost(error: unknown): boolean {
  return isAccompanyError(error) && error.code === 'LEASE_LOST';
}

async function readAgain(core: Core): Promise<void> {
  core.leftovers = true;
  core.stale = true;
  core.outbox.length = 0;
  await core.registry.open();
  catchUp(core);
  if (core.settings.facts) await core.feed.open(core.store);
  core.stale = false;
}

/** Completes what an earlier call, or another engine, left half done (EN-1, EN-24). */
export async function resume(core: Core): Promise<void> {
  await resumePublications(core);
  await resumeSweeps(core);
  await resumeDefinitions(core);
  await reclaim(core);
  await takeMessages(core);
  await finishEmpty(core);
}

/** The last thing that an engine does: keeps the answers that have come, and gives its lease back (EN-68). Never rejects. */
export async function leave(core: Core): Promise<void> {
  for (const last of [() => commitAnswers(core), () => core.members.leave()]) {
    try {
      await last();
    } catch (error) {
      core.notifications.error(error);
    }
  }
}
