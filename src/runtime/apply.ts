import type { Instant } from '../kernel/instant.ts';
import { sameIntent } from '../model/intent.ts';
import type { EventView } from '../model/view.ts';
import { absorb } from './absorb.ts';
import { takeAnswer } from './answer.ts';
import { changeEvent } from './change-event.ts';
import { withAttribute, type AccountDraft, type CausedInput } from './draft.ts';
import { enrol, unqueue } from './entry.ts';
import { deleteGroup } from './group-deletion.ts';
import { decideByUser, leaveGroups, releaseMembers } from './group-members.ts';
import { markGroup, moveGroup, type Asker } from './group-stage.ts';
import { applyFedAccount } from './fed-account.ts';
import type { AccountInput, PersonCopyBody, PersonMessage } from './input.ts';
import { setMembership } from './list.ts';
import { leave } from './move.ts';
import { offer } from './offer.ts';
import { claim } from './own-word.ts';
import { withChange, withRecord } from './related.ts';
import { same } from './same.ts';
import { holdScore, withScore } from './score-account.ts';
import type { Mutable, PersonCopy } from './state.ts';

type Appliers = {
  readonly [K in AccountInput['kind']]: (
    draft: AccountDraft,
    input: Extract<AccountInput, { kind: K }>,
  ) => void;
};

const APPLY: Appliers = {
  leave(draft, { journey, reason }) {
    unqueue(draft, journey);
    const run = draft.runs.find((candidate) => candidate.journey === journey);
    if (run !== undefined) leave(draft, run, reason);
    draft.mayEnter = true;
  },
  account: applyAccount,
  fed: (draft, input) => applyFedAccount(draft, input, applyAccount),
  person: (draft, { message }) =>
    (PEOPLE[message.type] as (draft: AccountDraft, message: PersonMessage) => void)(draft, message),
  list: (draft, { list, member }) => setMembership(draft, list, member),
  enrol: (draft, { journey }) => enrol(draft, journey),
  members: (draft, { group, members, by }) => decideByUser(draft, group, members, by),
  releaseMembers: (draft, { group, people }) => releaseMembers(draft, group, people),
  groupStage: (draft, { group, stage, by }) => moveGroup(draft, group, stage, askedBy(by)),
  groupStatus: (draft, { group, status, by }) => markGroup(draft, group, status, askedBy(by)),
  deleteGroup: (draft, { group, by }) => deleteGroup(draft, group, by),
  evaluate(draft) {
    draft.regroup = true;
    draft.reevaluate = true;
    draft.mayEnter = true;
  },
  // Scores are read before anything else of the advance.
  score() {},
  wake(draft) {
    draft.mayEnter = true;
  },
  answer: takeAnswer,
  // Carried out before anything else can be meant for the account.
  merge() {},
  erase() {},
  absorb: (draft, input) => absorb(draft, input, applyAccount),
  event(draft, { event }) {
    if (!draft.insertEvent(draft.write(), event)) return;
    draft.changes.event(event.type);
    draft.regroup = true;
    offer(draft, event, null, null);
  },
};

function askedBy(by: string | null): Asker {
  return by === null ? { journey: null } : { journey: null, by };
}

/** Applies one pending input. */
export function apply(draft: AccountDraft, input: AccountInput): void {
  (APPLY[input.kind] as (draft: AccountDraft, input: AccountInput) => void)(draft, input);
}

/** Handles one caused input (RT-4). */
export function applyCaused(draft: AccountDraft, input: CausedInput, tick: number): void {
  if (input.kind !== 'announced') return apply(draft, input);
  const { event, person } = input;
  if (person === null) return offer(draft, event, null, tick);
  const index = draft.indexOf(person);
  const who = index < 0 ? departedFor(draft, event, person) : draft.account.people[index]!;
  if (who !== null) offer(draft, event, who, tick);
}

/** Of somebody who is gone, one thing is still heard: that a group has lost a member by it (RT-51). */
function departedFor(draft: AccountDraft, { type }: EventView, person: string): PersonCopy | null {
  return type === 'removedFromGroup' ? (draft.departed?.get(person) ?? null) : null;
}

/** Applies what a host says of an account, or what follows from what sources say. */
export function applyAccount(
  draft: AccountDraft,
  input: Extract<AccountInput, { kind: 'account' }>,
): void {
  if (input.version !== 0 && input.version <= draft.account.version) return;
  const account = draft.write();
  if (input.version !== 0) account.version = input.version;
  for (const [attribute, value] of Object.entries(input.attributes)) {
    const previous = Object.hasOwn(account.attributes, attribute)
      ? account.attributes[attribute]
      : undefined;
    claim.attribute(draft, attribute);
    if (same(previous, value)) continue;
    account.attributes = withAttribute(account.attributes, attribute, value);
    draft.changes.accountAttribute(attribute);
    draft.announce(changeEvent(draft, 'accountChanged', attribute, previous, value), null);
    if (attribute === 'name') draft.mayEnter = true;
  }
  for (const change of input.opportunities) {
    claim.opportunity(draft, change.id);
    account.opportunities = withChange(account.opportunities, change);
    draft.changes.opportunities();
  }
  for (const change of input.objects) {
    claim.object(draft, change.object, change.id);
    account.objects = withRecord(account.objects, change);
    draft.changes.object(change.object);
  }
  if (input.intent !== undefined) claim.intent(draft);
  if (input.intent !== undefined && !sameIntent(account.intent, input.intent)) {
    account.intent = input.intent;
    draft.changes.intent();
  }
  draft.regroup = true;
}

