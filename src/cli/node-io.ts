import { readFile, stat, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { AccompanyError } from '../kernel/errors.ts';
import type { CliIo } from './io.ts';
import { readLines, writeLines } from './line-files.ts';
import { filesToMake, removeFiles } from './made-files.ts';
import { openStorage } from './open-storage.ts';

/** Largest file that is read, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** The process and its files. */
export const nodeIo: CliIo = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  readFile: async (path) => {
    const { size } = await stat(path);
    if (size > LARGEST) {
      throw new AccompanyError(
        'TOO_LARGE',
        `The file has ${size} bytes; at most ${LARGEST} are read. Split it.`,
      );
    }
    return readFile(path, 'utf8');
  },
  writeFile: (path, text) => writeFile(path, text),
  readLines,
  writeLines,
  openStorage,
  filesToMake,
  removeFiles,
  now: () => Date.now(),
};
