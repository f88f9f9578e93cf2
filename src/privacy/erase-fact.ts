import type { Fact, FactItem, ReopenedFact, SettledFact, Settlement } from '../runtime/fact.ts';
import { isOwnEvent, REDACTED, redacted, type Subject } from './subject.ts';

/**
 * A fact without the subject: its id becomes the pseudonym, its values and the ids of its events go, numbers of people
 * stay, so that counters are still what the facts add up to (PV-24). The very one that was given when it says nothing of
 * the subject.
 */
export function eraseFromFact(fact: Fact, subject: Subject): Fact {
  const own = subject.kind === 'account' && fact.account === subject.id;
  const items = fact.items.map((item) => eraseFromItem(item, subject, own));
  if (!own && items.every((item, index) => item === fact.items[index])) return fact;
  return { ...fact, account: own ? subject.pseudonym : fact.account, items };
}

type Eraser<T extends FactItem['type']> = (
  item: Extract<FactItem, { type: T }>,
  subject: Subject,
  own: boolean,
) => FactItem;

/** None of the items that name a person may be missing. */
type Erasers = { readonly [T in Naming]: Eraser<T> } & {
  readonly [T in FactItem['type']]?: Eraser<T>;
};

type Naming = Extract<FactItem, { readonly person: string | null }>['type'];

/** Items that can name a subject; `own` says that the fact is about the subject itself. */
const ERASERS: Erasers = {
  run: (item, subject) =>
    item.event !== null && isOwnEvent(item.event, subject) ? { ...item, event: null } : item,
  late: (item, subject) =>
    isOwnEvent(item.event, subject) ? { ...item, event: subject.pseudonym } : item,
  changed(item, subject, own) {
    if (own && item.person === null) return { ...item, previous: null, next: null };
    if (subject.kind !== 'person' || item.person !== subject.id) return item;
    return { ...item, person: subject.pseudonym, previous: null, next: null };
  },
  writeBack(item, subject, own) {
    if (own && item.person === null) return { ...item, ours: null, theirs: null };
    if (subject.kind !== 'person' || item.person !== subject.id) return item;
    return { ...item, person: subject.pseudonym, ours: null, theirs: null };
  },
  member: (item, subject) => withErasedUser(withErasedPerson(item, subject), subject),
  blocked: withErasedPerson,
  groupDeleted: withErasedUser,
  stage: withErasedUser,
  stageRejected: withErasedUser,
  status(item, subject, own) {
    const { previous } = item;
    const told = { ...item, previous: previous === null ? null : REDACTED, next: REDACTED };
    return withErasedUser(own ? told : item, subject);
  },
  activity: withErasedPerson,
  settled: withErasedOutcomes,
  reopened: withErasedOutcomes,
  dropped: withErasedOutcomes,
  merged: (item, subject) =>
    subject.kind === 'account' && item.into === subject.id
      ? { ...item, into: subject.pseudonym }
      : item,
  absorbed: (item, subject) =>
    subject.kind === 'account' && item.from === subject.id
      ? { ...item, from: subject.pseudonym }
      : item,
  quarantined(item, subject) {
    const reason = redacted(item.reason, subject);
    return reason === item.reason ? item : { ...item, reason };
  },
};

function withErasedPerson<I extends FactItem & { readonly person: string }>(
  item: I,
  subject: Subject,
): I {
  if (subject.kind !== 'person' || item.person !== subject.id) return item;
  return { ...item, person: subject.pseudonym };
}

/** Users of the host may have the ids of people. */
function withErasedUser<I extends FactItem & { readonly by?: string | null }>(
  item: I,
  subject: Subject,
): I {
  const isJourney = 'source' in item && item.source === 'journey';
  if (subject.kind !== 'person' || item.by !== subject.id || isJourney) return item;
  return { ...item, by: subject.pseudonym };
}

function withErasedOutcomes<I extends SettledFact | ReopenedFact>(item: I, subject: Subject): I {
  const outcomes = eraseFromOutcomes(item.outcomes, subject);
  return outcomes === item.outcomes ? item : { ...item, outcomes };
}

function eraseFromItem(item: FactItem, subject: Subject, own: boolean): FactItem {
  const erase = ERASERS[item.type] as
    | ((item: FactItem, subject: Subject, own: boolean) => FactItem)
    | undefined;
  return erase === undefined ? item : erase(item, subject, own);
}

/** Outcomes with the pseudonym in the place of a person; the very ones that were given when they name nobody. */
export function eraseFromOutcomes(
  outcomes: readonly Settlement[],
  subject: Subject,
): readonly Settlement[] {
  let changed = false;
  const erased = outcomes.map((settlement) => {
    const { people } = settlement;
    const reason = settlement.reason === null ? null : redacted(settlement.reason, subject);
    const isNamed = subject.kind === 'person' && people?.includes(subject.id) === true;
    if (!isNamed && reason === settlement.reason) return settlement;
    changed = true;
    return {
      ...settlement,
      reason,
      people: isNamed ? people!.map((id) => (id === subject.id ? subject.pseudonym : id)) : people,
    };
  });
  return changed ? erased : outcomes;
}
