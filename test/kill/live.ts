import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import type { Life } from './engine-process.ts';

/** What a supervisor does with a process when it is not done by then. */
export interface Deadline {
  /** Real milliseconds from the start, or from when the engine was ready. */
  readonly from: 'start' | 'ready';
  readonly after: number;
}

/** Real milliseconds after which a process ends that was never ready. */
const LONGEST = 120_000;

/** How a process ended. */
export interface Ended {
  readonly killed: boolean;
  /** Killed by its own hand. */
  readonly byItself: boolean;
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs one process until it ends, by itself, by its own hand, or at the deadline; `hear` gets each line it says. */
export async function live(
  program: string,
  life: Life,
  deadline: Deadline,
  hear: (line: string) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [program, JSON.stringify(life)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [killed, stderr] = [false, ''];
  const kill = (): void => {
    killed = child.kill('SIGKILL');
  };
  let timer = setTimeout(kill, deadline.from === 'start' ? deadline.after : LONGEST);
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => {
    if (line !== 'ready') hear(line);
    else if (deadline.from === 'ready') {
      clearTimeout(timer);
      timer = setTimeout(kill, deadline.after);
    }
  });
  const [[code, signal]] = (await Promise.all([
    once(child, 'exit'),
    // What was said before the end is heard, whatever the end was.
    once(lines, 'close'),
  ])) as [[number | null, NodeJS.Signals | null], unknown];
  clearTimeout(timer);
  return { killed: signal === 'SIGKILL', byItself: signal === 'SIGKILL' && !killed, code, stderr };
}
