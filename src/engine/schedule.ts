import { Alarm } from './alarm.ts';
import type { Core } from './core.ts';
import { dispatch } from './dispatch.ts';
import { Inbox } from './inbox.ts';
import { finishEmpty } from './lifecycle.ts';
import { attempt, leave, resume } from './recover.ts';
import { nextDue, settle } from './time.ts';
import { Turn } from './turn.ts';

/** Milliseconds that calls of live channels have to answer when the engine closes (EN-68). */
const GRACE = 5_000;
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
  private ended: Promise<void> | null = null;

  constructor(core: Core, closing: AbortController) {
    this.core = core;
    this.closing = closing;
    this.alarm = 'virtual' in core.clock ? null : new Alarm(() => void this.tick());
    this.inbox = new Inbox(core, (run) => this.change(run));
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
        if (this.core.leftovers) await resume(this.core);
        this.core.leftovers = true;
        const result = await run();
        await finishEmpty(this.core);
        this.core.leftovers = false;
        if (this.alarm !== null) await this.settleLive();
        return result;
      }),
    );
  }

  private async settleLive(): Promise<void> {
    await settle(this.core);
    if (this.core.outbound.isStopped) return;
    const [due, at] = [await nextDue(this.core), this.core.clock.now()];
    const look = this.core.members.several ? at + POLL : null;
    this.alarm?.set(due === null ? look : Math.min(due, look ?? due), at);
  }

  private async tick(): Promise<void> {
    try {
      await this.live(async () => undefined);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Nobody asked for what has failed: the host is told, and the engine looks again. */
  private fail(error: unknown): void {
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
    this.core.notifications.clear();
  }
}
