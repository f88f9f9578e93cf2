import { pastOf, startOfPast } from '../conditions/past.ts';
import { checkDuration, type Duration } from '../kernel/duration.ts';
import type { Instant } from '../kernel/instant.ts';

/** How long is kept what is not needed any more. What is missing is kept for ever (PV-1). */
export interface Retention {
  /** Facts by the instant they tell of. Counters stay as they are. */
  readonly facts?: Duration;
  /** What decisions saw. */
  readonly evidence?: Duration;
  /** Ids of events that were taken in: an event that a source delivers again after so long counts again. */
  readonly inputs?: Duration;
  /** Experience events by timestamp, unless a condition, a listener or a run in flight may still look at them. */
  readonly events?: Duration;
}

/** What {@link Retention} names. */
export const KEPT = ['facts', 'evidence', 'inputs', 'events'] as const;

/** What a pass of retention has deleted, by kind; events count once for each history that held them. */
export type Pruned = Readonly<Record<(typeof KEPT)[number], number>>;

/** What is wrong with a retention, and where; `null` when it is sound. */
export function faultOfRetention(
  retention: unknown,
): { readonly path: readonly string[]; readonly message: string } | null {
  if (typeof retention !== 'object' || retention === null || Array.isArray(retention))
    return { path: [], message: 'retention must be an object such as { facts: { months: 24 } }.' };
  for (const [name, duration] of Object.entries(retention)) {
    if (!(KEPT as readonly string[]).includes(name))
      return { path: [name], message: `retention knows ${KEPT.join(', ')}, not ${name}.` };
    if (duration === undefined) continue;
    const fault =
      typeof duration === 'object' && duration !== null
        ? checkDuration(duration as Duration)
        : 'This is no duration.';
    if (fault !== undefined)
      return {
        path: [name],
        message: `retention.${name}: ${fault} Give one such as { days: 90 }.`,
      };
  }
  return null;
}

/** The instant before which a kind is old; months and days are those of UTC. */
export function cutOff(duration: Duration, now: Instant): Instant {
  return startOfPast(pastOf(duration), now);
}
