import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Storage } from '../../src/ports/storage.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { postgresStorage } from '../../src/storage/postgres/postgres-storage.ts';
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import { startServer } from '../postgres/server.ts';
import { FAST, temporaryFolder } from '../storage/sqlite-under-test.ts';

/** Where storages come from, each of them empty, and how that ends. */
export interface Opener {
  readonly open: () => Promise<Storage> | Storage;
  readonly end: () => Promise<void>;
}

/** What `npm run tenants` can use. */
export const openers = { memory, sqlite, postgres };

async function memory(): Promise<Opener> {
  return { open: () => memoryStorage(), end: async () => undefined };
}

/** A file for each storage, gone when the storage is closed. */
async function sqlite(): Promise<Opener> {
  const place = temporaryFolder(FAST);
  let files = 0;
  const open = async (): Promise<Storage> => {
    const file = join(place.folder, `${(files += 1)}.db`);
    const storage = await sqliteStorage({ file });
    const close = async (): Promise<void> => {
      await storage.close();
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    };
    return { ...storage, close };
  };
  return { open, end: async () => place[Symbol.dispose]() };
}

/** The server that DATABASE_URL names, or one of its own; one schema, emptied for each storage. */
async function postgres(): Promise<Opener> {
  const given = process.env['DATABASE_URL'] ?? '';
  const server = given === '' ? await startServer({ synced: false }) : null;
  const pool = new pg.Pool({ connectionString: server?.url ?? given, max: 8 });
  pool.on('error', () => undefined);
  const schema = `tenants_${process.pid}`;
  const storage = await postgresStorage({ client: pool, schema });
  return {
    open: async () => {
      for (const table of ['record', 'counter', 'lease'])
        await pool.query(`truncate "${schema}".${table}`);
      return { ...storage, close: async () => undefined };
    },
    end: async () => {
      await storage.close();
      await pool.query(`drop schema "${schema}" cascade`);
      await pool.end();
      await server?.stop();
    },
  };
}
