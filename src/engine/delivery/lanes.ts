import type { Instant } from '../../kernel/instant.ts';
import type { Channel, ChannelLimits } from '../../ports/channel.ts';

const CONCURRENCY = 4;
const BATCH = 100;
const TIMEOUT = 30_000;
const SECOND = 1_000;

/**
 * What may be on its way to one live channel at a time (EN-67): calls at once, and recipients a second. Tokens come in
 * with time, at most those of one second; an effect may take more than are there, and the next one then waits longer.
 */
export class Lane {
  readonly batch: number;
  readonly timeout: number;
  private readonly concurrency: number;
  private readonly perSecond: number;
  private readonly most: number;
  private calls = 0;
  private tokens: number;
  private filledAt: Instant = Number.NEGATIVE_INFINITY;
  private blockedUntil: Instant = Number.NEGATIVE_INFINITY;

  constructor({ concurrency, batch, perSecond, timeout }: ChannelLimits = {}) {
    this.concurrency = concurrency ?? CONCURRENCY;
    this.batch = batch ?? BATCH;
    this.perSecond = perSecond ?? Number.POSITIVE_INFINITY;
    this.timeout = timeout ?? TIMEOUT;
    this.most = Math.max(1, this.perSecond);
    this.tokens = this.most;
  }

  /** How many effects may be claimed now. */
  room(now: Instant): number {
    this.fill(now);
    if (now < this.blockedUntil || this.tokens < 1) return 0;
    return (this.concurrency - this.calls) * this.batch;
  }

  /** Takes tokens for recipients; false when none are left. */
  take(recipients: number): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= recipients;
    return true;
  }

  /** Gives tokens back for recipients who did not get anything after all. */
  giveBack(recipients: number): void {
    this.tokens = Math.min(this.most, this.tokens + recipients);
  }

  /** When there is room again by the passage of time alone; `null` when an answer must come first, or there is room. */
  opensAt(now: Instant): Instant | null {
    this.fill(now);
    const filled =
      this.tokens >= 1 ? now : now + Math.ceil(((1 - this.tokens) * SECOND) / this.perSecond);
    const at = Math.max(filled, this.blockedUntil);
    return at > now ? at : null;
  }

  /** The receiver asked to be left alone. */
  block(until: Instant): void {
    this.blockedUntil = Math.max(this.blockedUntil, until);
  }

  begin(): void {
    this.calls += 1;
  }

  end(): void {
    this.calls -= 1;
  }

  private fill(now: Instant): void {
    if (this.perSecond === Number.POSITIVE_INFINITY) return;
    const passed = Math.max(0, now - this.filledAt);
    // A clock that was put back brings nothing, and blocks nothing.
    this.filledAt = now;
    this.tokens = Math.min(this.most, this.tokens + (passed * this.perSecond) / SECOND);
  }
}

/** The lane of each channel. */
export class Lanes {
  private readonly lanes: Map<Channel, Lane> = new Map();

  of(channel: Channel): Lane {
    let lane = this.lanes.get(channel);
    if (lane === undefined) this.lanes.set(channel, (lane = new Lane(channel.limits)));
    return lane;
  }

  /** When the first of them opens by the passage of time alone. */
  opensAt(now: Instant): Instant | null {
    let first: Instant | null = null;
    for (const lane of this.lanes.values()) {
      const at = lane.opensAt(now);
      if (at !== null && (first === null || at < first)) first = at;
    }
    return first;
  }
}
