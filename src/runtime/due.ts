import { NEVER, type Instant } from '../kernel/instant.ts';
import { reEntryAt } from './entry.ts';
import type { Progress } from './state.ts';
import type { World } from './world.ts';

/**
 * When an account next wants attention: the earliest of its runs' timers, of audiences and groups that time alone may
 * change, and of re-entries that become possible. `null` for never. One instant stands for all of them, so that a
 * parked account costs one entry in one index (architecture decision 8).
 */
export function nextDue(world: World, progress: Progress, now: Instant): Instant | null {
  let due: Instant = progress.flipAt ?? NEVER;
  const { runs } = progress;
  for (let index = 0; index < runs.length; index += 1) {
    const at = runs[index]!.due;
    if (at !== null && at < due) due = at;
  }
  if (progress.past !== null) {
    for (const id of Object.keys(progress.past)) {
      const past = progress.past[id]!;
      const journey = world.journeys.get(id);
      const policy = journey?.status === 'live' ? journey.program.plan.reEntry : null;
      if (policy === null || (policy.limit !== null && past.entries >= policy.limit)) continue;
      const at = reEntryAt(policy, past);
      if (at > now && at < due) due = at;
    }
  }
  return due === NEVER ? null : due;
}
