import type { BuyingGroupRecord, Member } from '../../buying-group/record.ts';
import type { Instant } from '../../kernel/instant.ts';
import { compareText } from '../../kernel/text-order.ts';
import type { PersonView } from '../../model/view.ts';
import type { Fact } from '../../runtime/fact.ts';
import { personName } from '../attribute-names.ts';
import { missing } from '../subjects.ts';
import type { PageContext } from './page-data.ts';

/** An active member with the person behind it; missing: the person is not there any more. */
export interface ActiveMember {
  readonly member: Member;
  readonly person: PersonView | undefined;
}

/**
 * The active members of a group by person score, those without one last; equal ones by name, then id.
 * @throws AccompanyError `NOT_FOUND` when the account has no group for the interest
 */
export function activeMembers(
  { account, names }: PageContext,
  interest: string,
): readonly ActiveMember[] {
  // The engine hands out its own records, which know more than conditions look at.
  const groups = account.groups as readonly BuyingGroupRecord[];
  const group = groups.find(({ definition }) => definition === interest);
  if (group === undefined) throw missing('buying group', interest);
  const people = new Map(account.people.map((person) => [person.id, person]));
  const nameOf = ({ member, person }: ActiveMember): string =>
    person === undefined ? member.person : personName(person, names);
  return group.members
    .filter(({ removed }) => !removed)
    .map((member) => ({ member, person: people.get(member.person) }))
    .toSorted(
      (left, right) =>
        (right.person?.engagement ?? -1) - (left.person?.engagement ?? -1) ||
        compareText(nameOf(left), nameOf(right)) ||
        compareText(left.member.person, right.member.person),
    );
}

/** When people were last added to groups, by person and interest, as facts tell; a change of role adds nobody. */
export function additionsOf(facts: Iterable<Fact>): ReadonlyMap<string, Instant> {
  const additions = new Map<string, Instant>();
  for (const { at, items } of facts) {
    for (const item of items) {
      if (item.type === 'member' && item.role !== null && item.previous === null)
        additions.set(additionKey(item.person, item.group), at);
    }
  }
  return additions;
}

/** One text for a person in a group of the account. */
export function additionKey(person: string, interest: string): string {
  return JSON.stringify([person, interest]);
}
