import type { IntentInput } from '../model/record.ts';
import type { IntentPage, IntentSource } from '../ports/intent.ts';

/** An intent source that holds what it was told, for tests and for hosts that compute intent themselves. */
export interface MemoryIntent extends IntentSource {
  /** Says what an account or a person is interested in now. */
  tell(intent: IntentInput): void;
}

/** Entries in one page. */
const PAGE = 500;

/** Keeps intent in memory. A reading gives what was told after the last one, oldest first (BG-147). */
export function memoryIntent(given: readonly IntentInput[] = []): MemoryIntent {
  const told: IntentInput[] = [...given];
  return {
    tell(intent) {
      told.push(intent);
    },
    *read({ after }): Iterable<IntentPage> {
      for (let from = Number(after ?? 0); from < told.length; from += PAGE) {
        const intent = told.slice(from, from + PAGE);
        yield { intent, next: String(from + intent.length) };
      }
    },
  };
}
