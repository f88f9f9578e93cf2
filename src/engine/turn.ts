import { AccompanyError } from '../kernel/errors.ts';

/** Lets one verb of an engine run at a time, in the order in which they were called. */
export class Turn {
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  /** @throws AccompanyError `ENGINE_CLOSED` */
  take<T>(run: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(engineClosed());
    const turn = this.last.then(() => {
      if (this.closed) throw engineClosed();
      return run();
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** @throws AccompanyError `ENGINE_CLOSED` */
  check(): void {
    if (this.closed) throw engineClosed();
  }

  /** Refuses what has not begun, and waits for what has. */
  async close(): Promise<void> {
    this.closed = true;
    await this.last;
  }
}

function engineClosed(): AccompanyError {
  return new AccompanyError(
    'ENGINE_CLOSED',
    'The engine is closed. Open another one on the same storage.',
  );
}
