import { runCli } from '../../src/cli/run-cli.ts';
import type { CliIo } from '../../src/cli/io.ts';

/** What a call of the command line did. */
export interface Called {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly written: ReadonlyMap<string, string>;
}

/** Calls the command line in process, with files of memory: texts, or values that become JSON. */
export async function call(
  line: string | readonly string[],
  files: Readonly<Record<string, unknown>> = {},
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
  };
  const exit = await runCli(typeof line === 'string' ? line.split(' ') : line, io);
  return { exit, out, err, written };
}
