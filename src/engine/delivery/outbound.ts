import type { Instant } from '../../kernel/instant.ts';
import type { Channel, Receipt } from '../../ports/channel.ts';
import { Closing, type Claim } from './closing.ts';
import { now, type Core } from '../core.ts';
import { call, type Ask } from './delivery.ts';
import { Lanes } from './lanes.ts';

/** Answers of one call that have not been committed yet. */
interface Answered {
  readonly ask: Ask;
  readonly claims: readonly Claim[];
  readonly receipts: readonly Receipt[];
}

/**
 * What is on its way to live channels: calls go on beside the engine's turns, so that a slow receiver makes nobody wait
 * (EN-66). Answers gather here until a turn commits them. Invariant: everything that is on its way is claimed.
 */
export class Outbound {
  readonly lanes: Lanes = new Lanes();
  private readonly onTheirWay: Map<string, Promise<void>> = new Map();
  private answers: Answered[] = [];
  /** Called after each answer. */
  private readonly answered: () => void;
  private stopped = false;
  /** Effects that are due wait for room. */
  postponed = false;

  constructor(answered: () => void) {
    this.answered = answered;
  }

  /** When a lane opens by the passage of time alone; `null` when none does. */
  opensAt(at: Instant): Instant | null {
    return this.postponed ? this.lanes.opensAt(at) : null;
  }

  /** Nothing more is to be claimed. */
  get isStopped(): boolean {
    return this.stopped;
  }

  /** Whether an effect is on its way, or its answer waits for a turn. */
  has(effect: string): boolean {
    return this.onTheirWay.has(effect);
  }

  /** Whether answers wait to be committed. */
  get hasAnswers(): boolean {
    return this.answers.length > 0;
  }

  get isEmpty(): boolean {
    return this.onTheirWay.size === 0;
  }

  /** Hands claimed effects of one channel over, in calls as large as the receiver bears. */
  send(core: Core, channel: Channel, ask: Ask, claims: readonly Claim[]): void {
    const lane = this.lanes.of(channel);
    for (let from = 0; from < claims.length; from += lane.batch) {
      const part = claims.slice(from, from + lane.batch);
      lane.begin();
      const gone = call(core, channel, ask, part, lane.timeout).then((receipts) => {
        lane.end();
        const rest = Math.max(0, ...receipts.map(({ retryAfter = 0 }) => retryAfter));
        if (rest > 0) lane.block(now(core) + rest);
        this.answers.push({ ask, claims: part, receipts });
        this.answered();
      });
      for (const { record } of part) this.onTheirWay.set(record.id, gone);
    }
  }

  /** Commits the answers that have come. True when there were any. */
  async collect(core: Core): Promise<boolean> {
    const answers = this.answers.splice(0);
    if (answers.length === 0) return false;
    const all = answers.flatMap(({ claims }) => claims);
    const closing = new Closing(
      core,
      all.map(({ record }) => record),
    );
    for (const { ask, claims, receipts } of answers) {
      claims.forEach((claim, index) => {
        if (ask === 'deliver') closing.answer(claim, receipts[index]!);
        else closing.asked(claim, receipts[index]!);
      });
    }
    try {
      await closing.commit();
    } catch (error) {
      // Still unwritten: the next turn tries again.
      this.answers.unshift(...answers);
      throw error;
    }
    for (const { record } of all) this.onTheirWay.delete(record.id);
    return true;
  }

  /** Resolves when every call has been answered, or after so many milliseconds. */
  async drained(milliseconds: number): Promise<void> {
    if (this.isEmpty) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([Promise.all(this.onTheirWay.values()), late]);
    clearTimeout(timer);
  }

  /** Claims nothing more. */
  stop(): void {
    this.stopped = true;
  }
}
