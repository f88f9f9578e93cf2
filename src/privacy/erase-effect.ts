import type { SalesAlert } from '../insights/sales-alert.ts';
import type { EffectBody, FrozenContent } from '../records/bodies.ts';
import type { Effect } from '../runtime/effect.ts';
import type { SettledFact, Settlement } from '../runtime/fact.ts';
import { eraseFromOutcomes } from './erase-fact.ts';
import type { Subject } from './subject.ts';

/** What becomes of an effect (PV-23). */
export interface ErasedEffect {
  /** `null` when nobody is left. */
  readonly body: EffectBody | null;
  /** What was decided by it, to be kept as a fact. */
  readonly settled: SettledFact | null;
  /** It has become a dead letter: nothing is due any more. */
  readonly dead: boolean;
}

/** The reason with which open recipients are refused. */
export const ERASED = 'erased';

/** An effect without the subject; the very body that was given when it is not for the subject. */
export function eraseFromEffect(body: EffectBody, subject: Subject): ErasedEffect {
  if (subject.kind === 'account') {
    return body.effect.account === subject.id ? eraseEffectOfAccount(body) : { body, ...SILENT };
  }
  const { effect, people, state } = body;
  if (!concerns(body, subject)) return { body, ...SILENT };
  const without = (ids: readonly string[] | null): readonly string[] | null =>
    ids?.filter((id) => id !== subject.id) ?? null;
  const next: EffectBody = {
    ...body,
    effect: { ...withoutMember(effect, subject), people: without(effect.people) },
    people: without(people),
    outcomes:
      state === 'dead' ? withoutPerson(body.outcomes, subject) : answers(body.outcomes, subject),
    parked: withoutPerson(body.parked, subject),
    events: body.events.filter(({ person }) => person !== subject.id),
    ...(body.frozen !== undefined && { frozen: withoutFrozen(body.frozen, subject.id) }),
  };
  if (state === 'dead') return { body: next.outcomes.length === 0 ? null : next, ...SILENT };
  // The answer is known and comes later: until then it is kept under the pseudonym.
  if (state === 'answered' || people?.includes(subject.id) !== true)
    return { body: next, ...SILENT };
  const closed = next.people?.length === 0;
  const refused = { outcome: 'refused', reason: ERASED, people: [subject.pseudonym] } as const;
  const settled = settlement(body, [refused], closed);
  if (!closed) return { body: next, settled, dead: false };
  if (next.parked.length === 0) return { body: null, settled, dead: false };
  const letter: EffectBody = {
    ...next,
    state: 'dead',
    by: null,
    outcomes: next.parked,
    parked: [],
  };
  return { body: letter, settled, dead: true };
}

const SILENT = { settled: null, dead: false } as const;

function concerns(
  { effect, people, outcomes, parked, events, frozen }: EffectBody,
  subject: Subject,
): boolean {
  const person = subject.id;
  return (
    (frozen !== undefined && withoutFrozen(frozen, person) !== frozen) ||
    withoutMember(effect, subject) !== effect ||
    effect.people?.includes(person) === true ||
    people?.includes(person) === true ||
    [...outcomes, ...parked].some((outcome) => outcome.people?.includes(person) === true) ||
    events.some((event) => event.person === person)
  );
}

/**
 * A sales alert does not show the person any more, nor what cannot be told apart from what others did or are interested in;
 * the very effect when nothing of it can be the person's.
 */
function withoutMember(effect: Effect, { id, accounts }: Subject): Effect {
  const { account, action } = effect;
  if (action.type !== 'sendSalesAlert') return effect;
  const { recent, ...alert } = action.alert;
  const isCounted = accounts.has(account) && (recent !== undefined || alert.topics.length > 0);
  if (!isCounted && !isShownIn(action.alert, id)) return effect;
  const members = alert.members.filter((member) => member.person !== id);
  return { ...effect, action: { ...action, alert: { ...alert, members, topics: [] } } };
}

/** Whether a sales alert names a person: among its members, or by an interesting moment. */
export function isShownIn({ members, recent }: SalesAlert, person: string): boolean {
  return [...members, ...(recent?.moments ?? [])].some((one) => one.person === person);
}

/** What repetitions say does not show the person any more (EM-81); the very content when it did not. */
function withoutFrozen(frozen: FrozenContent, person: string): FrozenContent {
  const { account } = frozen;
  const shows = account?.groups.some(({ members }) => members.some((one) => one.person === person));
  const people = frozen.people.filter(({ id }) => id !== person);
  if (shows !== true && people.length === frozen.people.length) return frozen;
  if (account === null) return { ...frozen, people };
  const groups = account.groups.map((group) => ({
    ...group,
    members: group.members.filter((member) => member.person !== person),
  }));
  return { ...frozen, people, account: { ...account, groups } };
}

/** Outcomes of a dead letter, or of one to be, for the others. */
function withoutPerson(outcomes: readonly Settlement[], subject: Subject): readonly Settlement[] {
  return outcomes.flatMap((settlement) => {
    if (settlement.people?.includes(subject.id) !== true)
      return eraseFromOutcomes([settlement], subject);
    const people = settlement.people.filter((id) => id !== subject.id);
    return people.length === 0 ? [] : eraseFromOutcomes([{ ...settlement, people }], subject);
  });
}

/** Answers that are to come: whoever would be asked again is refused instead. */
function answers(outcomes: readonly Settlement[], subject: Subject): readonly Settlement[] {
  return outcomes.flatMap((settlement) => {
    const { outcome, people } = settlement;
    const isOpen = outcome === 'failed' || outcome === 'unknown';
    if (!isOpen || people?.includes(subject.id) !== true)
      return eraseFromOutcomes([settlement], subject);
    const refused = { outcome: 'refused', reason: ERASED, people: [subject.pseudonym] } as const;
    return [...withoutPerson([settlement], subject), refused];
  });
}

/** Whatever is open of an account's effect ends now: with the answer that is known, or refused. */
function eraseEffectOfAccount(body: EffectBody): ErasedEffect {
  const { state, people, outcomes } = body;
  if (state === 'dead') return { body: null, ...SILENT };
  const refused = { outcome: 'refused', reason: ERASED, people } as const;
  return {
    body: null,
    settled: settlement(body, state === 'answered' ? outcomes : [refused], true),
    dead: false,
  };
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
