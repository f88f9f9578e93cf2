import { AccompanyError } from '../../kernel/errors.ts';
import type { SqliteClient } from './client.ts';
import { MIGRATIONS, PARTS } from './migrations.ts';
import type { Migration } from './migrations.ts';
import { inTransaction } from './transaction.ts';

/** The schema of a file, as it says of itself; zeroes for an empty file. */
interface Schema {
  readonly schema: number;
  readonly lowestWriter: number;
}

/**
 * Brings a file to the newest of the steps, all in one transaction, and checks that nothing is missing (SQ-21, SQ-22).
 * Throws `STORAGE_SCHEMA` for a file that is somebody else's, too new or incomplete.
 */
export function migrate(client: SqliteClient, steps: readonly Migration[] = MIGRATIONS): void {
  inTransaction(client, () => {
    const found = schemaOf(client);
    const newest = steps.at(-1)!.schema;
    if (found.lowestWriter > newest) throw tooNew(found, newest);
    const missing = steps.filter(({ schema }) => schema > found.schema);
    for (const { statements, schema, lowestWriter } of missing) {
      for (const statement of statements) client.exec(statement);
      const set = client.prepare('insert or replace into meta (name, value) values (?, ?)');
      set.run('schema', schema);
      set.run('lowest_writer', lowestWriter);
    }
    checkParts(client);
    // Of no row, and yet refused where the file may not be written to: SQLite itself tells at the first write only (SQ-17).
    client.exec('update meta set value = value where name is null');
    return true;
  });
}

/** Checks that a file can be read as it is. Throws `STORAGE_SCHEMA` where {@link migrate} would, or would have work. */
export function checkSchema(client: SqliteClient): void {
  const found = schemaOf(client);
  const { schema } = MIGRATIONS.at(-1)!;
  if (found.lowestWriter > schema) throw tooNew(found, schema);
  if (found.schema < schema) {
    throw refused(
      `The file has schema ${found.schema}, and this version reads schema ${schema}. Open the file once for writing.`,
    );
  }
  checkParts(client);
}

function schemaOf(client: SqliteClient): Schema {
  const names = partsOf(client);
  if (names.size === 0) return { schema: 0, lowestWriter: 0 };
  if (!names.has('meta')) {
    throw refused(
      'The file holds tables that are not of accompany, or has lost its table meta. Name another file, or restore it from a backup.',
    );
  }
  const rows = client.prepare('select name, value from meta').all() as MetaRow[];
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  const schema = values.get('schema');
  const lowestWriter = values.get('lowest_writer');
  if (schema === undefined || lowestWriter === undefined) {
    throw refused(
      'The table meta does not say which schema the file has. Restore it from a backup.',
    );
  }
  return { schema, lowestWriter };
}

function checkParts(client: SqliteClient): void {
  const names = partsOf(client);
  const missing = PARTS.filter((part) => !names.has(part));
  if (missing.length === 0) return;
  throw refused(`The file has lost ${missing.join(', ')}. Restore it from a backup.`);
}

function partsOf(client: SqliteClient): Set<string> {
  const sql = `select name from sqlite_schema where name not like 'sqlite%'`;
  return new Set((client.prepare(sql).all() as { name: string }[]).map(({ name }) => name));
}

function tooNew({ schema, lowestWriter }: Schema, known: number): AccompanyError {
  return refused(
    `The file has schema ${schema}, which needs a version that knows schema ${lowestWriter}; this one knows ${known}. Use a newer version of accompany.`,
  );
}

function refused(message: string): AccompanyError {
  return new AccompanyError('STORAGE_SCHEMA', message);
}

interface MetaRow {
  readonly name: string;
  readonly value: number;
}
