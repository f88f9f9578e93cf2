import { isAccompanyError } from '../../kernel/errors.ts';
import { CADENCES, nextDue, type Cadence } from '../../model/cadence.ts';
import type { DataIntegration } from '../../ports/data-integration.ts';
import { now, type Core } from '../core.ts';
import type { Schedule } from '../schedule.ts';
import { hasFlows, stopEndedFlows } from './flow.ts';
import { sendBack } from './send-back.ts';
import { cursorOf, takeSource } from './take-source.ts';

/** Longest sleep in milliseconds: timers bear no more than 24.8 days. */
const LONGEST = 60_000;
/** How often the platform is told without having heard of anything: other engines leave something, and journeys end. */
const LOOK = 1_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/**
 * Keeps a subscription in step with its sources until it is stopped: one loop for each source by its cadence, one for what
 * goes back, which runs as soon as a commit has left something (DI-25, DI-41), one for flows of journeys that have ended
 * (EN-105). Of several engines the leading one reads and stops flows; each tells the platform of the records in its shards.
 */
export class Following implements AsyncDisposable {
  private readonly stopping: AbortController = new AbortController();
  private readonly loops: readonly Promise<void>[];
  private readonly core: Core;
  private readonly schedule: Schedule;

  constructor(core: Core, schedule: Schedule) {
    this.core = core;
    this.schedule = schedule;
    const { sources, flowsBack } = core.settings.integration!;
    core.closing.addEventListener('abort', () => this.stopping.abort(), { once: true });
    this.loops = [
      ...sources.map((source) => this.read(source)),
      ...(flowsBack ? [this.tell()] : []),
      ...(hasFlows(core) ? [this.stopFlows()] : []),
    ];
  }

  /** Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private async read(source: DataIntegration): Promise<void> {
    const cadence: Cadence =
      this.core.settings.integration!.cadences[source.name] ?? CADENCES.nearRealTime;
    let last: number | null | undefined;
    await this.repeat(async () => {
      last ??=
        (await this.schedule.read(() => cursorOf(this.core, source.name)))?.body.endedAt ?? null;
      const due = nextDue(cadence, last, now(this.core));
      if (due > now(this.core)) return due - now(this.core);
      if (this.core.members.leads)
        await takeSource(this.core, this.schedule, source, this.stopping.signal);
      last = now(this.core);
      return nextDue(cadence, last, last) - last;
    });
  }

  private async tell(): Promise<void> {
    let heard = false;
    let wake = (): void => undefined;
    this.core.backFlow.hear = () => {
      heard = true;
      wake();
    };
    await this.repeat(
      async () => {
        heard = false;
        const { failed } = await sendBack(this.core, this.schedule, this.stopping.signal);
        return failed > 0 ? LOOK : heard ? 0 : LOOK;
      },
      (ring) => {
        wake = ring;
      },
    );
    this.core.backFlow.hear = null;
  }

  private async stopFlows(): Promise<void> {
    await this.repeat(async () => {
      if (this.core.members.leads)
        await stopEndedFlows(this.core, (run) => this.schedule.read(run));
      return LOOK;
    });
  }

  /** Runs again and again after as many milliseconds as each run says; what fails is tried again later and later. */
  private async repeat(
    run: () => Promise<number>,
    onSleep: (ring: () => void) => void = () => undefined,
  ): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!this.stopping.signal.aborted) {
      let rest: number;
      let isWakeable = true;
      try {
        rest = await run();
        pause = FIRST_PAUSE;
      } catch (error) {
        if (this.stopping.signal.aborted || isClosed(error)) return;
        this.core.notifications.error(error);
        rest = pause;
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        isWakeable = false;
      }
      await this.sleep(Math.min(rest, LONGEST), isWakeable ? onSleep : () => undefined);
    }
  }

  private sleep(milliseconds: number, onSleep: (ring: () => void) => void): Promise<void> {
    const { signal } = this.stopping;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const ring = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', ring);
        resolve();
      };
      const timer = setTimeout(ring, milliseconds);
      // A waiting engine must not keep a host's process alive.
      (timer as { unref?: () => void }).unref?.();
      signal.addEventListener('abort', ring, { once: true });
      onSleep(ring);
    });
  }
}

function isClosed(error: unknown): boolean {
  return isAccompanyError(error) && error.code === 'ENGINE_CLOSED';
}
