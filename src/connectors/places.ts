/** Work that waits for a place, until a signal ends the waiting. */
export interface PlacedWork<T> {
  readonly work: () => Promise<T>;
  readonly signal: AbortSignal;
  /** What comes out when the signal is given before there is a place. */
  readonly instead: T;
}

/** Lets only so many of several things go on at the same time; the others wait in line, first come, first served. */
export function places(count: number): <T>(placed: PlacedWork<T>) => Promise<T> {
  let free = count;
  const line = new Set<() => void>();

  const take = (signal: AbortSignal): Promise<boolean> => {
    if (signal.aborted) return Promise.resolve(false);
    if (free > 0) {
      free -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = (): void => {
        line.delete(enter);
        resolve(false);
      };
      line.add(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  };
  const giveBack = (): void => {
    const [next] = line;
    if (next === undefined) free += 1;
    else {
      line.delete(next);
      next();
    }
  };

  return async ({ work, signal, instead }) => {
    if (!(await take(signal))) return instead;
    try {
      return await work();
    } finally {
      giveBack();
    }
  };
}
