import { namesOf, relatedBy } from '../runtime/merged-person.ts';
import { wordsOf } from '../runtime/own-word.ts';
import type { Absorbed, Said } from '../runtime/merged.ts';
import type { AccountBody, PersonBody } from '../runtime/state.ts';
import type { Subject } from './subject.ts';

/**
 * An account without the name of another one that is erased: what it was handed over by that one stays, as its own (AM-33);
 * what is still said of an account that was that one goes to where that one went, or is left out (AM-32).
 */
export function eraseFromMerged(account: AccountBody, subject: Subject): AccountBody {
  const { id } = subject;
  const { absorbed } = account;
  let next = ledPast(account, subject);
  if (absorbed !== undefined && Object.hasOwn(absorbed.said, id))
    next = { ...next, absorbed: kept(absorbed, id) };
  return next;
}

/** An account that was merged into the one that is erased goes to where that one went, or is nobody any more. */
export function ledPast(account: AccountBody, { id, into, shadows }: Subject): AccountBody {
  const { merged } = account;
  if (merged === undefined || merged.into === null) return account;
  if (merged.into !== id && !shadows.has(account.id)) return account;
  if (into !== undefined) return { ...account, merged: { ...merged, into } };
  return { ...account, merged: { ...merged, into: null, said: NOTHING } };
}

const NOTHING: Said = Object.freeze({
  attributes: Object.freeze({}),
  opportunities: Object.freeze([]),
  objects: Object.freeze({}),
});

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
export function eraseFromRelations(person: PersonBody, subject: Subject): PersonBody {
  const { id, into, shadows } = subject;
  const isGone = (name: string): boolean => name === id || shadows.has(name);
  const merged = person.merged ?? {};
  const known = [...Object.entries(merged).flat(), ...person.accounts, ...namesOf(person)];
  if (!known.some(isGone)) return person;
  const { merged: _merged, related: _related, ...rest } = person;
  const others = Object.entries(merged).flatMap(([from, to]): [string, string][] => {
    if (isGone(from)) return [];
    if (to !== id) return [[from, to]];
    return into === undefined ? [] : [[from, into]];
  });
  const names = namesOf(person).flatMap((name) => {
    if (name === id) return into ?? [];
    return isGone(name) ? [] : name;
  });
  const left = others.length === 0 ? rest : { ...rest, merged: Object.fromEntries(others) };
  return relatedBy(left, [...new Set(names)]);
}
