import { AccompanyError } from '../../kernel/errors.ts';
import { needObject } from '../../kernel/object-argument.ts';
import type { Storage } from '../../ports/storage.ts';
import {
  checkKey,
  checkLease,
  checkLeaseRequest,
  checkPrefix,
  checkQuery,
} from '../request-checks.ts';
import { BODY_LIMIT } from '../sql/body-text.ts';
import { calls } from './calls.ts';
import type { PostgresClient } from './client.ts';
import { commitRequest } from './commit-request.ts';
import { failure } from './failures.ts';
import { MIGRATIONS } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import { prepareSchema } from './migrate.ts';
import { columns, place, placesOf } from './placed-text.ts';
import { countersOf, grantedLease, leasesOf, loadedRecords, recordsOf } from './rows.ts';
import type { CounterRow, GrantRow, LeaseRow, LoadedRow, RecordRow } from './rows.ts';
import { scanRequest } from './scan-request.ts';
import { statementsFor } from './statements.ts';

const OPEN_TIMEOUT = 30_000;
/** Longest delay that a timer of the host bears. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Options of {@link postgresStorage}. */
export interface PostgresStorageOptions {
  /** A pool or a client of the host's; the storage never ends it. */
  readonly client: PostgresClient;
  /** Name of the schema that holds everything: 1 to 63 of `a-z`, `0-9` and `_`, no digit first. Default `accompany`. */
  readonly schema?: string;
  /** Most bytes of a body, in UTF-8. Default 16 MiB. */
  readonly bodyLimit?: number;
  /** Set up an empty schema and take the steps that an older one lacks. Default true. */
  readonly migrate?: boolean;
  /** Give statements names, so that the client prepares them once. Default true; false for poolers that cannot. */
  readonly prepare?: boolean;
  /** Most milliseconds until the first answer of the server. Default 30,000. */
  readonly openTimeout?: number;
  /** Called once by `close`, when the calls under way are done; for example to end the pool. */
  readonly onClose?: () => unknown;
}

/**
 * Opens a storage in one schema of a PostgreSQL database, version 15 or later. Any number of engines may share it
 * (`docs/semantics/storage-postgres.md`).
 *
 * Throws `INVALID_INPUT` for malformed options and a server that is too old, `STORAGE_SCHEMA` for a schema that this version
 * cannot work with, and `STORAGE_FAILED` when the server cannot be reached or refuses.
 *
 * @example
 * ```ts no-run needs a PostgreSQL server
 * import pg from 'pg';
 * import { postgresStorage } from 'accompany/storage/postgres';
 *
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * const storage = await postgresStorage({ client: pool, onClose: () => pool.end() });
 * ```
 */
export function postgresStorage(options: PostgresStorageOptions): Promise<Storage> {
  return openStorage(options, MIGRATIONS);
}

