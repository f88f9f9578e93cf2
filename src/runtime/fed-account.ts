import type { AccountDraft } from './draft.ts';
import { unqueue } from './entry.ts';
import { goneField, partsOf, winner, type FedInput, type Feeds } from './feeds.ts';
import type { AccountInput, RecordChange } from './input.ts';
import { setMembership } from './list.ts';
import { leave } from './move.ts';
import { attributesIn, takeFed } from './take-fed.ts';
import type { Value } from '../model/value.ts';

type Change = Extract<AccountInput, { kind: 'account' }>;

/**
 * Applies what a source says of an account: attributes and opportunities as if a host had taken them in, audiences as
 * members of the static list of the same id, and an account that is gone leaves its journeys (DI-10, DI-16, DI-17).
 */
export function applyFedAccount(
  draft: AccountDraft,
  input: FedInput,
  write: (draft: AccountDraft, change: Change) => void,
): void {
  const { feeds, changed, lost } = takeFed(draft.account.feeds, 'account', null, input);
  if (feeds !== draft.account.feeds) draft.write().feeds = feeds;
  for (const { fact } of lost) draft.facts.push(fact);
  writeFed(draft, feeds, changed, input.rules, write);
  for (const [field, value] of changed) {
    const [kind, audience] = partsOf(field);
    if (kind === 'audience' && audience !== undefined)
      setMembership(draft, audience, value === true);
  }
  if (changed.get(goneField()) !== true) return;
  for (const journey of draft.queued ?? []) unqueue(draft, journey);
  for (const run of draft.runs) leave(draft, run, 'account_deleted');
}

/** Writes the attributes and opportunities among changed fields. */
export function writeFed(
  draft: AccountDraft,
  feeds: Feeds,
  changed: ReadonlyMap<string, Value | null>,
  rules: FedInput['rules'],
  write: (draft: AccountDraft, change: Change) => void,
): void {
  const attributes = attributesIn(changed);
  const opportunities = opportunitiesIn(feeds, changed, rules);
  if (Object.keys(attributes).length > 0 || opportunities.length > 0)
    write(draft, { kind: 'account', attributes, version: 0, opportunities, objects: [] });
}

function opportunitiesIn(
  feeds: Feeds,
  changed: ReadonlyMap<string, Value | null>,
  rules: FedInput['rules'],
): readonly RecordChange[] {
  const byId = new Map<string, Record<string, Value | null>>();
  const returned = new Set<string>();
  for (const [field, value] of changed) {
    const [kind, id, attribute] = partsOf(field);
    if (kind !== 'opportunity' || id === undefined) continue;
    const changes = byId.get(id) ?? {};
    byId.set(id, changes);
    if (attribute === '') returned.add(id);
    else changes[attribute!] = value;
  }
  return [...byId].flatMap(([id, changes]): RecordChange[] => {
    const gone = (of: string | undefined): boolean =>
      winner(feeds, goneField(of), 'account', rules)?.[1] === true;
    if (gone(id) || gone(undefined)) return [{ id, changes: null }];
    return [{ id, changes: returned.has(id) ? allOf(feeds, id, rules) : changes }];
  });
}

/** Every value of an opportunity that comes back: what was there before it went is stated no more. */
function allOf(feeds: Feeds, id: string, rules: FedInput['rules']): Record<string, Value | null> {
  const changes: Record<string, Value | null> = {};
  for (const field of Object.keys(feeds.registers)) {
    const [kind, of, attribute] = partsOf(field);
    if (kind !== 'opportunity' || of !== id || attribute === '' || attribute === undefined)
      continue;
    changes[attribute] = winner(feeds, field, 'account', rules)?.[1] ?? null;
  }
  return changes;
}
