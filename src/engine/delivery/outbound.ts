import type { Instant } from '../../kernel/instant.ts';
import type { Receipt } from '../../ports/channel.ts';
import type { Ask, Claim } from './claim.ts';
import { Lanes } from './lanes.ts';

/** Answers of one call that have not been committed yet. */
export interface Answered {
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

  /** Effects are on their way from now on; `gone` resolves when their call has been answered. */
  begin(claims: readonly Claim[], gone: Promise<void>): void {
    for (const { record } of claims) this.onTheirWay.set(record.id, gone);
  }

  /** A call was answered. */
  answer(answered: Answered): void {
    this.answers.push(answered);
    this.answered();
  }

  /** Takes the answers that have come out, for a commit. */
  takeAnswers(): readonly Answered[] {
    return this.answers.splice(0);
  }

  /** The commit failed: the next turn tries again. */
  putBack(answers: readonly Answered[]): void {
    this.answers.unshift(...answers);
  }

  /** What became of these effects is written. */
  end(answers: readonly Answered[]): void {
    for (const { claims } of answers)
      for (const { record } of claims) this.onTheirWay.delete(record.id);
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
