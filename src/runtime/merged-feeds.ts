import type { AccountDraft } from './draft.ts';
import { writeFed } from './fed-account.ts';
import {
  goneField,
  own,
  partsOf,
  winner,
  type FedInput,
  type Feeds,
  type FeedRules,
  type Register,
} from './feeds.ts';
import { applyAccount } from './apply.ts';
import type { Value } from '../model/value.ts';

/**
 * An account that its source has removed, just before it becomes another one: what sources state of it counts again, since
 * the removal says nothing of the other account (AM-13).
 */
export function backFromGone(draft: AccountDraft, rules: FeedRules): void {
  const { feeds } = draft.account;
  const gone = feeds === undefined ? undefined : own(feeds.registers, goneField());
  if (feeds === undefined || gone === undefined) return;
  const wasGone = winner(feeds, goneField(), 'account', rules)?.[1] === true;
  const back: Record<string, Register[string]> = {};
  for (const [by, [version]] of Object.entries(gone)) back[by] = [version, false];
  const next: Feeds = { ...feeds, registers: { ...feeds.registers, [goneField()]: back } };
  draft.write().feeds = next;
  if (!wasGone) return;
  const changed = new Map<string, Value | null>();
  for (const field of Object.keys(next.registers))
    changed.set(field, winner(next, field, 'account', rules)?.[1] ?? null);
  writeFed(draft, next, changed, rules, applyAccount);
}

/** What sources state of the account's audiences, as they would state it now. */
export function statementsOnAudiences(
  feeds: Feeds | undefined,
  rules: FeedRules,
): readonly FedInput[] {
  return Object.entries(feeds?.registers ?? {}).flatMap(([field, register]) => {
    const [kind, audience] = partsOf(field);
    if (kind !== 'audience' || audience === undefined) return [];
    return Object.entries(register).map(([by, [version, value]]): FedInput => {
      const source = partsOf(by)[0]!;
      const record = by.slice(source.length + 1);
      const values = { [field]: value };
      return { kind: 'fed', source, record, version, own: false, values, rules, answer: null };
    });
  });
}
