/** All that commands touch of the world outside, so that tests can run them in process. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Rejects like `node:fs`, with a `code` such as `ENOENT`. */
  readonly readFile: (path: string) => Promise<string>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
}

/** Carries out one command; resolves with the exit code. */
export type Command = (args: readonly string[], io: CliIo) => Promise<number>;
