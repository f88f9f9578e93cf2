import { isAccompanyError } from '../kernel/errors.ts';
import type { Core } from './core.ts';
import { finishEmpty, resumeSweeps } from './lifecycle.ts';
import { resumePublications } from './publish.ts';
import { resumeDefinitions } from './sweep.ts';
import { takeMessages } from './time.ts';

/**
 * Runs a call. When it fails in the storage, what is stored may be newer than what the engine knows (a commit may have
 * been done although its answer was lost): the next call reads everything again first (EN-72).
 */
export async function attempt<T>(core: Core, run: () => Promise<T>): Promise<T> {
  if (core.stale) await readAgain(core);
  try {
    return await run();
  } catch (error) {
    if (!isAccompanyError(error) || error.kind === 'failed' || error.kind === 'conflict')
      core.stale = true;
    throw error;
  }
}

async function readAgain(core: Core): Promise<void> {
  core.leftovers = true;
  core.outbox.length = 0;
  await core.registry.open();
  if (core.settings.facts) await core.feed.open(core.store);
  core.stale = false;
}

/** Completes what an earlier call, or another engine, left half done (EN-1, EN-24). */
export async function resume(core: Core): Promise<void> {
  await resumePublications(core);
  await resumeSweeps(core);
  await resumeDefinitions(core);
  await takeMessages(core);
  await finishEmpty(core);
}
