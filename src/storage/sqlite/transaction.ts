import type { SqliteClient } from './client.ts';

/** Does the work in a write transaction, which is committed when the work answers `true` and rolled back otherwise. */
export function inTransaction(client: SqliteClient, work: () => boolean): void {
  client.exec('begin immediate');
  let good = false;
  try {
    good = work();
    if (good) client.exec('commit');
  } catch (error) {
    good = false;
    throw error;
  } finally {
    if (!good) rollBack(client);
  }
}

function rollBack(client: SqliteClient): void {
  try {
    client.exec('rollback');
  } catch {
    // SQLite has rolled back by itself, as it does when there is no room or the disk fails.
  }
}
