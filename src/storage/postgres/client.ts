/**
 * What the adapter needs of a client: a `Pool` or a `Client` of `pg` has it, and so has anything else that runs one
 * statement with parameters `$1`, `$2`, … and answers with its rows. Errors of the server must carry their SQLSTATE
 * as `code`. The client must not be inside a transaction.
 */
export interface PostgresClient {
  /** Runs one statement in a transaction of its own. */
  query(config: PostgresQuery): Promise<{ readonly rows: unknown[] }>;
}

/** One statement. */
export interface PostgresQuery {
  /** With parameters `$1`, `$2`, … */
  readonly text: string;
  /** Texts, whole numbers, booleans, nulls, and arrays of them. */
  values?: unknown[];
  /** The same name always stands for the same text, so that a client may prepare the statement once. */
  readonly name?: string;
}
