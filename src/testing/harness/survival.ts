import type { Storage } from '../../ports/storage.ts';
import { isAccompanyError } from '../../kernel/errors.ts';
import {
  CrashSignal,
  faultyStorage,
  type StorageCall,
  type StorageFault,
} from '../faulty-storage.ts';

/** Anything that works on a storage and can be closed: an engine, mostly. */
export interface Process {
  close(): Promise<void>;
}

/** One thing that a host does; done again until it resolves. Must be right to do twice. */
export type Step<P extends Process> = (process: P) => Promise<unknown>;

/** How a script is made to suffer. */
export interface Ordeal<P extends Process> {
  readonly storage: Storage;
  /** Starts a process on the storage that it is given. */
  readonly start: (storage: Storage) => Promise<P>;
  readonly steps: readonly Step<P>[];
  /** What becomes of each call of the storage, counted over all processes; missing: nothing goes wrong. */
  readonly fault?: (call: StorageCall) => StorageFault;
  /** Codes of errors that mean to the host: what I asked for has been done already. Missing: `NOT_ALLOWED`. */
  readonly done?: readonly string[];
  /** Attempts of one step before the ordeal gives up. */
  readonly patience?: number;
}

/** What an ordeal has come to. */
export interface Outlived {
  /** Calls of the storage, over all processes. */
  readonly calls: number;
  /** Processes that ended in a crash. */
  readonly crashes: number;
  /** Steps that were repeated after an error that was no crash. */
  readonly repetitions: number;
}

/**
 * Carries out the steps of a host whose storage fails as planned. After a {@link CrashSignal} nothing of the process
 * reaches the storage any more: another one is started, and the step that was under way is repeated. After any other
 * failure of the storage the same process repeats the step.
 */
export async function outlive<P extends Process>(ordeal: Ordeal<P>): Promise<Outlived> {
  const {
    start,
    steps,
    fault = () => 'ok' as const,
    done = ['NOT_ALLOWED'],
    patience = 50,
  } = ordeal;
  let [calls, crashes, repetitions] = [0, 0, 0];
  let dead: CrashSignal | null = null;
  /** The storage as one process sees it. */
  const seenBy = (): Storage => {
    let ended: CrashSignal | null = null;
    return faultyStorage(ordeal.storage, {
      next(call) {
        // A dead process calls nothing: what is left of it runs into the same end again and again.
        if (ended !== null) throw ended;
        calls += 1;
        const answer = fault({ ...call, number: calls });
        if (answer === 'crash' || answer === 'crashAfter') {
          ended = new CrashSignal({ ...call, number: calls });
          dead = ended;
        }
        return answer;
      },
    });
  };
  let process: P | null = null;
  const endProcess = (): void => {
    crashes += 1;
    dead = null;
    process = null;
  };
  for (const step of steps) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        process ??= await start(seenBy());
        await step(process);
        if (dead !== null) throw dead;
        break;
      } catch (error) {
        if (attempt >= patience) throw error;
        if (dead !== null) endProcess();
        else if (attempt > 1 && isAccompanyError(error) && done.includes(error.code)) break;
        else if (isAccompanyError(error) && (error.kind === 'failed' || error.kind === 'conflict'))
          repetitions += 1;
        else throw error;
      }
    }
  }
  await process?.close();
  return { calls, crashes, repetitions };
}
