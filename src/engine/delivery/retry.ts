import { MINUTE } from '../../kernel/duration.ts';
import { hash32 } from '../../kernel/hash.ts';
import type { Channel, RetryPolicy } from '../../ports/channel.ts';
import type { Settlement } from '../../runtime/fact.ts';

/** Without a policy of the channel's own (EN-53). */
const RETRY: RetryPolicy = { pauses: [1, 5, 30, 120].map((minutes) => minutes * MINUTE) };
const JITTER = 0.2;

/**
 * Milliseconds until the next attempt after `attempts` earlier ones; `null` when it is given up. Chance is a hash of the
 * effect and the attempt, so that an engine that repeats a decision makes the same one. Simulated channels have none:
 * nobody there is overrun.
 */
export function pauseBefore(
  channel: Channel | null,
  effect: string,
  attempts: number,
  least = 0,
): number | null {
  const { pauses, jitter = JITTER } = channel?.retry ?? RETRY;
  const pause = pauses[attempts];
  if (pause === undefined) return null;
  const spread = channel === null || channel.simulated === true ? 0 : jitter;
  const shift = spread * ((hash32(`${effect} ${attempts}`) / 2 ** 32) * 2 - 1);
  return Math.max(least, Math.round(pause * (1 + shift)));
}

/** Outcomes by what becomes of their recipients. */
export interface Sorted {
  /** Sent, refused, or failed and given up. */
  readonly final: readonly Settlement[];
  /** May be tried again. */
  readonly again: readonly Settlement[];
  /** Unknown, for a person to decide (EN-54). */
  readonly parked: readonly Settlement[];
}

/** Parts outcomes into those that are final, those that may be tried again, and those that stay unknown. */
export function sortOutcomes(outcomes: readonly Settlement[], channel: Channel | null): Sorted {
  const final: Settlement[] = [];
  const again: Settlement[] = [];
  const parked: Settlement[] = [];
  for (const each of outcomes) {
    if (each.outcome === 'failed') again.push(each);
    else if (each.outcome !== 'unknown') final.push(each);
    else if (isRepeatable(channel)) again.push(each);
    else parked.push(each);
  }
  return { final, again, parked };
}

/** Whether a delivery whose outcome is unknown may be made again, if need be after asking. */
export function isRepeatable(channel: Channel | null): boolean {
  if (channel === null || channel.delivery === 'keyed') return true;
  return canAsk(channel) || channel.onUnknown === 'repeat';
}

/** Whether the channel can say what became of a delivery. */
export function canAsk(channel: Channel | null): boolean {
  return channel?.delivery === 'queryable' && channel.query !== undefined;
}
