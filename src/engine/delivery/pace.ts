/** Longest time that a batch may keep the host's event loop, in milliseconds (architecture decision 3). */
const SLICE = 8;

type Immediate = (callback: () => void) => unknown;

const immediate: Immediate =
  (globalThis as { setImmediate?: Immediate }).setImmediate ??
  ((callback) => setTimeout(callback, 0));

/** Lets the host's event loop run between batches, at most every few milliseconds (EN-43). */
export class Pace {
  private since = performance.now();
  private readonly between: () => Promise<void>;

  /** @param between what is to be looked after between batches of long work */
  constructor(between: () => Promise<void>) {
    this.between = between;
  }

  async breathe(): Promise<void> {
    if (performance.now() - this.since < SLICE) return;
    await new Promise<void>((resolve) => immediate(resolve));
    await this.between();
    this.since = performance.now();
  }
}
