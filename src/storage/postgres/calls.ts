import { closed } from '../request-checks.ts';
import type { PostgresClient, PostgresQuery } from './client.ts';
import { busy, failure, isTransient } from './failures.ts';
import type { Statements } from './statements.ts';
import { tenants } from './tenant.ts';

/** How often a statement that was taken back for the sake of another writer is made again (PG-32). */
const MOST_ATTEMPTS = 12;
/** Milliseconds of the longest pause before the second attempt; it doubles with each further one. */
const FIRST_PAUSE = 2;

/** Runs a statement and answers with its rows. */
export type Ask = (statement: keyof Statements, values: unknown[]) => Promise<unknown[]>;

/** The calls of one open storage. */
export interface Calls {
  /** Does the work of a call; what the client rejects with becomes an error of this package. */
  readonly run: <T>(
    subscription: string,
    work: (tenant: string, ask: Ask) => Promise<T>,
  ) => Promise<T>;
  /** Waits for the calls under way, then calls `last`; does nothing when it is called again. */
  readonly close: (last: () => unknown) => Promise<void>;
}

/** Names, repeats and translates the statements of one open storage. */
export function calls(client: PostgresClient, statements: Statements, prepare: boolean): Calls {
  const tenantOf = tenants();
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  const ask: Ask = async (statement, values) => {
    const { text, name } = statements[statement];
    const query = prepare ? { text, values, name } : { text, values };
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await attempted(client, query, statement);
      if (outcome.rows !== undefined) return outcome.rows;
      if (attempt === MOST_ATTEMPTS) throw busy(statement, outcome.cause);
      await pause(Math.random() * FIRST_PAUSE * 2 ** (attempt - 1));
    }
  };

  return {
    run(subscription, work) {
      if (closing !== undefined) return Promise.reject(closed());
      const done = (async () => work(await tenantOf(subscription), ask))();
      underWay.add(done);
      const forget = (): void => void underWay.delete(done);
      done.then(forget, forget);
      return done;
    },
    close(last) {
      closing ??= Promise.allSettled(underWay).then(async () => void (await last()));
      return closing;
    },
  };
}

/** The rows of one attempt; none when nothing was done and the same statement may succeed now. */
async function attempted(
  client: PostgresClient,
  query: PostgresQuery,
  call: string,
): Promise<{ readonly rows?: unknown[]; readonly cause?: unknown }> {
  try {
    const { rows } = await client.query(query);
    const [row] = rows as { commit_v1?: unknown }[];
    return row?.commit_v1 === 'again' ? {} : { rows };
  } catch (cause) {
    if (isTransient(cause)) return { cause };
    throw failure(cause, call);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
