import { needObject } from '../kernel/object-argument.ts';
import type { Storage } from '../ports/storage.ts';
import { refuseHalfImport } from '../records/import-marker.ts';
import { Store } from '../records/store.ts';
import { refuseAbsent } from './content.ts';
import { counterEntries, recordEntries } from './entries.ts';

/** A chunk ends with the entry that brings it to this many UTF-16 units: where is decided by the content alone. */
const CHUNK = 256 * 1_024;

const encoder = new TextEncoder();

/** A subscription's content in 64 digits, and how much it is. */
export interface SubscriptionDigest {
  /** SHA-256, chained; equal for equal content (AR-10). */
  readonly digest: string;
  readonly records: number;
  /** Counters that are not 0. */
  readonly counters: number;
}

/** Which subscription, and where. */
export interface ArchiveSource {
  readonly storage: Storage;
  readonly subscription: string;
  /** Records per page; missing: 500. */
  readonly page?: number;
}

/**
 * The digest of everything that a subscription holds, to compare two places. Versions of records, leases, and counters
 * that are 0 do not count (AR-10). Reads everything once, page by page.
 * @throws AccompanyError `NOT_FOUND` when there is no such subscription (AR-9), `NOT_ALLOWED` for a half import (AR-21),
 *   `STORAGE_FAILED`
 */
export async function digestSubscription(source: ArchiveSource): Promise<SubscriptionDigest> {
  needObject(source, 'digestSubscription needs { storage, subscription }.');
  const store = new Store(source.storage, source.subscription);
  await refuseHalfImport(store);
  await refuseAbsent(store);
  return digestStore(store, source.page);
}

/** {@link digestSubscription} with one record that is not stored yet, or `null`, in the place of the marker. */
export async function digestStore(
  store: Store,
  page = 500,
  held: string | null = null,
): Promise<SubscriptionDigest> {
  const digest = new Digest();
  let [records, counters] = [0, 0];
  if (held !== null) {
    records += 1;
    await digest.add(held);
  }
  for await (const { text } of recordEntries(store, page)) {
    records += 1;
    await digest.add(text);
  }
  for (const text of await counterEntries(store)) {
    counters += 1;
    await digest.add(text);
  }
  return { digest: await digest.end(), records, counters };
}

/** SHA-256 over entries: each chunk is hashed with the hash before it in front. */
export class Digest {
  private state: Uint8Array<ArrayBuffer> = new Uint8Array(32);
  private entries: string[] = [];
  private size = 0;

  /** Takes the next entry; a promise only where a chunk ends. */
  add(text: string): Promise<void> | undefined {
    this.entries.push(text);
    this.size += text.length;
    return this.size < CHUNK ? undefined : this.chunk();
  }

  /** 64 hexadecimal digits. */
  async end(): Promise<string> {
    await this.chunk();
    return Array.from(this.state, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  private async chunk(): Promise<void> {
    // Entries are JSON without line breaks, so that a line break tells where one ends.
    const text = encoder.encode(this.entries.join('\n'));
    const bytes = new Uint8Array(this.state.length + text.length);
    bytes.set(this.state);
    bytes.set(text, this.state.length);
    this.entries = [];
    this.size = 0;
    this.state = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  }
}