/** The same with other migrations, for tests of what a later version will bring. */
export async function openStorage(
  options: PostgresStorageOptions,
  migrations: readonly Migration[],
): Promise<Storage> {
  needObject(options, 'postgresStorage needs a client: { client: new pg.Pool(…) }.');
  const { client, schema = 'accompany', bodyLimit = BODY_LIMIT } = options;
  const { migrate = true, prepare = true, onClose = () => undefined } = options;
  const { openTimeout = OPEN_TIMEOUT } = options;
  checkOptions({ client, schema, bodyLimit, openTimeout });
  const quoted = `"${schema}"`;
  let slot: number;
  try {
    await prepareSchema(client, quoted, { migrations, migrate, openTimeout });
    const { rows } = await client.query({
      text: `select nextval('${quoted}.slot')::integer as slot`,
    });
    ({ slot } = rows[0] as { slot: number });
  } catch (error) {
    throw failure(error, 'opening');
  }
  const { run, close } = calls(client, statementsFor(quoted), prepare);

  return {
    capabilities: { name: 'postgres', durability: 'synced', multiWriter: true },
    load: (subscription, keys) =>
      run(subscription, async (tenant, ask) => {
        for (const key of keys) checkKey(key);
        if (keys.length === 0) return [];
        const [ids, rests] = columns(keys.map(({ id }) => place(id)));
        const rows = await ask('load', [tenant, keys.map(({ kind }) => kind), ids, rests]);
        return loadedRecords(keys, rows as LoadedRow[]);
      }),
    scan: (subscription, query) =>
      run(subscription, async (tenant, ask) => {
        checkQuery(query);
        const { statement, values } = scanRequest(tenant, query);
        return recordsOf(query.kind, (await ask(statement, values)) as RecordRow[]);
      }),
    commit: (subscription, commit) =>
      run(subscription, async (tenant, ask) => {
        const { values, resultOf } = commitRequest({ schema, slot, bodyLimit }, tenant, commit);
        const [row] = (await ask('commit', values)) as { commit_v1: string }[];
        return resultOf(row!.commit_v1);
      }),
    counters: (subscription, prefix) =>
      run(subscription, async (tenant, ask) => {
        checkPrefix(prefix);
        const { low, high } = placesOf(prefix);
        return countersOf((await ask('counters', [tenant, ...low, ...high])) as CounterRow[]);
      }),
    acquire: (subscription, request) =>
      run(subscription, async (tenant, ask) => {
        checkLeaseRequest(request);
        const { name, owner, now, ttl } = request;
        const rows = await ask('acquire', [tenant, ...place(name), owner, now, now + ttl]);
        return grantedLease(name, owner, rows as GrantRow[]);
      }),
    renew: (subscription, lease, request) =>
      run(subscription, async (tenant, ask) => {
        checkLeaseRequest(request, lease);
        const { name, owner, now, ttl } = request;
        const held = [tenant, ...place(name), lease.owner, lease.fence];
        const rows = await ask('renew', [...held, owner, now, now + ttl]);
        return grantedLease(name, owner, rows as GrantRow[]);
      }),
    release: (subscription, lease) =>
      run(subscription, async (tenant, ask) => {
        checkLease(lease);
        const { name, owner, fence } = lease;
        const [row] = (await ask('release', [tenant, ...place(name), owner, fence])) as {
          release_v1: boolean;
        }[];
        return row!.release_v1;
      }),
    leases: (subscription, prefix) =>
      run(subscription, async (tenant, ask) => {
        checkPrefix(prefix);
        const { low, high } = placesOf(prefix);
        return leasesOf((await ask('leases', [tenant, ...low, ...high])) as LeaseRow[]);
      }),
    close: () => close(onClose),
  };
}

function checkOptions(options: {
  readonly client: unknown;
  readonly schema: unknown;
  readonly bodyLimit: unknown;
  readonly openTimeout: unknown;
}): void {
  const { client, schema, bodyLimit, openTimeout } = options;
  if (typeof (client as { query?: unknown } | null | undefined)?.query !== 'function') {
    throw malformed('client', 'needs a method `query`; give a Pool or a Client of pg');
  }
  if (typeof schema !== 'string' || !/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw malformed('schema', 'must be 1 to 63 of a-z, 0-9 and _, with no digit first');
  }
  if (!Number.isSafeInteger(bodyLimit) || (bodyLimit as number) < 1) {
    throw malformed('bodyLimit', 'must be a whole number of bytes from 1');
  }
  if (
    !Number.isSafeInteger(openTimeout) ||
    (openTimeout as number) < 1 ||
    (openTimeout as number) > LONGEST_TIMEOUT
  ) {
    throw malformed('openTimeout', `must be whole milliseconds from 1 to ${LONGEST_TIMEOUT}`);
  }
}

function malformed(option: string, rule: string): AccompanyError {
  return new AccompanyError(
    'INVALID_INPUT',
    `The option \`${option}\` of postgresStorage ${rule}.`,
    {
      path: [option],
    },
  );
}
