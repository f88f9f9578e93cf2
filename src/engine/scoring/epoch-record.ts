import type { EpochDocument } from '../../engagement/scoring.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Counter } from '../../ports/storage.ts';
import { scorePrefix, type Scored } from '../../records/score-index.ts';
import { now, throwIfAborted, type Core } from '../core.ts';
import { unreadCounter } from '../counters.ts';
import type { CallOptions } from '../rounds.ts';
import { noteEvaluation } from '../subscription.ts';
import { writeScoring } from './scoring-record.ts';

/** The greatest stored values, and when they were read. */
export type Maxima = Pick<EpochDocument, 'at' | 'personMax' | 'groupMax'>;

/** Reads the maxima; not before an instant, though the clock may say so. */
export async function readMaxima(core: Core, earliest: Instant): Promise<Maxima> {
  const at = Math.max(earliest, now(core));
  return { at, personMax: await greatest(core, 'person'), groupMax: await greatest(core, 'group') };
}

/** Whether the greatest values are the same. */
export function hasMaxima(epoch: Maxima, { personMax, groupMax }: Maxima): boolean {
  return epoch.personMax === personMax && epoch.groupMax === groupMax;
}

/**
 * Writes the epoch so that every engine reads it before it decides anything more. What another engine had decided before
 * may have been stored after the maxima were read: they are read once more, and the epoch is written again if they differ
 * (EG-63). By then every commit that was decided by the epoch before has been stored or has failed, by what it expects of
 * the registry; each further time, another engine has stored a change of the greatest value meanwhile. `unread`: how many
 * values were computed since the last epoch (EG-69).
 */
export async function keepEpoch(
  core: Core,
  document: EpochDocument,
  unread: number,
  options: CallOptions,
): Promise<void> {
  const { registry, store, members } = core;
  const name = unreadCounter(document.revision);
  let counters: readonly Counter[] = unread === 0 ? [] : [{ name, value: -unread }];
  for (let epoch = document; ;) {
    const reads = registry.world().readsScores;
    const operations = reads ? await noteEvaluation(store, members.self) : [];
    await writeScoring(core, { type: 'epoch', document: epoch }, { operations, counters });
    counters = [];
    // Whoever has the storage alone has decided nothing meanwhile.
    if (!members.shared) return;
    const maxima = await readMaxima(core, epoch.at);
    if (hasMaxima(epoch, maxima)) return;
    throwIfAborted(options.signal);
    epoch = { ...epoch, ...maxima, number: epoch.number + 1 };
  }
}

async function greatest(core: Core, of: Scored): Promise<number> {
  const prefix = scorePrefix(of);
  const [first] = await core.store.scan({ kind: 'score', index: 'id', prefix, limit: 1 });
  return first?.body.value ?? 0;
}
