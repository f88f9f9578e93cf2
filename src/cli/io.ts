import type { Storage } from '../ports/storage.ts';
import type { Access } from './open-storage.ts';

/** All that commands touch of the world outside, so that tests can run them in process. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Rejects like `node:fs`, with a `code` such as `ENOENT`. */
  readonly readFile: (path: string) => Promise<string>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  /** Lines without their ends, one at a time; rejects with `TOO_LARGE` for one of more than `most` UTF-16 units. */
  readonly readLines: (path: string, most: number) => AsyncIterable<string>;
  /** The file is there when all lines are, and not before. */
  readonly writeLines: (path: string, lines: AsyncIterable<string>) => Promise<void>;
  /** What `--storage` names. */
  readonly openStorage: (name: string, access: Access) => Promise<Storage>;
  /** Files that opening this storage to write is going to make. */
  readonly filesToMake: (storage: string) => readonly string[];
  /** Removes those that are there; does not reject. */
  readonly removeFiles: (paths: readonly string[]) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Carries out one command; resolves with the exit code. */
export type Command = (args: readonly string[], io: CliIo) => Promise<number>;
