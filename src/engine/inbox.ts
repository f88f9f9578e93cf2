import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { needOptions } from './argument-checks.ts';
import type { Core } from './core.ts';
import { leaveOutErased } from './erasure/erased.ts';
import { runTogether, settleRounds, type CallOptions, type Rounds } from './rounds.ts';
import { takeMessages } from './time.ts';

/** A call that waits for its turn. */
interface Waiting extends Rounds {
  readonly size: number;
  readonly options: CallOptions;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Calls of `ingest` that wait for the same turn are applied one after the other and committed together (EN-37), so that
 * many small calls cost little more than one large one. When that commit is refused for what it holds, they go one by one, so
 * that only the call that is at fault rejects. A call of another verb closes the group: order is kept.
 */
export class Inbox {
  private group: Waiting[] | null = null;
  private waiting = 0;
  private readonly core: Core;
  private readonly turn: (run: () => Promise<void>) => Promise<void>;

  constructor(core: Core, turn: (run: () => Promise<void>) => Promise<void>) {
    this.core = core;
    this.turn = turn;
  }

  /** Resolves when the call is committed. @throws AccompanyError `OVERLOADED` and whatever a commit rejects with */
  add(rounds: Rounds, options: CallOptions): Promise<void> {
    needOptions(options);
    const size = rounds.first.size + rounds.second.size;
    const { backlog } = this.core.settings;
    if (this.waiting > 0 && this.waiting + size > backlog)
      return Promise.reject(overloaded(backlog));
    return new Promise((resolve, reject) => {
      this.waiting += size;
      const end =
        <Given>(tell: (given: Given) => void) =>
        (given: Given): void => {
          this.waiting -= size;
          tell(given);
        };
      const waiting: Waiting = {
        ...rounds,
        size,
        options,
        resolve: end<void>(resolve),
        reject: end<unknown>(reject),
      };
      if (this.group !== null) return void this.group.push(waiting);
      const group = [waiting];
      this.group = group;
      this.turn(() => this.apply(group)).catch((error: unknown) => {
        // Nobody may join a group whose turn is over, also when it failed before it began.
        if (this.group === group) this.seal();
        if (group.length === 0) this.core.notifications.error(error);
        for (const each of group.splice(0)) each.reject(error);
      });
    });
  }

  /** No later call joins the group that waits now. */
  seal(): void {
    this.group = null;
  }

  /** Takes the calls off the group as they are committed; what is left when something fails rejects. */
  private async apply(group: Waiting[]): Promise<void> {
    if (this.group === group) this.seal();
    await leaveOutErased(
      this.core,
      group.flatMap(({ first, second }) => [first, second]),
    );
    // How many of the first calls go one by one, after the commit that they shared was refused.
    let apart = 0;
    while (group.length > 0) {
      const together = apart > 0 ? [] : this.together(group);
      if (together.length < 2) {
        await this.alone(group);
        apart = Math.max(0, apart - 1);
        continue;
      }
      const done = await this.shared(together);
      if (done === null) {
        apart = together.length;
        continue;
      }
      if (done.left.size > 0) await settleRounds(this.core, done.left);
      await this.core.pace.breathe();
      for (const each of group.splice(0, done.taken)) each.resolve();
    }
  }

  /** One commit for several calls; `null` when it was refused for what one of them holds, or all of them together. */
  private async shared(
    calls: readonly Waiting[],
  ): Promise<Awaited<ReturnType<typeof runTogether>> | null> {
    try {
      return await runTogether(this.core, calls);
    } catch (error) {
      if (isInvalid(error)) return null;
      throw error;
    }
  }

  /**
   * Applies the first call of the group and takes it off. What is wrong with it is told to nobody else; what its earlier
   * batches have left in the storage is done before the next call. All other errors end the turn.
   */
  private async alone(group: Waiting[]): Promise<void> {
    const { first, second, options, resolve, reject } = group[0]!;
    try {
      await settleRounds(this.core, first, second, options);
    } catch (error) {
      if (!isInvalid(error) || group.length === 1) throw error;
      group.shift();
      reject(error);
      return void (await takeMessages(this.core));
    }
    group.shift();
    resolve();
  }

  /** The first calls that fit one batch. Those that can be aborted, or watch their progress, go alone. */
  private together(group: readonly Waiting[]): readonly Waiting[] {
    const { batchSize } = this.core.settings;
    let size = 0;
    const end = group.findIndex(({ size: more, options: { signal, onProgress } }) => {
      size += more;
      return size > batchSize || signal !== undefined || onProgress !== undefined;
    });
    return end === -1 ? group : group.slice(0, end);
  }
}

function isInvalid(error: unknown): boolean {
  return isAccompanyError(error) && error.kind === 'invalid';
}

function overloaded(backlog: number): AccompanyError {
  return new AccompanyError(
    'OVERLOADED',
    `More than ${backlog} records wait to be taken in. Nothing of this call was; repeat it a little later.`,
  );
}
