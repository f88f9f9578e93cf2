import { AccompanyError } from '../kernel/errors.ts';
import type { Core } from './core.ts';
import { leaveOutErased } from './erased.ts';
import { runTogether, settleRounds, type CallOptions, type Rounds } from './rounds.ts';

/** A call that waits for its turn. */
interface Waiting extends Rounds {
  readonly size: number;
  readonly options: CallOptions;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Calls of `ingest` that wait for the same turn are applied one after the other and committed together (EN-37), so that
 * many small calls cost little more than one large one. A call of another verb closes the group: order is kept.
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
    while (group.length > 0) {
      const together = this.together(group);
      let taken = 1;
      if (together.length < 2) await this.alone(group[0]!);
      else {
        const done = await runTogether(this.core, together);
        taken = done.taken;
        if (done.left.size > 0) await settleRounds(this.core, done.left);
        await this.core.pace.breathe();
      }
      for (const each of group.splice(0, taken)) each.resolve();
    }
  }

  private async alone({ first, second, options }: Waiting): Promise<void> {
    await settleRounds(this.core, first, second, options);
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

function overloaded(backlog: number): AccompanyError {
  return new AccompanyError(
    'OVERLOADED',
    `More than ${backlog} records wait to be taken in. Nothing of this call was; repeat it a little later.`,
  );
}
