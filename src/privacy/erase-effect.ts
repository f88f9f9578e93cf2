import type { EffectBody } from '../records/bodies.ts';
import type { SettledFact, Settlement } from '../runtime/fact.ts';
import { eraseFromOutcomes } from './erase-fact.ts';
import type { Subject } from './subject.ts';

/** What becomes of an effect: `body` is `null` when nobody is left; `settled` tells what was decided by it (PV-23). */
export interface ErasedEffect {
  readonly body: EffectBody | null;
  readonly settled: SettledFact | null;
}

/** The reason with which open recipients are refused. */
export const ERASED = 'erased';

/** An effect without the subject; the very body that was given when it is not for the subject. */
export function eraseFromEffect(body: EffectBody, subject: Subject): ErasedEffect {
  if (subject.kind === 'account') {
    return body.effect.account === subject.id
      ? eraseEffectOfAccount(body)
      : { body, settled: null };
  }
  const { effect, people, state } = body;
  if (!concerns(body, subject.id)) return { body, settled: null };
  const without = (ids: readonly string[] | null): readonly string[] | null =>
    ids?.filter((id) => id !== subject.id) ?? null;
  const next: EffectBody = {
    ...body,
    effect: { ...effect, people: without(effect.people) },
    people: without(people),
    outcomes: outcomesAfter(body, subject),
    events: body.events.filter(({ person }) => person !== subject.id),
  };
  if (state === 'dead') return { body: next.outcomes.length === 0 ? null : next, settled: null };
  // The answer is known and comes later: until then it is kept under the pseudonym.
  if (state === 'answered' || people?.includes(subject.id) !== true)
    return { body: next, settled: null };
  const closed = next.people?.length === 0;
  const refused = { outcome: 'refused', reason: ERASED, people: [subject.pseudonym] } as const;
  return { body: closed ? null : next, settled: settlement(body, [refused], closed) };
}

function concerns({ effect, people, outcomes, events }: EffectBody, person: string): boolean {
  return (
    effect.people?.includes(person) === true ||
    people?.includes(person) === true ||
    outcomes.some((outcome) => outcome.people?.includes(person) === true) ||
    events.some((event) => event.person === person)
  );
}

/** Outcomes that are kept with the effect: a dead letter forgets the person, who is not asked again after a failure. */
function outcomesAfter({ outcomes, state }: EffectBody, subject: Subject): readonly Settlement[] {
  const next: Settlement[] = [];
  for (const settlement of outcomes) {
    const { people, outcome } = settlement;
    if (people?.includes(subject.id) !== true || (state !== 'dead' && outcome !== 'failed')) {
      next.push(...eraseFromOutcomes([settlement], subject));
      continue;
    }
    const others = people.filter((id) => id !== subject.id);
    if (others.length > 0)
      next.push(...eraseFromOutcomes([{ ...settlement, people: others }], subject));
    if (state !== 'dead')
      next.push({ outcome: 'refused', reason: ERASED, people: [subject.pseudonym] });
  }
  return next;
}

/** Whatever is open of an account's effect ends now: with the answer that is known, or refused. */
function eraseEffectOfAccount(body: EffectBody): ErasedEffect {
  const { state, people, outcomes } = body;
  if (state === 'dead') return { body: null, settled: null };
  const refused = { outcome: 'refused', reason: ERASED, people } as const;
  return { body: null, settled: settlement(body, state === 'answered' ? outcomes : [refused], true) };
}

function settlement(
  { effect }: EffectBody,
  outcomes: readonly Settlement[],
  closed: boolean,
): SettledFact {
  const { journey, plan, entry, node, action, ordinal, asked } = effect;
  return {
    type: 'settled',
    journey,
    plan,
    entry,
    node,
    action: action.type,
    ordinal,
    asked,
    closed,
    outcomes,
  };
}
