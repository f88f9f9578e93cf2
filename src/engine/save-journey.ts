import type { Operation } from '../ports/storage.ts';
import { now, type Core } from './core.ts';
import type { JourneyBody } from '../records/bodies.ts';
import { put } from '../records/put.ts';
import type { Held } from '../records/store.ts';

/** What other engines must know of before they decide anything more (EN-75). */
const WORLDLY = [
  'document',
  'status',
  'plan',
  'order',
] as const satisfies readonly (keyof JourneyBody)[];

/** Writes a journey's record, with other operations in the same commit, and takes it over. */
export async function saveJourney(
  core: Core,
  id: string,
  changes: Partial<JourneyBody>,
  others: readonly Operation[] = [],
): Promise<JourneyBody> {
  const current = core.registry.journey(id);
  const record: Held<'journey'> = {
    ...current,
    version: current.version + 1,
    body: { ...current.body, ...changes },
  };
  const operations = [put(record), ...others];
  if (WORLDLY.some((part) => part in changes)) await core.registry.write(operations, now(core));
  else await core.store.write({ operations, counters: [] });
  core.registry.adopt(record);
  if (changes.status !== undefined && changes.status !== current.body.status) {
    core.notifications.status({ journey: id, from: current.body.status, to: changes.status });
  }
  return record.body;
}
