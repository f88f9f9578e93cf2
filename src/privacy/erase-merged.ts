import { namesOf } from '../runtime/merged-person.ts';
import { wordsOf } from '../runtime/own-word.ts';
import type { Absorbed } from '../runtime/merged.ts';
import type { AccountBody, PersonBody } from '../runtime/state.ts';
import type { Subject } from './subject.ts';

/**
 * An account without the name of another one that is erased: what it was handed over by that one stays, as its own (AM-33);
 * what is still said of an account that was that one goes to where that one went, or is left out (AM-32).
 */
export function eraseFromMerged(account: AccountBody, { id, into }: Subject): AccountBody {
  const { merged, absorbed } = account;
  let next = account;
  if (merged?.into === id) next = { ...next, merged: { ...merged, into: into ?? null } };
  if (absorbed !== undefined && Object.hasOwn(absorbed.said, id))
    next = { ...next, absorbed: kept(absorbed, id) };
  return next;
}

/** What one account said that counted is the own word of the account that took it in. */
function kept({ own, said }: Absorbed, id: string): Absorbed {
  const { [id]: gone, ...others } = said;
  // Of several the one whose id comes first counts.
  const before = Object.keys(others)
    .filter((other) => other < id)
    .flatMap((other) => wordsOf(others[other]!));
  const words = wordsOf(gone!).filter((word) => !before.includes(word));
  return { own: [...new Set([...own, ...words])], said: others };
}

/** A person who belongs to the other account instead, where the one that is erased was merged, and knows no more of it. */
export function eraseFromRelations(person: PersonBody, { id, into }: Subject): PersonBody {
  const merged = person.merged ?? {};
  const isKnown = Object.hasOwn(merged, id) || Object.values(merged).includes(id);
  if (!isKnown && !person.accounts.includes(id) && person.related?.includes(id) !== true)
    return person;
  const renamed = (names: readonly string[]): readonly string[] => [
    ...new Set(names.flatMap((name) => (leadsTo(merged, name, id) ? (into ?? []) : name))),
  ];
  const { merged: _merged, related, ...rest } = person;
  const others = Object.entries(merged).flatMap(([from, to]): [string, string][] => {
    if (from === id) return [];
    if (to !== id) return [[from, to]];
    return into === undefined ? [] : [[from, into]];
  });
  return {
    ...rest,
    accounts: [...new Set(person.accounts.flatMap((name) => (name === id ? (into ?? []) : name)))],
    ...(others.length > 0 && { merged: Object.fromEntries(others) }),
    ...(related !== undefined && { related: renamed(namesOf(person)) }),
  };
}

/** Whether a name is that of the account, or of one that was merged into it. */
function leadsTo(merged: Readonly<Record<string, string>>, name: string, id: string): boolean {
  let now = name;
  while (now !== id && Object.hasOwn(merged, now)) now = merged[now]!;
  return now === id;
}
