import { DAY, MINUTE } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Dice } from './dice.ts';
import type { Timeline } from './timeline.ts';
import type { Weather } from './weather.ts';

/** What {@link lateness} needs. */
export interface LatenessOptions {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly weather: () => Weather;
  /** Faults have ended. */
  readonly isCalm: () => boolean;
  readonly aim: () => Instant;
  /** The next instant at which something is due, if any; it may be past. */
  readonly nextDue: () => Instant | undefined;
  /** The next instant at which a lease expires, if any. */
  readonly nextExpiry: () => Instant | undefined;
}

/** How often an engine looks for work that it does not know of, alone and among others (EN-42, EN-81). */
const LOOKS: ReadonlySet<number> = new Set([60_000, 500]);

/** In calm every engine looks at least so often, in milliseconds. */
export const LONGEST_SLEEP: number = DAY / 2;

/**
 * When a timer really rings. Most are a little late. Looks, which engines take many times a minute for whatever they do
 * not know of, would fill months with nothing: they come when there is something to see, near an instant at which something
 * may go wrong, or by and by.
 */
export function lateness(options: LatenessOptions): (delay: number) => number {
  const { timeline, dice, weather, isCalm, aim, nextDue, nextExpiry } = options;
  return (delay) => {
    if (!LOOKS.has(delay)) return delay + dice.about(20);
    const { now } = timeline;
    const due = nextDue();
    if (due !== undefined && due <= now) {
      // It is somebody else's, and whose it is may be away.
      const expiry = dice.once(0.5) ? nextExpiry() : undefined;
      return expiry === undefined ? delay + dice.about(MINUTE) : Math.min(expiry - now + 1, DAY);
    }
    // Most engines know what is due next; some oversleep.
    if (due !== undefined && (isCalm() || dice.once(0.6))) return due - now + dice.about(20);
    const aimed = dice.once(weather().aim) ? aim() - now : 0;
    const later = aimed > delay ? aimed : delay + dice.about(DAY);
    return isCalm() ? Math.min(later, LONGEST_SLEEP) : later;
  };
}
