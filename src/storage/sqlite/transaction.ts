import type { SqliteClient } from './client.ts';

/**
 * Does the work in a write transaction, which is committed when the work answers `true`, and rolled back when it answers
 * `false`, throws, or cannot be committed; `undo` is called then. Answers whether it was committed.
 */
export function inTransaction(
  client: SqliteClient,
  work: () => boolean,
  undo: () => void = () => undefined,
): boolean {
  client.exec('begin immediate');
  let committed = false;
  try {
    if (work()) {
      client.exec('commit');
      committed = true;
    }
    return committed;
  } finally {
    if (!committed) {
      rollBack(client);
      undo();
    }
  }
}

function rollBack(client: SqliteClient): void {
  try {
    client.exec('rollback');
  } catch {
    // SQLite has rolled back by itself, as it does when there is no room or the disk fails.
  }
}
