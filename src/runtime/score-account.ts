import {
  engagementChange,
  provisionalScore,
  scoreOfGroup,
  scoreOfPerson,
  type Epoch,
} from '../engagement/epoch.ts';
import type { Scoring } from '../engagement/scoring.ts';
import { valueOfGroup } from '../engagement/group-value.ts';
import type { BuyingGroupRecord } from '../buying-group/record.ts';
import type { Value } from '../model/value.ts';
import type { AccountDraft } from './draft.ts';
import { announceGroup, groupOf, replaceGroup } from './group-record.ts';
import type { AccountBody, PersonCopy } from './state.ts';
import type { World } from './world.ts';

/**
 * Makes scores those of the last nightly run (EG-40): all of them where something may look at them; elsewhere they are
 * computed when somebody asks, and only groups that wait for the run are told (EG-66).
 */
export function refreshScores(draft: AccountDraft): void {
  if (draft.world.readsScores || draft.runs.length > 0) readScores(draft);
  else tellWaiting(draft);
}

/**
 * Reads every score anew when a nightly run was made since they were read last (EG-40). Groups whose value changed since
 * are told when the number that people see differs (EG-43).
 */
export function readScores(draft: AccountDraft): void {
  const epoch = epochOf(draft);
  if (epoch === null || draft.account.scored === epoch.number) return;
  const { people, groups } = draft.account;
  if (people.length === 0 && groups.length === 0) return;
  const account = draft.write();
  account.scored = epoch.number;
  for (let index = 0; index < people.length; index += 1) {
    const { value = 0, engagement, held } = people[index]!;
    if (held === epoch.number) continue;
    const score = scoreOfPerson(value, epoch);
    if (score !== engagement) draft.writePerson(index).engagement = score;
  }
  settleGroups(draft, epoch, groups);
  draft.valuesChanged = true;
  // Whoever does not look at scores sees nothing new.
  if (!draft.world.readsScores) return;
  draft.changes.people();
  draft.changes.groups();
  draft.regroup = true;
}

/** Tells what waits for a nightly run that was made meanwhile. */
function tellWaiting(draft: AccountDraft): void {
  const epoch = epochOf(draft);
  const { scored, scoreDue, groups } = draft.account;
  if (epoch === null || scored === epoch.number || scoreDue === undefined || scoreDue === null)
    return;
  if (groups.some(({ held }) => held === epoch.number)) return;
  settleGroups(draft, epoch, groups);
}

function settleGroups(
  draft: AccountDraft,
  epoch: Epoch,
  groups: readonly BuyingGroupRecord[],
): void {
  const account = draft.write();
  account.groups = groups.map((group) => settled(group, epoch));
  // Whoever began to listen while a night is under way is told by it.
  account.scoreDue = groups.some(({ held }) => held === epoch.number)
    ? (account.scoreDue ?? draft.now)
    : null;
  groups.forEach((group, index) => {
    if (group.provisional === true && group.held !== epoch.number)
      tellScore(draft, group, account.groups[index]!.engagement!);
  });
}

/** A group as the epoch reads it. */
function settled(group: BuyingGroupRecord, epoch: Epoch): BuyingGroupRecord {
  if (group.value === undefined || group.held === epoch.number) return group;
  const score = scoreOfGroup(group.value, epoch);
  const read: { -readonly [K in keyof BuyingGroupRecord]: BuyingGroupRecord[K] } = {
    ...group,
    engagement: score,
    told: score,
  };
  // Faster by far than leaving it out of the copy: it is mostly the field that was added last.
  delete read.provisional;
  return read;
}

/** Computes the stored values of groups again whose members, or whose members' values, changed (EG-30 to EG-35). */
export function rescore(draft: AccountDraft): void {
  const { scoring, groups } = draft.world;
  draft.valuesChanged = false;
  if (scoring === null) return;
  const { people } = draft.account;
  let place = 0;
  /** Members mostly stand in the order of the people. */
  const valueOf = (person: string): number => {
    for (let left = people.length; left > 0; left -= 1) {
      if (place >= people.length) place = 0;
      const { id, value = 0 } = people[place++]!;
      if (id === person) return value;
    }
    return 0;
  };
  for (const group of groups) {
    const known = groupOf(draft, group.id);
    if (known === null) continue;
    const value = valueOfGroup(known.members, group.weights, valueOf, scoring.strategy);
    if (value === known.value) continue;
    const held = holdGroup(draft, known);
    replaceGroup(draft, known, draft.isNight ? waiting(held, value) : read(held, value, scoring));
    // A night makes the epoch that settles it, and nobody has to be told.
    if (draft.isNight && draft.world.untold === true && draft.runs.length === 0) continue;
    draft.write().scoreDue ??= draft.now;
  }
}

