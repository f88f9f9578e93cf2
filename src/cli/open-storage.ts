import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { redact } from '../kernel/redact.ts';
import type { Storage } from '../ports/storage.ts';
import { wrongUse } from './exit.ts';

/** How the option is to be given, for the help and for errors. */
export const STORAGE_FORMS = 'sqlite:FILE or postgres://…';

/** What a command is going to do with a storage. */
export type Access = 'read' | 'write';

/**
 * Opens the storage that `--storage` names; closing it closes its connections too. Adapters are loaded when they are
 * asked for. No error shows a password.
 * @throws CliFault for another form; AccompanyError from the adapter, `STORAGE_FAILED` when `pg` is not installed or does
 *   not connect
 */
export async function openStorage(name: string, access: Access): Promise<Storage> {
  if (name.startsWith('sqlite:')) return openSqlite(name.slice('sqlite:'.length), access);
  if (/^postgres(?:ql)?:\/\//.test(name)) return openPostgres(name, access);
  // What was meant as a connection string may hold a password, whatever is wrong with it: it is not repeated.
  throw wrongUse(`--storage takes ${STORAGE_FORMS}; what was given is neither.`);
}

/** A connection string without what it must not tell: everything between the scheme and the host, and all parameters. */
export function withoutSecret(name: string): string {
  return name.replace(/^([\w+.-]+:\/\/)(?:.*@)?/s, '$1').replace(/\?.*$/s, '');
}

async function openSqlite(file: string, access: Access): Promise<Storage> {
  if (file === '') throw wrongUse('--storage sqlite:FILE needs the path of a file.');
  const { sqliteStorage } = await import('../storage/sqlite/index.ts');
  return sqliteStorage({ file, readOnly: access === 'read' });
}

async function openPostgres(url: string, access: Access): Promise<Storage> {
  const { default: pg } = await loadPg();
  const { postgresStorage } = await import('../storage/postgres/index.ts');
  const pool = new pg.Pool({ connectionString: url });
  // A connection that breaks while nobody uses it; whoever uses it next gets an error of his own.
  pool.on('error', () => undefined);
  try {
    const migrate = access === 'write';
    return await postgresStorage({ client: pool, migrate, onClose: () => pool.end() });
  } catch (error) {
    await pool.end();
    if (isAccompanyError(error) && error.code !== 'STORAGE_FAILED') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AccompanyError(
      'STORAGE_FAILED',
      `${withoutSecret(url)} cannot be opened: ${redact(reason.replaceAll(url, withoutSecret(url)))}`,
    );
  }
}

async function loadPg(): Promise<typeof import('pg')> {
  try {
    return await import('pg');
  } catch (cause) {
    throw new AccompanyError(
      'STORAGE_FAILED',
      'The package pg is not installed, and a PostgreSQL storage needs it. Install it: npm install pg',
      { cause },
    );
  }
}
