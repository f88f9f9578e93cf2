import { AccompanyError } from '../../kernel/errors.ts';
import type { PostgresClient } from './client.ts';
import { awaitFirstAnswer } from './first-answer.ts';
import { migrationTable } from './migrations/tables.ts';
import type { Migration } from './migrations/migration.ts';
import { holdsText, lackingText } from './statements.ts';

/** Oldest server whose statements are used here. */
const OLDEST_SERVER = 150_000;

/** How a schema is prepared. */
interface Preparation {
  readonly migrations: readonly Migration[];
  /** Take the steps that are lacking. */
  readonly migrate: boolean;
  /** Milliseconds until the first answer. */
  readonly openTimeout: number;
}

/**
 * Sees to it that the schema is one that this version can work with (PG-10 to PG-16). Throws `INVALID_INPUT` for a server
 * that is too old or does not keep UTF-8, and `STORAGE_SCHEMA` for a schema that is newer, older or incomplete.
 */
export async function prepareSchema(
  client: PostgresClient,
  schema: string,
  { migrations, migrate, openTimeout }: Preparation,
): Promise<void> {
  const latest = migrations.at(-1)?.number ?? 0;
  let taken = await stepsTaken(client, schema, openTimeout);
  if (taken.number === 0) await refuseOthers(client, schema);
  if (taken.number < latest && migrate) {
    await client.query({ text: migrationText(schema, migrations) });
    taken = await stepsTaken(client, schema, openTimeout);
  }
  if (taken.number < latest) {
    throw wrongSchema(
      `has step ${taken.number} and this version needs step ${latest}. Open the storage once with \`migrate: true\`, as a role that may create tables there`,
    );
  }
  if (taken.lowestWriter > latest) {
    throw wrongSchema(
      `has step ${taken.number}, which versions that know step ${taken.lowestWriter} may use; this one knows ${latest}. Install a newer version of accompany`,
    );
  }
  const { rows } = await client.query({ text: lackingText(schema) });
  if (rows.length === 0) return;
  const lacking = (rows as { name: string }[]).map(({ name }) => name).join(', ');
  throw wrongSchema(`lacks ${lacking}. Restore it from a backup`);
}

/** Throws `STORAGE_SCHEMA` when tables stand where the first step would make them: they are not of it (PG-16). */
async function refuseOthers(client: PostgresClient, schema: string): Promise<void> {
  const { rows } = await client.query({ text: holdsText(schema) });
  const held = (rows as { name: string }[]).map(({ name }) => name);
  // Somebody else may have taken the first step since.
  if (held.length === 0 || held.includes('migration')) return;
  throw wrongSchema(
    `holds ${held.join(', ')} and lacks migration: it has lost that table, or what it holds is not of accompany. Restore it from a backup, or name another schema`,
  );
}

/** The newest step that was taken, and the oldest that a writer must know; 0 for an empty schema. */
async function stepsTaken(
  client: PostgresClient,
  schema: string,
  openTimeout: number,
): Promise<{ readonly number: number; readonly lowestWriter: number }> {
  const asked = client.query({
    text: `select current_setting('server_version_num')::integer as version,
      current_setting('server_encoding') as encoding,
      to_regclass('${schema}.migration') is not null as "hasSteps"`,
  });
  const server = await awaitFirstAnswer(asked, openTimeout);
  const [row] = server.rows as { version: number; encoding: string; hasSteps: boolean }[];
  const { version = 0, encoding = '', hasSteps = false } = row ?? {};
  if (version < OLDEST_SERVER) {
    throw unfit(`is of version ${Math.floor(version / 10_000)}. Use PostgreSQL 15 or later`);
  }
  if (encoding !== 'UTF8') {
    throw unfit(`keeps this database as ${encoding}. Use a database with the encoding UTF8`);
  }
  if (!hasSteps) return { number: 0, lowestWriter: 0 };
  const columns = await client.query({
    text: `select attname::text as name from pg_catalog.pg_attribute
      where attrelid = to_regclass('${schema}.migration') and attname in ('number', 'name', 'lowest_writer')`,
  });
  if (columns.rows.length < 3) {
    throw wrongSchema(
      'holds a table migration that is not of accompany. Name another schema, or rename that table',
    );
  }
  const { rows } = await client.query({
    text: `select coalesce(max(number), 0)::integer as number,
      coalesce(max(lowest_writer), 0)::integer as "lowestWriter" from ${schema}.migration`,
  });
  return rows[0] as { number: number; lowestWriter: number };
}

/**
 * One statement, since a pool may run the next one elsewhere. Whoever comes second waits for the lock and then finds every
 * step taken.
 */
function migrationText(schema: string, migrations: readonly Migration[]): string {
  const steps = migrations.map(
    ({ number, name, lowestWriter, up }) => `
      if not exists (select from ${schema}.migration where number = ${number}) then
        ${up(schema)}
        insert into ${schema}.migration (number, name, lowest_writer)
          values (${number}, '${name}', ${lowestWriter});
      end if;`,
  );
  return `
    do $migrate$
    begin
      perform pg_advisory_xact_lock(hashtextextended('accompany ${schema}', 0));
      -- A query, since what to_regnamespace remembers from before the lock may be out of date.
      if not exists (select from pg_catalog.pg_namespace where nspname = btrim('${schema}', '"')) then
        create schema ${schema};
      end if;
      if to_regclass('${schema}.migration') is null then
        ${migrationTable(schema)}
      end if;
      ${steps.join('\n')}
    end
    $migrate$`;
}

function wrongSchema(reason: string): AccompanyError {
  return new AccompanyError('STORAGE_SCHEMA', `The PostgreSQL schema ${reason}.`);
}

function unfit(reason: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', `The PostgreSQL server ${reason}.`);
}
