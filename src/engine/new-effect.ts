import type { Instant } from '../kernel/instant.ts';
import type { StoredRecord } from '../ports/storage.ts';
import type { EffectBody } from '../records/bodies.ts';
import { effectKey, type Effect } from '../runtime/effect.ts';

const NONE: readonly never[] = Object.freeze([]);

/** The record of an effect that was asked for just now. */
export function newEffect(effect: Effect, now: Instant): StoredRecord<EffectBody> {
  const body: EffectBody = {
    effect,
    state: 'pending',
    attempts: 0,
    people: effect.people,
    by: null,
    doubtful: false,
    outcomes: NONE,
    parked: NONE,
    events: NONE,
  };
  return { kind: 'effect', id: effectKey(effect), version: 1, due: now, body };
}
