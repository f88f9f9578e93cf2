import type { ScoringDocument, ValueScale } from '../../engagement/scoring.ts';
import { put } from '../../records/put.ts';
import type { Held } from '../../records/store.ts';
import { now, type Core } from '../core.ts';
import { definitionId } from '../registry.ts';

const SCORING = definitionId('scoring', 'scoring');

/**
 * Lets every engine compute values by another scale from its next decision on. Until an epoch was made by it, whoever
 * makes a night begins with everybody (EG-65).
 */
export async function changeScale(core: Core, valueScale: ValueScale): Promise<void> {
  const { document } = core.registry.definition('scoring', 'scoring')!;
  await writeScoring(core, { ...document, valueScale });
}

/** Writes the scoring so that every engine reads it before it decides anything more. */
export async function writeScoring(core: Core, document: ScoringDocument): Promise<void> {
  const { registry } = core;
  const record: Held<'definition'> = {
    kind: 'definition',
    id: SCORING,
    version: (registry.definitions.get(SCORING)?.version ?? 0) + 1,
    due: null,
    body: { type: 'scoring', document },
  };
  await registry.write([put(record)], now(core));
  registry.adopt(record);
}
