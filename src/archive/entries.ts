import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { scanJson } from '../kernel/json-scan.ts';
import { RECORD_KINDS } from '../ports/storage.ts';
import type { Key } from '../ports/storage.ts';
import { IMPORT_MARKER } from '../records/import-marker.ts';
import type { Store } from '../records/store.ts';
import { counterText, LINE_LIMITS, recordText } from './format.ts';

/** A name of {@link FORBIDDEN_KEYS} as a key of canonical JSON; in a string the quotes would be escaped. */
const FORBIDDEN = /"(?:__proto__|constructor|prototype)":/;

/** One record as text, with its key. */
export interface Entry {
  readonly key: Key;
  readonly text: string;
}

/**
 * All records of a subscription in the order of kinds, and of ids by UTF-16 code units within a kind. The marker of an
 * import is none of them.
 */
export async function* recordEntries(
  store: Store,
  page: number,
): AsyncGenerator<Entry, void, void> {
  // A backup holds what is there, whatever it is.
  store.odd = 'keep';
  for (const kind of RECORD_KINDS) {
    for await (const record of store.all(kind, '', page)) {
      if (kind === IMPORT_MARKER.kind && record.id === IMPORT_MARKER.id) continue;
      yield { key: record, text: recordText(record) };
    }
  }
}

/** The counters that are not 0 as text, in order of name. */
export async function counterEntries(store: Store): Promise<readonly string[]> {
  const counters = await store.counters('');
  return counters.filter(({ value }) => value !== 0).map(counterText);
}

/**
 * Makes sure that what is exported can be imported.
 * @throws AccompanyError `NOT_ALLOWED` for a record with a key that no import takes or beyond the limits of a line (AR-6)
 */
export function refuseUnreadable({ key, text }: Entry): void {
  const place = `${key.kind} ${JSON.stringify(key.id)}`;
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden !== null) {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `The record ${place} has the key ${forbidden[0].slice(0, -1)}, which no import takes. Rename what is called so.`,
    );
  }
  try {
    scanJson(text, LINE_LIMITS);
  } catch (cause) {
    if (!isAccompanyError(cause)) throw cause;
    throw new AccompanyError(
      'NOT_ALLOWED',
      `The record ${place} cannot be exported: ${cause.message}`,
      { cause },
    );
  }
}
