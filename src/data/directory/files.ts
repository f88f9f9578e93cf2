import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataChange } from '../../ports/data-integration.ts';

/** What a file's name says: the kind of its statements, and how they are written. */
export interface SourceFile {
  readonly name: string;
  readonly path: string;
  /** `null`: each line says it itself. */
  readonly type: DataChange['type'] | null;
  readonly format: 'csv' | 'ndjson';
}

const TYPES: Readonly<Record<string, SourceFile['type']>> = {
  accounts: 'account',
  people: 'person',
  relations: 'relation',
  opportunities: 'opportunity',
  audiences: 'audience',
  events: 'event',
  merges: 'merge',
  changes: null,
  written: null,
};

/** Where changes are written that come back. */
export const WRITTEN = 'written.ndjson';

/** The files of a directory that hold statements, in the order in which they are read. Others are left alone. */
export async function filesIn(directory: string): Promise<readonly SourceFile[]> {
  const names = new Set(await readdir(directory));
  return Object.entries(TYPES).flatMap(([base, type]) =>
    (['csv', 'ndjson'] as const).flatMap((format): SourceFile[] => {
      const name = `${base}.${format}`;
      // Lines of all kinds have no common columns.
      if (!names.has(name) || (type === null && format === 'csv')) return [];
      return [{ name, path: join(directory, name), type, format }];
    }),
  );
}

/** Bytes by which it is noticed that what was read of a file is not there any more. */
const MARK = 64;

/** The last bytes before a place, as text; `null` when the file ends before it. */
export async function markAt(path: string, bytes: number): Promise<string | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size < bytes) return null;
    const length = Math.min(MARK, bytes);
    const buffer = new Uint8Array(length);
    await file.read(buffer, 0, length, bytes - length);
    return Buffer.from(buffer).toString('base64');
  } finally {
    await file.close();
  }
}
