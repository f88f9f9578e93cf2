import { AccompanyError } from '../../kernel/errors.ts';

/**
 * Waits so many milliseconds for the answer to the first statement. A client that nobody has connected keeps its
 * statements to itself for ever, and tells nobody; so does a pool that has no connection left (PG-6).
 * @throws AccompanyError `STORAGE_FAILED` when there is no answer in time; whatever the client rejects with
 */
export async function awaitFirstAnswer<T>(answer: Promise<T>, timeout: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(silent(timeout)), timeout);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

function silent(timeout: number): AccompanyError {
  return new AccompanyError(
    'STORAGE_FAILED',
    `PostgreSQL, in opening: no answer in ${timeout} ms. A Client of pg must be connected first (await client.connect()); a Pool connects by itself, and needs a free connection. Raise openTimeout for a server that is slower.`,
  );
}
