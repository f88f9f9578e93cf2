import { runCli } from '../../src/cli/run-cli.ts';
import { openStorage } from '../../src/cli/open-storage.ts';
import { filesToMake, removeFiles } from '../../src/cli/made-files.ts';
import { splitLines } from '../../src/cli/split-lines.ts';
import type { CliIo } from '../../src/cli/io.ts';

/** What a call of the command line did. */
export interface Called {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly written: ReadonlyMap<string, string>;
}

/** The present of the command line. */
export const NOW: number = Date.parse('2026-02-01T00:00:00Z');

/**
 * Calls the command line in process, with files of memory: texts, or values that become JSON; `real` takes the place of
 * single parts.
 */
export async function call(
  line: string | readonly string[],
  files: Readonly<Record<string, unknown>> = {},
  real: Partial<CliIo> = {},
): Promise<Called> {
  let out = '';
  let err = '';
  const written = new Map<string, string>();
  const io: CliIo = {
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    readFile: (path) => {
      if (Object.hasOwn(files, path)) {
        const file = files[path];
        if (file instanceof Error) return Promise.reject(file);
        return Promise.resolve(typeof file === 'string' ? file : JSON.stringify(file));
      }
      return Promise.reject(
        Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' }),
      );
    },
    writeFile: (path, text) => {
      written.set(path, text);
      return Promise.resolve();
    },
    async *readLines(path, most) {
      const text = await io.readFile(path);
      yield* splitLines(pieces(text), most);
    },
    async writeLines(path, lines) {
      const list = await Array.fromAsync(lines);
      written.set(path, list.map((each) => `${each}\n`).join(''));
    },
    openStorage,
    filesToMake,
    removeFiles,
    now: () => NOW,
    ...real,
  };
  const exit = await runCli(typeof line === 'string' ? line.split(' ') : line, io);
  return { exit, out, err, written };
}

async function* pieces(text: string): AsyncGenerator<string, void, void> {
  for (let at = 0; at < text.length; at += 7_919) yield text.slice(at, at + 7_919);
}
