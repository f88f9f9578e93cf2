import { AccompanyError } from '../kernel/errors.ts';
import { needObject } from '../kernel/object-argument.ts';
import { formatInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import { RECORD_KINDS } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import { refuseHalfImport } from '../records/import-marker.ts';
import { Store } from '../records/store.ts';
import { refuseAbsent } from './content.ts';
import { Digest, digestStore, type ArchiveSource } from './digest.ts';
import { counterEntries, recordEntries, refuseUnreadable } from './entries.ts';
import { ARCHIVE_FORMAT, asLine, RECORDS_FORMAT } from './format.ts';
import type { Head, Tail } from './format.ts';

/** Leases of engines begin so (EN-80). */
const ENGINES = joinIds('engine', '');

/** What to export, and on which terms. */
export interface ExportOptions extends ArchiveSource {
  /** When the export is made; missing: now. Leases are held or expired at this instant. */
  readonly now?: Instant;
  /**
   * Export although engines hold leases; missing: false. A change during the export is found in either case (AR-8); an
   * engine that has nothing to do makes none.
   */
  readonly live?: boolean;
}

/**
 * Everything that a subscription holds as lines of JSON without line breaks: a head, every record by kind and id, the
 * counters, and a last line with the number of lines and a digest (AR-1 to AR-5). Memory is that of one page. Afterwards
 * everything is read again, and the last line comes only if nothing has changed meanwhile (AR-8), so that an export that
 * was cut short is never taken for a whole one.
 *
 * @throws AccompanyError `NOT_FOUND` when there is no such subscription (AR-9), `STORAGE_IN_USE` while an engine holds
 *   a lease (AR-7), `WRITE_CONFLICT` when somebody wrote during the export, `NOT_ALLOWED` for a half import or a record that no import would take, `STORAGE_FAILED`
 * @example
 * ```ts
 * import { Engine, defaultCatalogue, memoryStorage } from 'accompany';
 * import { digestSubscription, exportSubscription, importSubscription } from 'accompany/operations';
 *
 * const [from, to] = [memoryStorage(), memoryStorage()];
 * const engine = await Engine.open({ catalogue: defaultCatalogue, storage: from });
 * await engine.close();
 * const lines = exportSubscription({ storage: from, subscription: 'default' });
 * const { digest } = await importSubscription({ storage: to, subscription: 'default', lines });
 * console.log(digest === (await digestSubscription({ storage: to, subscription: 'default' })).digest); // => true
 * ```
 */
export async function* exportSubscription(
  options: ExportOptions,
): AsyncGenerator<string, void, void> {
  needObject(options, 'exportSubscription needs { storage, subscription }.');
  const { storage, subscription, page = 500, live = false, now = Date.now() } = options;
  const store = new Store(storage, subscription);
  await refuseHalfImport(store);
  await refuseAbsent(store);
  if (!live) await refuseEngines(store, now);
  const head: Head = {
    archive: 'accompany',
    format: ARCHIVE_FORMAT,
    records: RECORDS_FORMAT,
    kinds: RECORD_KINDS,
    subscription,
    exportedAt: now,
  };
  yield asLine(JSON.stringify(head));
  const digest = new Digest();
  let [records, counters] = [0, 0];
  for await (const entry of recordEntries(store, page)) {
    refuseUnreadable(entry);
    records += 1;
    await digest.add(entry.text);
    yield asLine(entry.text);
  }
  for (const text of await counterEntries(store)) {
    counters += 1;
    await digest.add(text);
    yield asLine(text);
  }
  const tail: Tail = {
    lines: records + counters + 2,
    records,
    counters,
    digest: await digest.end(),
  };
  if ((await digestStore(store, page)).digest !== tail.digest) {
    throw new AccompanyError(
      'WRITE_CONFLICT',
      `Somebody wrote to the subscription ${subscription} during the export, which is worth nothing now. Close its engines and export again.`,
    );
  }
  yield JSON.stringify(tail);
}

/** @throws AccompanyError `STORAGE_IN_USE` while an engine holds a lease that has not expired (AR-7) */
export async function refuseEngines(store: Store, now: Instant): Promise<void> {
  const leases = await store.leases(ENGINES);
  const held = leases.find(({ expiresAt }) => expiresAt > now);
  if (held === undefined) return;
  throw new AccompanyError(
    'STORAGE_IN_USE',
    `An engine works on the subscription ${store.subscription}: ${held.owner} holds its lease until ${formatInstant(held.expiresAt)}. Close it, or wait until then.`,
    { details: { lease: held } },
  );
}
