import { Alarm } from './alarm.ts';
import { needOptions } from './argument-checks.ts';
import type { Core } from './core.ts';
import { mendWith, type Mend } from './definitions/definitions.ts';
import { dispatch } from './delivery/dispatch.ts';
import { Inbox } from './inbox.ts';
import type { Instant } from '../kernel/instant.ts';
import { finishEmpty, nextDate } from './publishing/lifecycle.ts';
import { attempt, leave, resume } from './recover.ts';
import type { CallOptions } from './rounds.ts';
import { nextDue, settle } from './time.ts';
import { Turn } from './turn.ts';

/** Milliseconds that calls of live channels have to answer when the engine closes (EN-68). */
const GRACE = 5_000;
/** Milliseconds after which `settle` looks again, whether or not a channel has answered. */
const ANSWERS = 1_000;
/** Milliseconds after which one of several engines looks what the others have left for it. */
const POLL = 500;

/** Whose turn it is in one engine: calls of the host in their order, answers of channels, and what is due by itself. */
export class Schedule {
  readonly inbox: Inbox;
  private readonly core: Core;
  private readonly closing: AbortController;
  private readonly turn: Turn = new Turn();
  private readonly alarm: Alarm | null;
  private hearing = false;
  /** When something is due next, as far as is known; `null` when that has to be looked up. */
  private horizon: Instant | null = null;
  private lookAt: Instant = Number.NEGATIVE_INFINITY;
  private ended: Promise<void> | null = null;

  constructor(core: Core, closing: AbortController) {
    this.core = core;
    this.closing = closing;
    this.alarm = 'virtual' in core.clock ? null : new Alarm(() => void this.tick());
    this.inbox = new Inbox(core, (run) => this.change(run));
  }

  /** The first turn: what mends definitions (EN-93), and then whatever was left half done. */
  async begin(mend: Mend | undefined): Promise<void> {
    if (mend !== undefined) await this.read(() => mendWith(this.core, mend));
    await this.live(async () => undefined);
  }

  /** A verb that reads. */
  read<T>(run: () => Promise<T>): Promise<T> {
    this.inbox.seal();
    return this.turn.take(() => attempt(this.core, run));
  }

  /**
   * A verb that changes accounts. What an earlier call left half done goes first; on a live clock, what is due at once
   * is settled before the call resolves, but for `ingest`, which resolves as soon as it is committed.
   */
  live<T>(run: () => Promise<T>): Promise<T> {
    this.inbox.seal();
    return this.change(run);
  }

  /** Settles what is due, again until no channel owes an answer. */
  async settle(options: CallOptions): Promise<void> {
    needOptions(options);
    for (;;) {
      await this.live(() => settle(this.core, options));
      if (this.core.outbound.isEmpty) return;
      await this.core.outbound.drained(ANSWERS);
    }
  }

  /** @throws AccompanyError `ENGINE_CLOSED` */
  check(): void {
    this.turn.check();
  }

  /** A live channel has answered: what it said is kept in a turn of its own. */
  hear(): void {
    if (this.hearing || this.core.outbound.isStopped) return;
    this.hearing = true;
    const heard = this.turn.take(() => {
      this.hearing = false;
      return attempt(this.core, async () => {
        if (this.alarm !== null) await this.settleLive();
        else await dispatch(this.core);
      });
    });
    heard.catch((error: unknown) => this.fail(error));
  }

  /** Refuses what has not begun, ends what has, and lets channels answer for a while. */
  close(): Promise<void> {
    return (this.ended ??= this.end());
  }

  private change<T>(run: () => Promise<T>): Promise<T> {
    return this.turn.take(() =>
      attempt(this.core, async () => {
        if (this.core.leftovers) {
          this.horizon = null;
          await resume(this.core);
        }
        this.core.leftovers = true;
        const result = await run();
        await finishEmpty(this.core);
        this.core.leftovers = false;
        if (this.alarm !== null) await this.settleLive();
        return result;
      }),
    );
  }

  /** Settles what is due, and sets the alarm. While nothing is due the storage is not asked. */
  private async settleLive(): Promise<void> {
    const { core } = this;
    if (this.isDue(core.clock.now())) {
      this.horizon = null;
      await settle(core);
      if (core.outbound.isStopped) return;
      core.store.takeEarliest();
      this.horizon = (await nextDue(core)) ?? Number.POSITIVE_INFINITY;
      const { several } = core.members;
      this.lookAt = several ? core.clock.now() + POLL : Number.POSITIVE_INFINITY;
    }
    const next = Math.min(this.horizon ?? 0, this.lookAt);
    this.alarm?.set(next === Number.POSITIVE_INFINITY ? null : next, core.clock.now());
  }

  private isDue(at: Instant): boolean {
    const { outbox, outbound, store, members } = this.core;
    if (this.horizon === null || outbox.length > 0 || outbound.hasAnswers) return true;
    this.horizon = Math.min(this.horizon, store.takeEarliest(), nextDate(this.core) ?? Infinity);
    if (members.several && this.lookAt === Number.POSITIVE_INFINITY) return true;
    return at >= this.horizon || at >= this.lookAt;
  }

  /** The alarm has rung: whatever the engine believes, it looks. */
  private async tick(): Promise<void> {
    this.horizon = null;
    try {
      await this.live(async () => undefined);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Nobody asked for what has failed: the host is told, and the engine looks again. */
  private fail(error: unknown): void {
    this.horizon = null;
    if (this.core.outbound.isStopped) return;
    this.core.notifications.error(error);
    this.alarm?.set(null, this.core.clock.now());
  }

  private async end(): Promise<void> {
    this.alarm?.clear();
    this.core.outbound.stop();
    await this.turn.close();
    await this.core.outbound.drained(GRACE);
    this.closing.abort();
    await leave(this.core);
    this.core.notifications.log('info', { engine: this.core.settings.name }, 'closed');
    this.core.notifications.clear();
  }
}