/**
 * Takes the score from groups whose definition was deleted: nobody keeps it up, and it would be a maximum for ever that
 * all others are measured by (EG-68).
 */
export function dropScores(draft: AccountDraft): void {
  const { groups } = draft.world;
  for (const known of draft.account.groups) {
    if (known.value === undefined || groups.some(({ id }) => id === known.definition)) continue;
    const {
      value,
      engagement: _score,
      provisional: _waits,
      held: _held,
      told: _told,
      ...rest
    } = known;
    replaceGroup(draft, known, rest);
    if (value > 0) draft.write().scoreDue ??= draft.now;
  }
}

/** A value of a night that is under way: its score is that of before until the maxima are known (EG-56). */
function waiting(group: BuyingGroupRecord, value: number): BuyingGroupRecord {
  return { ...group, value, provisional: true };
}

function read(group: BuyingGroupRecord, value: number, { epoch }: Scoring): BuyingGroupRecord {
  const { score } = provisionalScore(value, epoch);
  const { engagement: _before, ...kept } = group;
  return { ...kept, value, provisional: true, ...(score !== null && { engagement: score }) };
}

/** Before a person's value changes: the score of the last run stays what it is until the next one (EG-56). */
export function holdScore(
  draft: AccountDraft,
  person: { readonly value?: number; engagement?: number; held?: number },
): void {
  const epoch = epochOf(draft);
  if (epoch === null || person.held === epoch.number) return;
  if (draft.account.scored !== epoch.number)
    person.engagement = scoreOfPerson(person.value ?? 0, epoch);
  person.held = epoch.number;
}

/** The same for a group. */
function holdGroup(draft: AccountDraft, group: BuyingGroupRecord): BuyingGroupRecord {
  const epoch = epochOf(draft);
  if (epoch === null || group.held === epoch.number) return group;
  const held = { ...group, held: epoch.number };
  if (group.value === undefined || draft.account.scored === epoch.number) return held;
  const score = scoreOfGroup(group.value, epoch);
  return { ...held, engagement: score, told: score };
}

/** Somebody who is new to the account, with the score of the last run. */
export function withScore(draft: AccountDraft, person: PersonCopy): PersonCopy {
  const epoch = epochOf(draft);
  return epoch === null ? person : personBy(epoch, person);
}

/** The same for a group. */
export function withGroupScore(draft: AccountDraft, group: BuyingGroupRecord): BuyingGroupRecord {
  const epoch = epochOf(draft);
  return epoch === null ? group : settled(group, epoch);
}

function personBy(epoch: Epoch, person: PersonCopy): PersonCopy {
  return person.held === epoch.number
    ? person
    : { ...person, engagement: scoreOfPerson(person.value ?? 0, epoch) };
}

function epochOf({ world }: { readonly world: World }): Epoch | null {
  return world.scoring?.epoch ?? null;
}

/** An account as the present epoch reads it, for whoever only looks. */
export function withScores(world: World, account: AccountBody): AccountBody {
  const epoch = epochOf({ world });
  if (epoch === null || account.scored === epoch.number) return account;
  return {
    ...account,
    people: account.people.map((person) => personBy(epoch, person)),
    groups: account.groups.map((group) => settled(group, epoch)),
  };
}

function tellScore(draft: AccountDraft, group: BuyingGroupRecord, next: number): void {
  const { definition, told } = group;
  const change = engagementChange(definition, told ?? null, next);
  if (change === null) return;
  const epoch = draft.world.scoring!.epoch!.number;
  draft.facts.push({ ...change, epoch });
  const fields: Record<string, Value> = { group: definition, newScore: next };
  if (told !== undefined) fields['previousScore'] = told;
  announceGroup(draft, 'engagementChanged', null, fields);
}
