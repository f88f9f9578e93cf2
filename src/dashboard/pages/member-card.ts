import { compareText } from '../../kernel/text-order.ts';
import type { Instant } from '../../kernel/instant.ts';
import { personSubject } from '../subjects.ts';
import type { Membership } from '../subjects.ts';
import { additionKey } from './group-members.ts';
import type { ActiveMember } from './group-members.ts';
import type { PageContext } from './page-data.ts';
import { pageSummary } from './page-summary.ts';
import type { PageSummary } from './page-summary.ts';
import { lastMoment, latestActivities, personBlock } from './person-block.ts';
import type { PageActivity, PageMoment, PersonBlock } from './person-block.ts';

/** How many activities a card shows (reference 14.1). */
const ACTIVITIES = 2;
/** How many other groups a card shows (reference 14.1, 20). */
const OTHER_GROUPS = 3;

/** A member of a buying group with its details (reference 14.1). */
export interface MemberCard extends PersonBlock {
  readonly role: string;
  /** `null`, as the last moment, for somebody who is not there any more. */
  readonly summary: PageSummary | null;
  /** The last interesting moment; `null` without one. */
  readonly moment: PageMoment | null;
  /** The two latest ones besides interesting moments, latest first; empty when nothing was done. */
  readonly activities: readonly PageActivity[];
  /** Three other groups of the account that the person was added to last, the latest first; empty when there are none. */
  readonly otherGroups: readonly {
    /** The interest. */
    readonly id: string;
    /** What the account's group is called. */
    readonly name: string;
    readonly role: string;
  }[];
}

/** The card of a member of the interest's group (BG-152). */
export function memberCard(
  context: PageContext,
  interest: string,
  additions: ReadonlyMap<string, Instant>,
  { member, person }: ActiveMember,
): MemberCard {
  const { account, activityLabels: labels, memberships, names, now } = context;
  const id = member.person;
  const groups = memberships.get(id) ?? [];
  const added = ({ group, since }: Membership): Instant =>
    additions.get(additionKey(id, group.group)) ?? since;
  const others = groups
    .filter(({ group }) => group.group !== interest)
    .toSorted(
      (left, right) => added(right) - added(left) || compareText(left.group.name, right.group.name),
    );
  return {
    ...personBlock(context, id, person),
    role: member.role,
    summary:
      person === undefined
        ? null
        : pageSummary(personSubject(account, person, groups, { names, now, labels })),
    moment: person === undefined ? null : lastMoment(context, person),
    activities:
      person === undefined ? [] : latestActivities(context, person, ACTIVITIES, 'moments'),
    otherGroups: others
      .slice(0, OTHER_GROUPS)
      .map(({ group, role }) => ({ id: group.group, name: group.name, role })),
  };
}
