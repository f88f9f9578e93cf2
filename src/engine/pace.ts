/** Longest time that a batch may keep the host's event loop, in milliseconds (architecture decision 3). */
const SLICE = 8;

type Immediate = (callback: () => void) => unknown;

const immediate: Immediate =
  (globalThis as { setImmediate?: Immediate }).setImmediate ??
  ((callback) => setTimeout(callback, 0));

/** Lets the host's event loop run between batches, at most every few milliseconds (EN-43). */
export class Pace {
  private since = performance.now();

  async breathe(): Promise<void> {
    if (performance.now() - this.since < SLICE) return;
    await new Promise<void>((resolve) => immediate(resolve));
    this.since = performance.now();
  }
}
