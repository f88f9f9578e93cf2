import type { BuyingGroupRecord } from '../buying-group/record.ts';
import type { GroupFact } from '../insights/group-fact.ts';
import type { AccountSnapshot, GroupSnapshot } from '../insights/snapshot.ts';
import type { AccountView } from '../model/view.ts';
import type { Fact } from '../runtime/fact.ts';
import { accountName, DEFAULT_NAMES, personName, textOf } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { joinMerged } from './merged-facts.ts';

/**
 * What the facts tell of buying groups and of people's activity, with instant and account (BG-143). Facts of merged accounts
 * tell of the account that they are now (BG-170).
 */
export function groupFactsOf(facts: Iterable<Fact>): readonly GroupFact[] {
  return joinMerged([...facts]);
}

/** An account as insights see it (BG-143). */
export function accountSnapshotOf(
  account: AccountView,
  names: AttributeNames = DEFAULT_NAMES,
): AccountSnapshot {
  const { attributes } = account;
  return {
    account: account.id,
    name: accountName(account, names),
    industry: textOf(attributes, names.account.industry),
    region: textOf(attributes, names.account.region),
    status: textOf(attributes, names.account.status),
    people: account.people.map((person) => ({
      person: person.id,
      name: personName(person, names),
      email: textOf(person.attributes, names.person.email),
      status: textOf(person.attributes, names.person.status),
    })),
  };
}

/** The account's buying groups as insights see them, in order of definition (BG-143). */
export function snapshotsOf(
  account: AccountView,
  names: AttributeNames = DEFAULT_NAMES,
): readonly GroupSnapshot[] {
  const people = new Map(account.people.map((person) => [person.id, person]));
  const own = accountName(account, names);
  // The engine hands out its own records, which know more than conditions look at.
  const groups = account.groups as readonly BuyingGroupRecord[];
  return groups
    .map((group): GroupSnapshot => {
      return {
        account: account.id,
        accountName: own,
        industry: textOf(account.attributes, names.account.industry),
        region: textOf(account.attributes, names.account.region),
        group: group.definition,
        name: group.name ?? `${group.definition} for ${own}`,
        members: group.members.map(({ person: id, role, removed, decidedAt }) => {
          const person = people.get(id);
          return {
            person: id,
            role,
            removed,
            name: person === undefined ? id : personName(person, names),
            jobTitle:
              person === undefined ? null : textOf(person.attributes, names.person.jobTitle),
            engagement: person?.engagement ?? null,
            since: decidedAt,
          };
        }),
        completeness: group.completeness,
        engagement: group.engagement ?? null,
        stage: group.stage ?? null,
        status: group.status ?? null,
        created: group.created ?? 0,
        updated: group.updated ?? 0,
      };
    })
    .toSorted((left, right) => (left.group < right.group ? -1 : 1));
}
