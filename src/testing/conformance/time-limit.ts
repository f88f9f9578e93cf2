/** Says that something took longer than it may. */
export class OutOfTime extends Error {
  constructor(what: string, timeLimit: number) {
    super(`${what} did not end within ${timeLimit} ms.`);
    this.name = 'OutOfTime';
  }
}

/**
 * The answer of the work, or a rejection with {@link OutOfTime}. Work that ran out of time is left alone: it cannot be
 * stopped from outside, and nobody waits for it.
 */
export async function within<T>(
  timeLimit: number,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new OutOfTime(what, timeLimit)), timeLimit);
  try {
    return await Promise.race([work(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
