import type { EffectBody } from '../records/bodies.ts';
import { effectId, type Effect } from '../runtime/effect.ts';
import type { Fact, FactItem, SettledFact, Settlement } from '../runtime/fact.ts';
import { isShownIn } from './erase-effect.ts';
import type { EffectExport, FactExport } from './person-export.ts';
import { isOwnEvent, type Subject } from './subject.ts';

/** The items of a fact that are about the person, without other people; `null` when there are none. */
export function exportedFact({ account, at, items }: Fact, subject: Subject): FactExport | null {
  const own = items.flatMap((item) => exportedItem(item, subject) ?? []);
  return own.length === 0 ? null : { account, at, items: own };
}

function exportedItem(item: FactItem, subject: Subject): FactItem | null {
  switch (item.type) {
    case 'changed':
    case 'writeBack':
    case 'member':
    case 'blocked':
    case 'activity':
      return item.person === subject.id ? item : null;
    case 'run':
      return item.event !== null && isOwnEvent(item.event, subject) ? item : null;
    case 'late':
      return isOwnEvent(item.event, subject) ? item : null;
    case 'settled':
    case 'reopened':
    case 'dropped': {
      const outcomes = ownOutcomes(item.outcomes, subject.id);
      return outcomes.length === 0 ? null : { ...item, outcomes };
    }
    default:
      return null;
  }
}

/** Outcomes for the person, who is then the only recipient. A reason for several people may tell of another one. */
function ownOutcomes(outcomes: readonly Settlement[], person: string): readonly Settlement[] {
  return outcomes.flatMap((settlement): Settlement[] => {
    const { people, outcome, reason } = settlement;
    if (people?.includes(person) !== true) return [];
    return [
      { outcome, people: [person], reason: people.length === 1 || isCode(reason) ? reason : null },
    ];
  });
}

function isCode(reason: string | null): boolean {
  return reason !== null && /^[a-z_]+$/.test(reason);
}

/** What the facts say of effects for the person. */
export function settledEffects(
  fact: Fact,
  { id }: Pick<Subject, 'id'>,
  subscription: string,
): readonly EffectExport[] {
  return fact.items.flatMap((item) =>
    item.type === 'settled' ? settled(item, fact, id, subscription) : [],
  );
}

function settled(
  item: SettledFact,
  { account, at }: Fact,
  person: string,
  subscription: string,
): readonly EffectExport[] {
  const { journey, entry, node, action, asked, ordinal } = item;
  return ownOutcomes(item.outcomes, person).map(({ outcome, reason }) => ({
    account,
    journey,
    entry,
    node,
    action,
    asked,
    key: effectId(subscription, { account, journey, entry, node, ordinal } as Effect, person),
    state: 'settled',
    outcome,
    reason,
    at,
  }));
}

/** An effect that is kept and is for the person; `null` when the person's part is settled, or there is none. */
export function keptEffect(
  { effect, state, people, outcomes, frozen }: EffectBody,
  { id }: Pick<Subject, 'id'>,
  subscription: string,
): EffectExport | null {
  const { account, journey, entry, node, action, asked } = effect;
  const isShown = action.type === 'sendSalesAlert' && isShownIn(action.alert, id);
  const own = ownOutcomes(outcomes, id)[0] ?? null;
  const known = isShown ? (outcomes[0] ?? null) : own;
  const isOpen =
    state === 'dead' ? known !== null : known !== null || people?.includes(id) === true;
  const content = frozen?.people.find((one) => one.id === id)?.attributes;
  if (!isOpen && !isShown && content === undefined) return null;
  return {
    account,
    journey,
    entry,
    node,
    action: action.type,
    asked,
    key: effectId(subscription, effect, isShown ? null : id),
    state,
    outcome: known?.outcome ?? null,
    reason: known?.reason ?? null,
    at: null,
    ...(content !== undefined && { content }),
  };
}
