import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Counter, Expectation, Operation, StoredRecord } from '../ports/storage.ts';
import { findImportMarker, IMPORT_MARKER } from '../records/import-marker.ts';
import type { ImportMarker } from '../records/import-marker.ts';
import type { Store } from '../records/store.ts';
import { clear } from './clear.ts';
import { refuseContent } from './content.ts';
import { digestStore } from './digest.ts';
import { recordText } from './format.ts';
import type { CounterLine, Head, RecordLine, Tail } from './format.ts';

/** A commit ends with the line that brings it to this many UTF-16 units, however few records it has. */
const CHARACTERS = 4 * 1024 * 1024;

/**
 * Writes an archive into a subscription, in batches behind a marker. The record of the subscription itself, without which
 * there is none, comes last, in the commit that takes the marker away (AR-21).
 */
export class Writer {
  private readonly store: Store;
  private readonly batch: number;
  private readonly marker: StoredRecord<ImportMarker>;
  private operations: Operation[] = [];
  private counters: Counter[] = [];
  private characters = 0;
  /** The record of the subscription, held back. */
  private held: StoredRecord | null = null;

  private constructor(store: Store, batch: number, marker: StoredRecord<ImportMarker>) {
    this.store = store;
    this.batch = batch;
    this.marker = marker;
  }

  /**
   * Puts the marker up, and clears what a half import left (AR-22).
   * @throws AccompanyError `NOT_ALLOWED` when the subscription holds anything else (AR-20)
   */
  static async begin(store: Store, head: Head, batch: number, now: Instant): Promise<Writer> {
    const known = await findImportMarker(store);
    if (known === undefined) await refuseContent(store);
    const marker: StoredRecord<ImportMarker> = {
      ...IMPORT_MARKER,
      version: (known?.version ?? 0) + 1,
      due: null,
      body: { from: head.subscription, startedAt: now },
    };
    await store.write({ operations: [{ op: 'put', record: marker }], counters: [] });
    const writer = new Writer(store, batch, marker);
    if (known !== undefined) await clear(store, batch, writer.expects);
    return writer;
  }

  async record(line: RecordLine, characters: number): Promise<void> {
    const record = { ...line, version: 1 };
    if (record.kind === IMPORT_MARKER.kind && this.held === null) {
      this.held = record;
      return;
    }
    this.operations.push({ op: 'put', record });
    this.characters += characters;
    if (this.operations.length >= this.batch || this.characters >= CHARACTERS) await this.flush();
  }

  async counter({ counter, value }: CounterLine): Promise<void> {
    this.counters.push({ name: counter, value });
    if (this.counters.length >= this.batch) await this.flush();
  }

  /**
   * Reads everything back, and makes it usable when it is what the archive says (AR-23).
   * @throws AccompanyError `STORAGE_CORRUPT` when it is not, `WRITE_CONFLICT` when somebody else has written
   */
  async finish(tail: Tail): Promise<void> {
    await this.flush();
    const held = this.held === null ? null : recordText(this.held);
    const found = await digestStore(this.store, this.batch, held);
    if (found.digest !== tail.digest) {
      throw new AccompanyError(
        'STORAGE_CORRUPT',
        `What was written into ${this.store.subscription} does not come back as it was: ${found.records} records and ${found.counters} counters instead of ${tail.records} and ${tail.counters}, or other content. Check the storage, see that nobody else writes, and import again.`,
      );
    }
    const end: Operation = { op: 'delete', key: IMPORT_MARKER, version: this.marker.version };
    const put: Operation[] = this.held === null ? [] : [{ op: 'put', record: this.held }];
    try {
      await this.store.write({ operations: [...put, end], counters: [] });
    } catch (error) {
      // The commit may have been done although its answer was lost; the marker tells.
      const failed = isAccompanyError(error) && error.kind === 'failed';
      if (!failed || (await findImportMarker(this.store)) !== undefined) throw error;
    }
  }

  /** Takes everything out again, the marker last; what cannot be taken out stays behind the marker. */
  async abandon(): Promise<void> {
    try {
      await clear(this.store, this.batch, this.expects);
      const { version } = this.marker;
      const end: Operation = { op: 'delete', key: IMPORT_MARKER, version };
      await this.store.write({ operations: [end], counters: [] });
    } catch (error) {
      // The reason for giving up is told, not what came of cleaning up.
      if (!(error instanceof Error)) throw error;
    }
  }

  private get expects(): Expectation {
    return { key: IMPORT_MARKER, version: this.marker.version };
  }

  private async flush(): Promise<void> {
    const { operations, counters } = this;
    if (operations.length === 0 && counters.length === 0) return;
    [this.operations, this.counters, this.characters] = [[], [], 0];
    await this.store.write({ operations, counters, expects: [this.expects] });
  }
}

/** Whether an error means that somebody else writes here too: then nothing is taken out that may be theirs. */
export function isContested(error: unknown): boolean {
  return (
    isAccompanyError(error) && (error.code === 'WRITE_CONFLICT' || error.code === 'STORAGE_CORRUPT')
  );
}
