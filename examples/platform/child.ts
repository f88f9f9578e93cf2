import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A program of this example that runs in a process of its own. */
export interface Child {
  readonly name: string;
  /** Where it listens on the loopback. */
  readonly url: string;
  /** Asks it something; rejects when it ends before it has answered. */
  ask<T>(question: string): Promise<T>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

interface Answer {
  readonly ready?: string;
  readonly id?: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Starts a program and waits until it listens. Its output goes to this process's. */
export async function startChild(name: string, file: URL, given: unknown): Promise<Child> {
  const child = fork(file, [JSON.stringify(given)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<string>();
  child.on('message', ({ ready: url, id, value, error }: Answer) => {
    if (url !== undefined) return ready.resolve(url);
    const question = waiting.get(id!);
    waiting.delete(id!);
    if (error === undefined) question?.resolve(value);
    else question?.reject(new Error(`${name}: ${error}`));
  });
  child.once('exit', (code, signal) => {
    const ended = new Error(`${name} has ended (${signal ?? code}).`);
    ready.reject(ended);
    for (const { reject } of waiting.values()) reject(ended);
  });
  let last = 0;
  return {
    name,
    url: await ready.promise,
    ask<T>(question: string): Promise<T> {
      const id = (last += 1);
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      child.send({ id, question });
      return answer.promise as Promise<T>;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** In the child: what the parent gave, as JSON. */
export function given<T>(): T {
  return JSON.parse(process.argv[2]!) as T;
}

/** In the child: says where it listens, and answers the parent's questions. Ends with the parent. */
export function answerParent(url: string, answers: Readonly<Record<string, () => unknown>>): void {
  process.on('disconnect', () => process.exit(0));
  const answer = async ({ id, question }: { id: number; question: string }): Promise<void> => {
    try {
      process.send!({ id, value: (await answers[question]!()) ?? null });
    } catch (error) {
      process.send!({ id, error: error instanceof Error ? error.message : String(error) });
    }
  };
  process.on('message', (asked: { id: number; question: string }) => void answer(asked));
  process.send!({ ready: url });
}
