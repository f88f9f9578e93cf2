import { canonicalJson } from '../kernel/json.ts';
import type { GroupFact } from '../insights/group-fact.ts';
import type { Fact, FactItem } from '../runtime/fact.ts';
import { ofGroups } from './group-items.ts';

/**
 * Group facts with those of merged accounts as facts of the account that they are now (BG-170): what their people did, and
 * how their groups became what they were. Of an account's facts the oldest come first.
 */
export function joinMerged(facts: readonly Fact[]): readonly GroupFact[] {
  const byAccount = new Map<string, Fact[]>();
  for (const fact of facts) {
    const known = byAccount.get(fact.account);
    if (known === undefined) byAccount.set(fact.account, [fact]);
    else known.push(fact);
  }
  const merged = mergedOf(facts);
  return [...byAccount.keys()]
    .filter((account) => !merged.has(account))
    .flatMap((account) => historyOf(account, byAccount));
}

/** The account that took in each merged one, by the merged one; in its turn it may have been merged. */
export function mergedOf(facts: readonly Fact[]): ReadonlyMap<string, string> {
  const merged = new Map<string, string>();
  for (const { account, items } of facts)
    for (const item of items) if (item.type === 'absorbed') merged.set(item.from, account);
  return merged;
}

/**
 * What the account and those that were merged into it tell. A group that it did not have before a merge has its past in the
 * merged account; of groups that both had each past stays where it was, but for who got which role.
 */
function historyOf(account: string, byAccount: ReadonlyMap<string, readonly Fact[]>): GroupFact[] {
  const own: GroupFact[] = [];
  const taken: GroupFact[] = [];
  const activity: Activity[][] = [];
  for (const { at, items } of byAccount.get(account) ?? []) {
    let told = items;
    for (const { from } of items.filter((item) => item.type === 'absorbed')) {
      const theirs = historyOf(from, byAccount);
      const made = new Set(
        told.flatMap((item) => (item.type === 'groupCreated' ? [item.group] : [])),
      );
      const comes = (item: FactItem): boolean =>
        item.type === 'member' || (ofGroups(item) && 'group' in item && made.has(item.group));
      const moved = theirs.map((fact) =>
        fact.account === from && (fact.type === 'activity' || comes(fact))
          ? { ...fact, account }
          : fact,
      );
      taken.push(...moved.filter((fact) => fact.type !== 'activity'));
      activity.push(moved.filter((fact) => fact.type === 'activity'));
      const state = stateOf(from, theirs);
      told = told.filter((item) => !comes(item) || !isRestated(item, state));
    }
    for (const item of told) if (ofGroups(item)) own.push({ ...item, at, account });
  }
  if (activity.length === 0) return own;
  activity.push(own.filter((fact) => fact.type === 'activity'));
  const rest = own.filter((fact) => fact.type !== 'activity');
  return [...taken, ...rest, ...onceEach(activity)].sort((left, right) => left.at - right.at);
}

/** How the groups of an account stood in the end: its roles, stage, status and completeness, as texts. */
function stateOf(account: string, facts: readonly GroupFact[]): ReadonlySet<string> {
  const state = new Map<string, string>();
  for (const fact of facts) {
    if (fact.account !== account) continue;
    const key = keyIn(fact);
    if (key !== null) state.set(key, stateText(key, fact));
  }
  return new Set(state.values());
}

/** Whether an item says of a group what was so in the merged account already. */
function isRestated(item: FactItem, state: ReadonlySet<string>): boolean {
  const key = keyIn(item);
  if (key === null || ('previous' in item && item.previous !== null)) return false;
  return state.has(stateText(key, item));
}

function keyIn(item: FactItem | GroupFact): string | null {
  switch (item.type) {
    case 'member':
      return JSON.stringify([item.type, item.group, item.person]);
    case 'groupCreated':
    case 'stage':
    case 'status':
    case 'completeness':
      return JSON.stringify([item.type, item.group]);
    default:
      return null;
  }
}

function stateText(key: string, item: FactItem | GroupFact): string {
  if (item.type === 'member') return key + JSON.stringify(item.role);
  return 'next' in item ? key + JSON.stringify(item.next) : key;
}

type Activity = Extract<GroupFact, { type: 'activity' }>;

/** Activity of one person that several accounts were told, once. */
function onceEach(accounts: readonly (readonly Activity[])[]): readonly Activity[] {
  const kept: Activity[] = [];
  const known = new Map<string, number>();
  for (const facts of accounts) {
    const counted = new Map<string, number>();
    for (const fact of facts) {
      const key = canonicalJson([fact.person, fact.day, fact.counts]);
      const times = (counted.get(key) ?? 0) + 1;
      counted.set(key, times);
      if (times <= (known.get(key) ?? 0)) continue;
      known.set(key, times);
      kept.push(fact);
    }
  }
  return kept;
}
