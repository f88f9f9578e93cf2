import type { AccountDraft } from './draft.ts';

/** Puts the account into a static list or takes it out, at once; nothing happens when it already is so (RT-36). */
export function setMembership(draft: AccountDraft, list: string, member: boolean): void {
  const { lists } = draft.account;
  if (!draft.world.lists.has(list) || lists.includes(list) === member) return;
  draft.write().lists = member ? [...lists, list].sort() : lists.filter((other) => other !== list);
  draft.regroup = true;
  draft.changes.list(list);
  draft.facts.push({ type: 'list', list, member });
}