type PeopleAppliers = {
  readonly [T in PersonMessage['type']]: (
    draft: AccountDraft,
    message: Extract<PersonMessage, { type: T }>,
  ) => void;
};

const PEOPLE: PeopleAppliers = {
  changed(draft, { copy, changes, told }) {
    const index = draft.indexOf(copy.id);
    if (index < 0 || !isNews(draft, index, String(copy.change), told)) return;
    // An older change than the copy's is history, yet it happened: listeners hear of it.
    if (draft.account.people[index]!.change < copy.change) {
      const person = draft.writePerson(index);
      person.attributes = copy.attributes;
      if (person.objects !== copy.objects) {
        person.objects = copy.objects;
        draft.changes.objects();
      }
      takeIntent(draft, person, copy);
      person.change = copy.change;
      draft.regroup = true;
    }
    for (const { attribute, previous, next } of changes) {
      draft.changes.personAttribute(attribute);
      draft.announce(changeEvent(draft, 'personChanged', attribute, previous, next), copy.id);
    }
  },

  event(draft, { person: id, event }) {
    const index = draft.indexOf(id);
    if (index < 0) return;
    const person = draft.writePerson(index);
    if (!draft.insertEvent(person, event)) return;
    draft.changes.event(event.type);
    draft.regroup = true;
    offer(draft, event, person, null);
  },

  joined(draft, { copy, events, roles, since }) {
    const index = draft.indexOf(copy.id);
    const known = index < 0 ? null : draft.account.people[index]!;
    draft.regroup = true;
    draft.changes.people();
    if (known === null) {
      if (draft.departed?.delete(copy.id) === true) leaveGroups(draft, copy.id);
      draft.writePeople().push(withScore(draft, memberBy(copy, roles ?? NO_ROLES, since, events)));
      return;
    }
    const person = draft.writePerson(index);
    if (roles !== null) person.roles = roles;
    if (known.change >= copy.change) return;
    if (copy.value !== undefined) takeValue(draft, person, copy.value);
    person.attributes = copy.attributes;
    person.objects = copy.objects;
    takeIntent(draft, person, copy);
    person.change = copy.change;
    // Events come by themselves (RT-71): taking them over here would make listeners deaf to one that is still pending.
  },

  engagement(draft, { person, value, days, change, told }) {
    const index = draft.indexOf(person);
    if (index < 0 || !isNews(draft, index, JSON.stringify([value, days]), told)) return;
    for (const { day, counts } of days) draft.facts.push({ type: 'activity', person, day, counts });
    const copy = draft.writePerson(index);
    // It has come by way of an account that was merged, and the person has told more since.
    if (change !== undefined && change < copy.change) return;
    if (!takeValue(draft, copy, value)) return;
    draft.isNight = true;
  },

  left(draft, { person }) {
    const index = draft.indexOf(person);
    if (index < 0) return;
    const [gone] = draft.writePeople().splice(index, 1);
    draft.changes.people();
    (draft.departed ??= new Map()).set(person, gone!);
    draft.regroup = true;
  },
};

const NO_ROLES: readonly string[] = Object.freeze([]);

function memberBy(
  { id, attributes, objects, change, value, intent }: PersonCopyBody,
  roles: readonly string[],
  since: Instant,
  events: readonly EventView[],
): PersonCopy {
  const member: Mutable<PersonCopy> = { id, attributes, objects, change, roles, since, events };
  if (value !== undefined) member.value = value;
  if (intent !== undefined) member.intent = intent;
  return member;
}

/**
 * False for what has come before: two accounts that were told the same may both be this one now, and each passes it on
 * (AM-14). Notes what may come again.
 */
function isNews(
  draft: AccountDraft,
  index: number,
  what: string,
  told: readonly string[] | undefined,
): boolean {
  if (told === undefined || told.includes(draft.account.id)) return true;
  const { heard = [] } = draft.account.people[index]!;
  if (heard.includes(what)) return false;
  draft.writePerson(index).heard = [...heard, what];
  return true;
}

/** False when the value is the one that is known. */
function takeValue(draft: AccountDraft, person: Mutable<PersonCopy>, value: number): boolean {
  if (person.value === value) return false;
  holdScore(draft, person);
  person.value = value;
  draft.valuesChanged = true;
  return true;
}

function takeIntent(
  draft: AccountDraft,
  person: { intent?: PersonCopyBody['intent'] },
  { intent }: PersonCopyBody,
): void {
  if (intent === undefined || sameIntent(person.intent, intent)) return;
  person.intent = intent;
  draft.changes.intent();
}
