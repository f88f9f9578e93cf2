import { AccompanyError } from '../../kernel/errors.ts';
import type { Storage } from '../../ports/storage.ts';
import { checkText, closed } from '../request-checks.ts';
import { nodeSqlite } from './client.ts';
import type { SqliteClient } from './client.ts';
import { asStorageError } from './client-errors.ts';
import { committer } from './commit.ts';
import { counterReader } from './counters.ts';
import { leasesIn } from './leases.ts';
import { openFile } from './open-file.ts';
import type { OpenFile } from './open-file.ts';
import { checkOptions, MEMORY } from './options.ts';
import type { SqliteOptions, SqliteSettings } from './options.ts';
import { recordReader } from './records.ts';
import { spacesIn } from './spaces.ts';

/**
 * Opens a storage in one SQLite file, and makes the file where there is none. Only one storage may have a file open for
 * writing. What it has committed has reached the disk.
 *
 * Rules: `docs/semantics/storage-sqlite.md`. Throws `INVALID_INPUT` for wrong options, `STORAGE_IN_USE` while another
 * one has the file, `STORAGE_SCHEMA` for a file of a newer version or one that lacks a part, `STORAGE_CORRUPT` for what
 * is no database, and `STORAGE_FAILED` where the file cannot be opened.
 */
export async function sqliteStorage(options: SqliteOptions): Promise<Storage> {
  const settings = checkOptions(options);
  const open = settings.open ?? (await nodeSqlite());
  try {
    const opened = openFile(settings, open);
    try {
      return storageOn(opened, settings);
    } catch (error) {
      opened.close();
      throw error;
    }
  } catch (error) {
    throw asStorageError(error, settings.file);
  }
}

function storageOn({ client, close }: OpenFile, settings: SqliteSettings): Storage {
  const { file, readOnly, bodyLimit } = settings;
  const spaces = spacesIn(client);
  const records = recordReader(client, spaces);
  const counters = counterReader(client);
  const leases = leasesIn(client);
  const commit = committer(client, spaces, bodyLimit);
  let isClosed = false;

  /** Does the work at once and answers with a promise. */
  function answer<T>(subscription: string, work: () => T): Promise<T> {
    try {
      if (isClosed) throw closed();
      checkText(subscription, 'a subscription');
      return Promise.resolve(work());
    } catch (error) {
      return Promise.reject(asStorageError(error, file));
    }
  }

  function write<T>(subscription: string, work: () => T): Promise<T> {
    return answer(subscription, () => {
      if (readOnly) throw cannotWrite(file);
      return work();
    });
  }

  return {
    capabilities: {
      name: 'sqlite',
      durability: file === MEMORY ? 'none' : 'synced',
      multiWriter: false,
    },
    load: (subscription, keys) =>
      answer(subscription, () =>
        readOnly
          ? atOnce(client, () => records.load(subscription, keys))
          : records.load(subscription, keys),
      ),
    scan: (subscription, query) => answer(subscription, () => records.scan(subscription, query)),
    commit: (subscription, change) => write(subscription, () => commit(subscription, change)),
    counters: (subscription, prefix) => answer(subscription, () => counters(subscription, prefix)),
    acquire: (subscription, request) =>
      write(subscription, () => leases.acquire(subscription, request)),
    renew: (subscription, lease, request) =>
      write(subscription, () => leases.renew(subscription, lease, request)),
    release: (subscription, lease) =>
      write(subscription, () => leases.release(subscription, lease)),
    leases: (subscription, prefix) => answer(subscription, () => leases.list(subscription, prefix)),
    close: () => {
      if (isClosed) return Promise.resolve();
      isClosed = true;
      try {
        close();
        return Promise.resolve();
      } catch (error) {
        return Promise.reject(asStorageError(error, file));
      }
    },
  };
}

/** Several statements that see the same state, whatever a writer beside does meanwhile (ST-11). */
function atOnce<T>(client: SqliteClient, read: () => T): T {
  client.exec('begin');
  try {
    return read();
  } finally {
    client.exec('rollback');
  }
}

function cannotWrite(file: string): AccompanyError {
  return new AccompanyError(
    'NOT_ALLOWED',
    `${JSON.stringify(file)} was opened with readOnly, and nothing can be written to it. Open it without readOnly.`,
  );
}
