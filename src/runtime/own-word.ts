import { sameIntent } from '../model/intent.ts';
import type { RelatedRecord } from '../model/view.ts';
import { changeEvent } from './change-event.ts';
import { withAttribute, type AccountDraft } from './draft.ts';
import { joinIds } from './effect.ts';
import { partsOf } from './feeds.ts';
import type { Said } from './merged.ts';
import { same } from './same.ts';
import type { AccountBody } from './state.ts';

/** What is said of an account, field by field: attributes by name, and what the functions below make. */
const INTENT: string = joinIds('intent', '');

function opportunityWord(id: string): string {
  return joinIds('opportunity', id);
}

function objectWord(object: string, id: string): string {
  return joinIds('object', object, id);
}

/**
 * Notes that the account itself is spoken of: from now on what is said of accounts that were merged into it counts no more
 * there (AM-12). Costs nothing for accounts without any.
 */
export const claim = {
  attribute: (draft: AccountDraft, name: string): void => void take(draft, name),
  intent: (draft: AccountDraft): void => void take(draft, INTENT),
  opportunity(draft: AccountDraft, id: string): void {
    if (!take(draft, opportunityWord(id))) return;
    const account = draft.write();
    account.opportunities = without(account.opportunities, id);
  },
  object(draft: AccountDraft, object: string, id: string): void {
    if (!take(draft, objectWord(object, id))) return;
    const account = draft.write();
    account.objects = { ...account.objects, [object]: without(recordsOf(account, object), id) };
  },
};

/** True when the field was not the account's own word before. */
function take(draft: AccountDraft, field: string): boolean {
  const { absorbed } = draft.account;
  if (absorbed === undefined || absorbed.own.includes(field)) return false;
  draft.write().absorbed = { ...absorbed, own: [...absorbed.own, field] };
  return true;
}

/** What an account that takes in another one for the first time has a word of its own of. */
export function ownWords({ feeds, ...account }: AccountBody): readonly string[] {
  const words = new Set(wordsOf(account));
  // A source may have said that there is no value, or no such opportunity.
  for (const field of Object.keys(feeds?.registers ?? {})) {
    const [kind, id] = partsOf(field);
    if (id === undefined) words.add(field);
    else if (kind === 'opportunity') words.add(opportunityWord(id));
  }
  return [...words];
}

/** What is said of an account now. */
export function saidOf({ attributes, opportunities, objects, intent }: AccountBody): Said {
  return { attributes, opportunities, objects, ...(intent !== undefined && { intent }) };
}

/** The fields of which something is said. */
export function wordsOf({ attributes, opportunities, objects, intent }: Said): readonly string[] {
  return [
    ...Object.keys(attributes),
    ...opportunities.map(({ id }) => opportunityWord(id)),
    ...Object.entries(objects).flatMap(([object, records]) =>
      records.map(({ id }) => objectWord(object, id)),
    ),
    ...(intent === undefined ? [] : [INTENT]),
  ];
}

/**
 * Brings an account up to date with what is said of those that were merged into it: where it has no word of its own, theirs
 * counts, of several that of the one whose id comes first (AM-12). `before`: what was said of one of them until now.
 */
export function fillIn(draft: AccountDraft, before: Said | undefined, now: Said): void {
  const fields = new Set([...wordsOf(now), ...(before === undefined ? [] : wordsOf(before))]);
  const { own, said } = draft.account.absorbed!;
  const others = Object.keys(said)
    .sort()
    .map((id) => said[id]!);
  for (const field of fields) {
    if (own.includes(field)) continue;
    const [kind, first, second] = partsOf(field);
    if (first === undefined) fillAttribute(draft, field, others);
    else if (field === INTENT) fillIntent(draft, others);
    else if (kind === 'opportunity') {
      const found = find(others, ({ opportunities }) => opportunities, first);
      const account = draft.write();
      account.opportunities = withRecord(account.opportunities, first, found);
      draft.changes.opportunities();
    } else {
      const found = find(others, (one) => recordsOf(one, first), second!);
      const account = draft.write();
      const records = withRecord(recordsOf(account, first), second!, found);
      account.objects = { ...account.objects, [first]: records };
      draft.changes.object(first);
    }
  }
}

function fillAttribute(draft: AccountDraft, name: string, others: readonly Said[]): void {
  const { attributes } = draft.account;
  const next = others.find((one) => Object.hasOwn(one.attributes, name))?.attributes[name];
  const previous = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (same(previous, next ?? null)) return;
  draft.write().attributes = withAttribute(attributes, name, next ?? null);
  draft.changes.accountAttribute(name);
  draft.announce(changeEvent(draft, 'accountChanged', name, previous, next), null);
  if (name === 'name') draft.mayEnter = true;
}

function fillIntent(draft: AccountDraft, others: readonly Said[]): void {
  const next = others.find(({ intent }) => intent !== undefined)?.intent;
  if (next === undefined || sameIntent(draft.account.intent, next)) return;
  draft.write().intent = next;
  draft.changes.intent();
}

function find(
  others: readonly Said[],
  of: (said: Said) => readonly RelatedRecord[],
  id: string,
): RelatedRecord | undefined {
  for (const said of others) {
    const found = of(said).find((record) => record.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

function withRecord(
  records: readonly RelatedRecord[],
  id: string,
  next: RelatedRecord | undefined,
): readonly RelatedRecord[] {
  const at = records.findIndex((record) => record.id === id);
  if (next === undefined) return at < 0 ? records : without(records, id);
  return at < 0 ? [...records, next] : records.with(at, next);
}

function without(records: readonly RelatedRecord[], id: string): readonly RelatedRecord[] {
  return records.filter((record) => record.id !== id);
}

function recordsOf({ objects }: Said, object: string): readonly RelatedRecord[] {
  return Object.hasOwn(objects, object) ? objects[object]! : [];
}
