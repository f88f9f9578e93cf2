import type { ValueScale } from '../../engagement/scoring.ts';
import type { Counter, Operation } from '../../ports/storage.ts';
import type { DefinitionBody } from '../../records/bodies.ts';
import { put } from '../../records/put.ts';
import type { Held } from '../../records/store.ts';
import { now, type Core } from '../core.ts';
import { definitionId } from '../registry.ts';

/** What a subscription has one of: how it scores, and its last nightly run. */
type ScoringBody = Extract<DefinitionBody, { type: 'scoring' | 'epoch' }>;

/** What goes into the same commit. */
interface Besides {
  readonly operations?: readonly Operation[];
  readonly counters?: readonly Counter[];
}

/** Writes the scoring or the epoch so that every engine reads it before it decides anything more. */
export async function writeScoring(
  core: Core,
  body: ScoringBody,
  { operations = [], counters }: Besides = {},
): Promise<void> {
  const { registry } = core;
  const id = definitionId(body.type, body.type);
  const record: Held<'definition'> = {
    kind: 'definition',
    id,
    version: (registry.definitions.get(id)?.version ?? 0) + 1,
    due: null,
    body,
  };
  await registry.write([put(record), ...operations], now(core), counters);
  registry.adopt(record);
}

/**
 * Lets every engine compute values by another scale from its next decision on. Until an epoch was made by it, whoever
 * makes a night begins with everybody (EG-65).
 */
export async function changeScale(core: Core, valueScale: ValueScale): Promise<void> {
  const { document } = core.registry.definition('scoring', 'scoring')!;
  await writeScoring(core, { type: 'scoring', document: { ...document, valueScale } });
}
