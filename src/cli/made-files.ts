import { lstatSync } from 'node:fs';
import { rm } from 'node:fs/promises';

/** What SQLite writes beside a database, and the lock of `accompany/storage/sqlite`. */
const BESIDE = ['', '-wal', '-shm', '-journal', '.lock'];

/**
 * The files that opening a storage to write is going to make: those of a SQLite database that is not there. None where it
 * is there, and none for other storages.
 */
export function filesToMake(storage: string): readonly string[] {
  const file = /^sqlite:(.+)$/s.exec(storage)?.[1];
  if (file === undefined || isThere(file)) return [];
  return BESIDE.map((ending) => `${file}${ending}`).filter((path) => !isThere(path));
}

/** Also a link that leads nowhere: it is not ours. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Removes files that are there. That one cannot be removed is no news beside what went wrong before. */
export async function removeFiles(paths: readonly string[]): Promise<void> {
  await Promise.allSettled(paths.map((path) => rm(path, { force: true })));
}
