import type { StoredRecord } from '../../ports/storage.ts';
import type { BrokenStorage } from './broken-storage.ts';

/** Writes bodies as UTF-8, in which an unpaired surrogate cannot stand. */
export const lossyText: BrokenStorage = {
  name: 'lossy-text',
  fault: 'An unpaired surrogate in a body comes back as U+FFFD.',
  rule: 'ST-2',
  wrap: (inner) => {
    const shown = <T extends StoredRecord | undefined>(record: T): T =>
      record && { ...record, body: wellFormed(record.body) };
    return {
      ...inner,
      load: async (subscription, keys) => (await inner.load(subscription, keys)).map(shown),
      scan: async (subscription, query) => (await inner.scan(subscription, query)).map(shown),
    };
  },
};

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name.toWellFormed(),
    wellFormed(inner),
  ]);
  return Object.fromEntries(entries);
}
