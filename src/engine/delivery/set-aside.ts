import type { RecordKind } from '../../ports/storage.ts';
import { corruptRecord, isSound } from '../../records/body-shape.ts';
import type { EffectBody } from '../../records/bodies.ts';
import type { Held } from '../../records/store.ts';
import type { Core } from '../core.ts';

/**
 * Those of due records that have the form of their kind. The others are told as errors and stay as they are, but are not
 * due any more, so that everything else goes on (EN-73).
 */
export async function setAside<K extends RecordKind>(
  core: Core,
  page: readonly Held<K>[],
): Promise<readonly Held<K>[]> {
  if (page.every(isWhole)) return page;
  const odd = page.filter((record) => !isWhole(record));
  await core.store.commit({
    operations: odd.map((record) => ({
      op: 'put',
      record: { ...record, version: record.version + 1, due: null },
    })),
    counters: [],
  });
  for (const record of odd) core.notifications.error(corruptRecord(record));
  return page.filter(isWhole);
}

/** The doctor reads less of an effect than its delivery does. */
function isWhole(record: Held<RecordKind>): boolean {
  if (!isSound(record)) return false;
  if (record.kind === 'message') return 'input' in (record.body as object);
  if (record.kind !== 'effect') return true;
  const { effect, attempts, people, outcomes, parked } = record.body as Partial<EffectBody>;
  const parts: readonly unknown[] = [effect?.action, attempts, people, outcomes, parked];
  return !parts.includes(undefined);
}
