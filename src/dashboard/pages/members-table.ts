import type { Row } from '../../insights/rows.ts';
import { needArguments } from '../../kernel/needed-arguments.ts';
import { activeMembers } from './group-members.ts';
import { pageContext } from './page-data.ts';
import type { PageData } from './page-data.ts';
import { personBlock } from './person-block.ts';

/** A line of the table of members. */
export type MemberRow = Row<
  'person' | 'name' | 'role' | 'jobTitle' | 'email' | 'phone' | 'source' | 'by' | 'engagement'
>;

/**
 * The table of a group's active members (reference 14.2, BG-153), by person score: `source` is `system`, `journey` or
 * `manual`, `by` the name of the journey or the id of the user who decided, `null` when nobody is named.
 * @throws AccompanyError `NOT_FOUND` when the account has no group for the interest
 */
export function membersTable(data: PageData, interest: string): readonly MemberRow[] {
  needArguments('membersTable', { interest: [interest, 'text'] });
  const context = pageContext('membersTable', data);
  const journeys = new Map(data.journeys.map(({ id, name }) => [id, name]));
  return activeMembers(context, interest).map(({ member, person }) => {
    const { id, name, jobTitle, email, phone, engagement } = personBlock(
      context,
      member.person,
      person,
    );
    const { role, source, by = null } = member;
    const decider = source === 'journey' && by !== null ? (journeys.get(by) ?? by) : by;
    return {
      person: id,
      name,
      role,
      jobTitle,
      email,
      phone,
      source,
      by: decider,
      engagement,
    };
  });
}
