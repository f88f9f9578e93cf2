import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

/** When a process ends that the test does not wait for. */
export interface Kill {
  /** Milliseconds after its start. */
  readonly after?: number;
  /** The process ends itself after so many commits of SQLite; before the last of them is done when `early`. */
  readonly commits?: number;
  readonly early?: boolean;
}

/** What a process of the demo said until it ended. */
export interface DemoProcess {
  readonly killed: boolean;
  readonly code: number | null;
  readonly json: string;
  readonly error: string;
}

/** Runs the demo in a process of its own, which may be killed with SIGKILL. */
export async function demoProcess(
  args: readonly string[],
  { after, commits, early = false }: Kill = {},
): Promise<DemoProcess> {
  const preload = new URL('./die-at-commit.ts', import.meta.url).href;
  const imports = commits === undefined ? [] : [`--import=${preload}`];
  const child = spawn(process.execPath, [...imports, 'examples/demo/main.ts', ...args, '--json'], {
    env: { ...process.env, DIE_AT_COMMIT: String(commits), DIE_EARLY: early ? 'yes' : '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer =
    after === undefined ? undefined : setTimeout(() => void child.kill('SIGKILL'), after);
  const [json, error, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  clearTimeout(timer);
  return { killed: signal === 'SIGKILL', code, json, error };
}

/** What a run of the demo came to: its report, and its result as JSON. */
export interface DemoResult {
  readonly page: string;
  readonly json: string;
  /** Processes that were killed on the way. */
  readonly kills: number;
}

/** Runs the demo again and again with the same arguments, killed as planned, until it comes to its end. */
export async function outliveKills(
  args: readonly string[],
  out: string,
  kills: readonly Kill[],
): Promise<DemoResult> {
  let killed = 0;
  for (const kill of [...kills, {}]) {
    const ended = await demoProcess([...args, '--out', out], kill);
    if (ended.killed) killed += 1;
    else if (ended.code !== 0) throw new Error(`the demo ended with ${ended.code}: ${ended.error}`);
    else return { page: readFileSync(out, 'utf8'), json: ended.json, kills: killed };
  }
  throw new Error('the demo was killed although nobody meant to');
}
