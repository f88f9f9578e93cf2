import { groupName } from '../buying-group/creation-job.ts';
import type { BuyingGroupRecord } from '../buying-group/record.ts';
import { uniteGroups } from '../buying-group/unite.ts';
import type { AccountDraft } from './draft.ts';
import { applyFedAccount } from './fed-account.ts';
import { groupOf, replaceGroup, tellGroup } from './group-record.ts';
import { definitionOf, tellStage, tellStatus } from './group-stage.ts';
import type { AccountInput } from './input.ts';
import { setMembership } from './list.ts';
import type { AbsorbInput, Handover } from './merge-input.ts';
import { fillIn, ownWords } from './own-word.ts';
import { pastOf, type Past } from './run.ts';
import { withGroupScore, withScore } from './score-account.ts';
import type { PersonCopy } from './state.ts';

type Write = (draft: AccountDraft, change: Extract<AccountInput, { kind: 'account' }>) => void;

/** Takes in an account that was merged into this one, or what is said of it now (AM-10 to AM-16). */
export function absorb(draft: AccountDraft, { from, said, news }: AbsorbInput, write: Write): void {
  const { account } = draft;
  const known = account.absorbed ?? { own: ownWords(account), said: {} };
  const before = Object.hasOwn(known.said, from) ? known.said[from] : undefined;
  draft.write().absorbed = { ...known, said: { ...known.said, [from]: said } };
  fillIn(draft, before, said);
  draft.regroup = true;
  if (news !== null) takeOver(draft, from, news, write);
}

function takeOver(draft: AccountDraft, from: string, news: Handover, write: Write): void {
  const strangers = news.people.filter((person) => !takePerson(draft, person));
  for (const event of news.events)
    if (draft.insertEvent(draft.write(), event)) draft.changes.event(event.type);
  for (const list of news.lists) setMembership(draft, list, true);
  for (const statement of news.audiences) applyFedAccount(draft, statement, write);
  for (const group of news.groups) takeGroup(draft, group);
  for (const [journey, past] of Object.entries(news.past ?? {})) takePast(draft, journey, past);
  draft.facts.push({ type: 'absorbed', from, people: strangers.length });
  draft.reevaluate = true;
  draft.mayEnter = true;
}

/** False for a person who did not belong to the account. */
function takePerson(draft: AccountDraft, theirs: PersonCopy): boolean {
  const index = draft.indexOf(theirs.id);
  draft.changes.people();
  if (index < 0) {
    draft.writePeople().push(withScore(draft, theirs));
    return false;
  }
  const ours = draft.writePerson(index);
  if (ours.roles.length === 0) ours.roles = theirs.roles;
  ours.since = Math.min(ours.since, theirs.since);
  if (theirs.heard !== undefined)
    ours.heard = [...new Set([...(ours.heard ?? []), ...theirs.heard])];
  return true;
}

function takeGroup(draft: AccountDraft, theirs: BuyingGroupRecord): void {
  const definition = definitionOf(draft, theirs.definition);
  const { definition: id } = theirs;
  const known = groupOf(draft, id);
  // A group whose definition was deleted is united all the same: another definition of its id takes it over (BG-116).
  const unkept = { id, completeness: () => (known ?? theirs).completeness };
  const { record, changes } = uniteGroups(definition ?? unkept, known, theirs);
  if (known !== null) replaceGroup(draft, known, record);
  else {
    const added = definition === undefined ? record : rename(draft, record, definition.name);
    draft.write().groups = [...draft.account.groups, { ...added, updated: draft.now }];
    draft.changes.groups();
    draft.facts.push({ type: 'groupCreated', group: id, job: theirs.job ?? null });
  }
  for (const change of changes) tellGroup(draft, change);
  const [previous = null, next = null] = [known?.stage, record.stage];
  if (previous !== next) tellStage(draft, id, previous, next, { journey: null });
  const [before = null, status = null] = [known?.status, record.status];
  if (status !== null && before !== status)
    tellStatus(draft, id, before, status, { journey: null });
  draft.valuesChanged = true;
}

function rename(
  draft: AccountDraft,
  record: BuyingGroupRecord,
  interest: string,
): BuyingGroupRecord {
  const { id, attributes } = draft.account;
  const name = typeof attributes['name'] === 'string' ? attributes['name'].trim() : '';
  return { ...withGroupScore(draft, record), name: groupName(interest, name || id) };
}

/** What the other account has been in counts as entries, unless the account stands in the journey itself (AM-16). */
function takePast(draft: AccountDraft, journey: string, theirs: Past): void {
  if (draft.runs.some((run) => run.journey === journey)) return;
  const ours = pastOf(draft.past, journey);
  const past: Past =
    ours === undefined
      ? theirs
      : {
          entries: Math.max(ours.entries, theirs.entries),
          lastEnteredAt: Math.max(ours.lastEnteredAt, theirs.lastEnteredAt),
          lastEndedAt: Math.max(ours.lastEndedAt, theirs.lastEndedAt),
        };
  draft.past = { ...draft.past, [journey]: past };
}
