import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { needObject } from '../kernel/object-argument.ts';
import { checkStorage } from '../records/storage-check.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Storage } from '../ports/storage.ts';
import { Store } from '../records/store.ts';
import { refuseEngines } from './export.ts';
import type { Head } from './format.ts';
import { Reader } from './reader.ts';
import { isContested, Writer } from './writer.ts';

/** Where to import, and what. */
export interface ImportOptions {
  readonly storage: Storage;
  readonly subscription: string;
  /** The lines of an export, without or with their line breaks, from wherever. */
  readonly lines: AsyncIterable<string> | Iterable<string>;
  /** Records per commit; missing: 500. */
  readonly batch?: number;
  /**
   * Import under another name than the exported one; missing: false. Ids of effects derive from the name: to receivers
   * that honour keys, an effect that was under way is a new one (AR-25).
   */
  readonly rename?: boolean;
  /** Missing: now. Leases are held or expired at this instant. */
  readonly now?: Instant;
}

/** What an import brought. */
export interface ImportResult {
  /** Subscription that was exported. */
  readonly from: string;
  readonly exportedAt: Instant;
  readonly records: number;
  readonly counters: number;
  /** As `digestSubscription` gives it in both places (AR-10). */
  readonly digest: string;
}

/**
 * Reads the lines of `exportSubscription` into an empty subscription of any storage (AR-20 to AR-25, AR-30 to AR-36).
 * Memory is that of one batch. Until all of it is there, was counted and read back, a marker stands in the subscription.
 * A refused import takes out again what it wrote; after an interruption the next import does.
 *
 * @throws AccompanyError with `details.line`: `INVALID_JSON`, `TOO_LARGE`, `TOO_DEEP`, `INVALID_DOCUMENT`,
 *   `DUPLICATE_ID`, `STORAGE_SCHEMA` for a newer format; without: `NOT_ALLOWED` when the subscription is not empty or has
 *   another name, `STORAGE_IN_USE` while an engine holds a lease, `WRITE_CONFLICT` when another import has taken over,
 *   `STORAGE_CORRUPT` when the storage gives back something else, `STORAGE_FAILED`
 */
export async function importSubscription(options: ImportOptions): Promise<ImportResult> {
  needObject(options, 'importSubscription needs { storage, subscription, lines }.');
  checkStorage(options.storage);
  const { batch = 500 } = options;
  if (!Number.isSafeInteger(batch) || batch < 1)
    throw new AccompanyError('INVALID_INPUT', 'batch must be a whole number of at least 1.', {
      path: ['batch'],
    });
  if (!isIterable(options.lines))
    throw new AccompanyError('INVALID_INPUT', 'lines must be what exportSubscription gives.', {
      path: ['lines'],
    });
  const reader = new Reader();
  let writer: Writer | null = null;
  let head: Head | null = null;
  try {
    for await (const line of typedLines(options.lines)) {
      const taken = await reader.take(withoutBreak(line));
      if ('head' in taken) {
        ({ head } = taken);
        writer = await begin(options, head, batch);
      } else if ('record' in taken) await writer!.record(taken.record, taken.characters);
      else if ('counter' in taken) await writer!.counter(taken.counter);
    }
    const tail = reader.end();
    await writer!.finish(tail);
    const { records, counters, digest } = tail;
    return { from: head!.subscription, exportedAt: head!.exportedAt, records, counters, digest };
  } catch (error) {
    if (!isContested(error)) await writer?.abandon();
    throw error;
  }
}

/** Errors of the source say what they are of (AR-37). */
async function* typedLines(lines: ImportOptions['lines']): AsyncGenerator<string, void, void> {
  try {
    yield* lines;
  } catch (cause) {
    if (isAccompanyError(cause)) throw cause;
    throw new AccompanyError(
      'STORAGE_FAILED',
      `The lines of the archive could not be read to the end: ${cause instanceof Error ? cause.message : String(cause)}. Nothing was imported; repeat the import.`,
      { cause },
    );
  }
}

async function begin(options: ImportOptions, head: Head, batch: number): Promise<Writer> {
  const { storage, subscription, rename = false, now = Date.now() } = options;
  if (head.subscription !== subscription && !rename) {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `The archive is of the subscription ${JSON.stringify(head.subscription)}, not ${JSON.stringify(subscription)}. Import it under its own name, or say rename: keys of effects change with the name.`,
    );
  }
  const store = new Store(storage, subscription);
  await refuseEngines(store, now);
  return Writer.begin(store, head, batch, now);
}

function isIterable(lines: unknown): boolean {
  const given = Object(lines) as object;
  return Symbol.asyncIterator in given || Symbol.iterator in given;
}

function withoutBreak(line: unknown): unknown {
  return typeof line === 'string' && line.endsWith('\n') ? line.replace(/\r?\n$/, '') : line;
}
