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
import type { AccountBody } from './state.ts';
import type { World } from './world.ts';

/**
 * Reads every score anew when a nightly run was made since they were read last (EG-40). Groups whose value changed since
 * are told when the number that people see differs (EG-43).
 */
export function refreshScores(draft: AccountDraft): void {
  const epoch = draft.world.scoring?.epoch ?? null;
  if (epoch === null || draft.account.scored === epoch.number) return;
  const { people, groups } = draft.account;
  if (people.length === 0 && groups.length === 0) return;
  const account = draft.write();
  account.scored = epoch.number;
  account.scoreDue = null;
  for (let index = 0; index < people.length; index += 1) {
    const { value = 0, engagement } = people[index]!;
    const score = scoreOfPerson(value, epoch);
    if (score !== engagement) draft.writePerson(index).engagement = score;
  }
  account.groups = groups.map((group) => settled(group, epoch));
  groups.forEach((group, index) => {
    if (group.provisional === true) tellScore(draft, group, account.groups[index]!.engagement!);
  });
  draft.valuesChanged = true;
  // Whoever does not look at scores sees nothing new.
  if (!draft.world.readsScores) return;
  draft.changes.people();
  draft.changes.groups();
  draft.regroup = true;
}

/** A group as the epoch reads it. */
function settled(group: BuyingGroupRecord, epoch: Epoch): BuyingGroupRecord {
  if (group.value === undefined) return group;
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
    replaceGroup(draft, known, draft.isNight ? waiting(known, value) : read(known, value, scoring));
    draft.write().scoreDue ??= draft.now;
  }
}

/**
 * Takes the score from groups whose definition was deleted: nobody keeps it up, and it would be a maximum for ever that
 * all others are measured by (EG-63).
 */
export function dropScores(draft: AccountDraft): void {
  const { groups } = draft.world;
  for (const known of draft.account.groups) {
    if (known.value === undefined || groups.some(({ id }) => id === known.definition)) continue;
    const { value, engagement: _score, provisional: _waits, told: _told, ...rest } = known;
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

/** An account as the present epoch reads it, for whoever only looks. */
export function withScores(world: World, account: AccountBody): AccountBody {
  const epoch = world.scoring?.epoch ?? null;
  if (epoch === null || account.scored === epoch.number) return account;
  return {
    ...account,
    people: account.people.map((person) => ({
      ...person,
      engagement: scoreOfPerson(person.value ?? 0, epoch),
    })),
    groups: account.groups.map((group) =>
      group.value === undefined
        ? group
        : { ...group, engagement: scoreOfGroup(group.value, epoch) },
    ),
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
