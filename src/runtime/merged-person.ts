import type { PersonBody } from './state.ts';

/** To which accounts a person belongs, by name and in fact: accounts that were merged are the ones that they are now (AM-20). */
export interface Relations {
  readonly accounts: readonly string[];
  /** Missing: no merge concerns the person. */
  readonly related?: readonly string[];
}

/**
 * The account that one is now, as far as the person has heard. A working set may have read an account before, and the person
 * after, another engine's merge of the other half of a circle: its commit will fail, and until then this must end (AM-31).
 */
export function accountNow({ merged }: Pick<PersonBody, 'merged'>, account: string): string {
  let now = account;
  if (merged === undefined) return now;
  for (let left = Object.keys(merged).length; left > 0 && Object.hasOwn(merged, now); left -= 1)
    now = merged[now]!;
  return now;
}

/** The names under which a person is related. */
export function namesOf({ related, accounts }: Relations): readonly string[] {
  return related ?? accounts;
}

/** A person who is related under these names. */
export function relatedBy(person: PersonBody, names: readonly string[]): PersonBody {
  if (person.merged === undefined) return { ...person, accounts: names };
  const accounts = [...new Set(names.map((name) => accountNow(person, name)))];
  return { ...person, accounts, related: names };
}

/** The person after it was told what an account is now; `null` when it knew. */
export function toldOfMerge(person: PersonBody, account: string, into: string): PersonBody | null {
  const { merged } = person;
  if (merged !== undefined && Object.hasOwn(merged, account)) return null;
  return relatedBy({ ...person, merged: { ...merged, [account]: into } }, namesOf(person));
}
