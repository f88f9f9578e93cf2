import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { splitLines } from './split-lines.ts';

/** Characters that are written at once. */
const CHUNK = 256 * 1_024;

/** The lines of a file, one at a time. Rejects like `node:fs`, and like {@link splitLines}. */
export function readLines(path: string, most: number): AsyncIterable<string> {
  return splitLines(createReadStream(path, { encoding: 'utf8' }), most);
}

/**
 * Writes lines into a file that is there when all of them are, under a name of its own until then: an export that was
 * cut off leaves no file that looks whole. Only its owner may read it. Nothing is opened before the first line is there.
 */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<void> {
  const part = `${path}.part`;
  let file: FileHandle | undefined;
  try {
    try {
      let text = '';
      for await (const line of lines) {
        file ??= await create(part);
        text += `${line}\n`;
        if (text.length < CHUNK) continue;
        await file.write(text);
        text = '';
      }
      file ??= await create(part);
      await file.write(text);
      await file.sync();
    } finally {
      await file?.close();
    }
    await rename(part, path);
  } catch (error) {
    if (file !== undefined) await rm(part, { force: true });
    throw error;
  }
}

function create(path: string): Promise<FileHandle> {
  return open(path, 'w', 0o600);
}
