import { apply } from './apply.ts';
import { absorb } from './absorb.ts';
import type { AccountDraft } from './draft.ts';
import { joinIds } from './effect.ts';
import { unqueue } from './entry.ts';
import { goneField, partsOf, type FedInput } from './feeds.ts';
import type { AccountInput, PersonInput, PersonMessage } from './input.ts';
import type { AbsorbInput, Handover, MergeInput } from './merge-input.ts';
import { backFromGone, statementsOnAudiences } from './merged-feeds.ts';
import { leave } from './move.ts';
import { saidOf } from './own-word.ts';
import { Shadow } from './shadow.ts';
import { emptyAccount, type AccountBody } from './state.ts';

/** Whether the account is another one now, or is about to be. */
export function isMerged(account: AccountBody, inputs: readonly AccountInput[]): boolean {
  return account.merged !== undefined || inputs.some(({ kind }) => kind === 'merge');
}

/**
 * What an account does that is another one now: it hands over what it has, once, and passes on what still comes for it
 * (AM-1, AM-10, AM-11). What becomes of journeys, groups and audiences is the other account's affair.
 */
export function advanceMerged(draft: AccountDraft, inputs: readonly AccountInput[]): void {
  let shadow: Shadow | null = null;
  for (const input of inputs) {
    if (draft.account.merged !== undefined) {
      if (draft.account.merged.into === null) {
        refuse(draft, input);
        continue;
      }
      shadow ??= new Shadow(draft);
      lead(draft, shadow, input);
    } else if (input.kind === 'merge') handOver(draft, input);
    // An order to leave that came before.
    else apply(draft, input);
  }
  if (shadow === null) return;
  const said = shadow.keep(draft);
  if (said !== null) tell(draft, { kind: 'absorb', from: draft.account.id, said, news: null });
}

function handOver(draft: AccountDraft, { into, rules }: MergeInput): void {
  for (const journey of draft.queued ?? []) unqueue(draft, journey);
  for (const run of draft.runs) leave(draft, run, 'account_merged');
  backFromGone(draft, rules);
  const { account } = draft;
  const { id, version, people, groups, events, feeds, absorbed } = account;
  const audiences = statementsOnAudiences(feeds, rules);
  const stated = new Set(
    audiences.flatMap(({ values }) => Object.keys(values).map((field) => partsOf(field)[1]!)),
  );
  const lists = account.lists.filter((list) => !stated.has(list));
  const said = saidOf(account);
  const news: Handover = { people, groups, events, lists, audiences, past: draft.past };
  Object.assign(draft.write(), emptyAccount(id), { version, merged: { into, told: 0, said } });
  for (const field of ['intent', 'scoreDue', 'scored'] as const)
    Reflect.deleteProperty(draft.account, field);
  if (feeds !== undefined) draft.write().feeds = feeds;
  if (absorbed !== undefined) draft.write().absorbed = absorbed;
  const left = draft.inside;
  draft.inside = [];
  draft.flipAt = null;
  draft.past = null;
  if (left.length > 0) draft.facts.push({ type: 'audience', entered: [], left });
  draft.facts.push({ type: 'merged', into });
  tell(draft, { kind: 'absorb', from: id, said, news });
  for (const person of people) tellPerson(draft, person.id);
}

/** Whoever joins an account that was merged into an erased one has left it again; nothing else is noted (AM-32). */
function refuse(draft: AccountDraft, input: AccountInput): void {
  if (input.kind !== 'person' || input.message.type !== 'joined') return;
  const { copy } = input.message;
  const answer: PersonInput = { kind: 'unrelate', account: draft.account.id };
  draft.messages.push({ id: nextId(draft), to: 'person', subject: copy.id, input: answer });
}

/** Passes an input on; what is said of the account itself is noted first, and passed on as what it comes to. */
function lead(draft: AccountDraft, shadow: Shadow, input: AccountInput): void {
  switch (input.kind) {
    case 'account':
      return apply(shadow.draft, input);
    case 'fed':
      return leadFed(draft, shadow, input);
    case 'absorb': {
      absorb(shadow.draft, { ...input, news: null }, () => undefined);
      if (input.news === null) return;
      return tell(draft, { ...input, from: draft.account.id, said: saidOf(shadow.draft.account) });
    }
    case 'person':
      return leadPerson(draft, input.message);
    case 'answer':
      return apply(draft, input);
    case 'event':
    case 'list':
    case 'enrol':
    case 'members':
    case 'releaseMembers':
    case 'groupStage':
    case 'groupStatus':
    case 'deleteGroup':
      return tell(draft, input);
    // Nothing that the account could do any more.
    case 'leave':
    case 'merge':
    case 'evaluate':
    case 'score':
    case 'wake':
  }
}

/** Statements on audiences go on as they are; that the record is gone says nothing of the other account (AM-13). */
function leadFed(draft: AccountDraft, shadow: Shadow, input: FedInput): void {
  const ofAudiences: Record<string, FedInput['values'][string]> = {};
  const others: Record<string, FedInput['values'][string]> = {};
  for (const [field, value] of Object.entries(input.values)) {
    const [kind, id] = partsOf(field);
    if (kind === 'audience' && id !== undefined) ofAudiences[field] = value;
    else others[field] = field === goneField() ? false : value;
  }
  if (Object.keys(ofAudiences).length > 0)
    tell(draft, { ...input, values: ofAudiences, answer: null });
  if (Object.keys(others).length > 0 || input.answer !== null)
    apply(shadow.draft, { ...input, values: others });
}

/**
 * What a person still says to the account goes on to the other one, unless the person says it there as well (AM-14). Who
 * has only just joined is told what the account is now, and then speaks to the other one (AM-20), also of leaving.
 */
function leadPerson(draft: AccountDraft, message: PersonMessage): void {
  if (message.type === 'left') return;
  const { into } = draft.account.merged!;
  if ('told' in message && message.told?.includes(into!) === true) return;
  const led = message.type === 'engagement' ? { ...message, change: 0 } : message;
  tell(draft, { kind: 'person', message: led });
  if (message.type === 'joined') tellPerson(draft, message.copy.id);
}

function tell(draft: AccountDraft, input: AccountInput | AbsorbInput): void {
  const { into } = draft.account.merged!;
  draft.messages.push({ id: nextId(draft), to: 'account', subject: into!, input });
}

function tellPerson(draft: AccountDraft, person: string): void {
  const { id, merged } = draft.account;
  const input: PersonInput = { kind: 'merged', account: id, into: merged!.into! };
  draft.messages.push({ id: nextId(draft), to: 'person', subject: person, input });
}

/** The number has a fixed width: messages that wait in a storage are taken in order of their ids. */
function nextId(draft: AccountDraft): string {
  const merged = draft.account.merged!;
  const told = merged.told + 1;
  draft.write().merged = { ...merged, told };
  return joinIds('merged', draft.account.id, String(told).padStart(12, '0'));
}
