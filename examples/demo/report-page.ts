import { formatInstant } from '../../src/index.ts';
import type { GroupPage } from '../../src/dashboard/index.ts';
import { Html, html } from './html.ts';
import { table } from './report-table.ts';

/** How many of the other members the report shows. */
const OTHERS = 5;

type Card = GroupPage['members']['others'][number];

/** The page of one buying group: what it is like, its account, and its members. */
export function pageSection({ group, account, members }: GroupPage): Html {
  const { completeness, engagement, stage, template } = group;
  const facts = [
    group.interest.name,
    stage?.name,
    template?.name,
    completeness === null ? undefined : `${completeness} % complete`,
    engagement === null ? undefined : `engagement ${engagement}`,
  ].filter((part) => part !== undefined);
  const { decisionMakers, others } = members;
  return html`<section>
    <h2>The page of a buying group: ${group.name}</h2>
    <p>${facts.join(', ')}</p>
    <p class="summary">${group.summary.text}</p>
    <h3>Account</h3>
    <p>${account.summary.text}</p>
    <h3>Members</h3>
    ${membersTable([...decisionMakers, ...others.slice(0, OTHERS)])}
  </section>`;
}

function membersTable(cards: readonly Card[]): Html {
  return table(
    ['Member', 'Role', 'Score', 'Last activities', 'Other groups'],
    cards.map(({ name, jobTitle, role, engagement, activities, otherGroups }) => [
      jobTitle === null ? name : `${name}, ${jobTitle}`,
      role,
      String(engagement ?? ''),
      activities.map(({ label, at }) => `${label} (${dayOf(at)})`).join(', '),
      otherGroups.map((other) => other.name).join(', '),
    ]),
  );
}

function dayOf(at: number): string {
  return formatInstant(at).slice(0, 10);
}
