import type { Instant } from '../kernel/instant.ts';

/** The engine looks at least this often, whatever it believes is due (EN-42). */
const SWEEP = 60_000;

/**
 * The one wake-up of an engine on the system clock: at what is due next, and at least once a minute. Bounded, so that
 * no delay comes near the limit of 24.8 days that timers have.
 */
export class Alarm {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly ring: () => void;

  constructor(ring: () => void) {
    this.ring = ring;
  }

  set(due: Instant | null, now: Instant): void {
    this.clear();
    const delay = due === null ? SWEEP : Math.min(SWEEP, Math.max(0, due - now));
    this.timer = setTimeout(this.ring, delay);
    // A waiting engine must not keep a host's process alive.
    (this.timer as { unref?: () => void }).unref?.();
  }

  clear(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
