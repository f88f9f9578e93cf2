import type { EffectBody } from '../../../records/bodies.ts';
import type { StoredRecord } from '../../../ports/storage.ts';
import type { Effect } from '../../../runtime/effect.ts';
import { deletesOf, isErasing, putsOf, type Change, type Look } from './change.ts';

/** An effect is asked for once, never changes what it is but for people who are erased, and is over once. */
export function lookAtEffects(asked: Map<string, Effect>): Look {
  const over = new Set<string>();
  /** Effects of which somebody was erased, as they are since. */
  const erased = new Map<string, Effect>();
  return (change) => {
    const { broken, journal } = change;
    for (const record of putsOf(change, 'effect')) {
      const { id, version, body } = record;
      const known = erased.get(id) ?? asked.get(id);
      if (version === 1 && known !== undefined) broken('RL-2', `effect ${id} is asked for again`);
      if (known === undefined) asked.set(id, body.effect);
      else if (known !== body.effect && JSON.stringify(known) !== JSON.stringify(body.effect)) {
        if (isErasing(change) && isRest(body.effect, known)) erased.set(id, body.effect);
        else broken('RL-3', `effect ${id} has changed`);
      }
      if (over.has(id)) broken('RL-2', `effect ${id} comes back`);
      noteStates(change, record);
    }
    for (const id of deletesOf(change, 'effect')) {
      if (over.has(id)) broken('RL-2', `effect ${id} is over twice`);
      over.add(id);
      journal.reached('an effect was carried out');
    }
  };
}

/** True for an effect that is the same for fewer people. */
function isRest(effect: Effect, known: Effect): boolean {
  const isLess = effect.people?.every((person) => known.people?.includes(person)) === true;
  return isLess && JSON.stringify(effect) === JSON.stringify({ ...known, people: effect.people });
}

function noteStates(
  { mirror, journal, seat }: Change,
  { id, body }: StoredRecord<EffectBody>,
): void {
  const before = mirror.get('effect', id)?.body;
  if (body.state === 'claimed' && before?.state === 'claimed' && before.by !== body.by)
    journal.reached('a claim that ran out was taken over');
  if (body.state === 'pending' && body.attempts > (before?.attempts ?? 0))
    journal.reached('an effect is tried again');
  if (body.state !== 'dead') return;
  for (const { outcome } of body.outcomes) {
    if (outcome === 'unknown') journal.reached('an unknown outcome was parked');
    if (outcome === 'failed') journal.reached('an effect was given up');
  }
  if (seat.isDead) journal.reached('a dead letter of a process that has ended');
}
