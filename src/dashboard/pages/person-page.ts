import { interestLabel, stageLabel } from '../../insights/labels.ts';
import { wholeScore } from '../../insights/whole-score.ts';
import { needArguments } from '../../kernel/needed-arguments.ts';
import { personaOf } from '../../persona/match-persona.ts';
import { accountName } from '../attribute-names.ts';
import { needPerson, personSubject } from '../subjects.ts';
import { intentBlock } from './account-block.ts';
import type { IntentBlock } from './account-block.ts';
import { attributeLines } from './attribute-lines.ts';
import type { AttributeLine } from './attribute-lines.ts';
import { pageContext } from './page-data.ts';
import type { PageData } from './page-data.ts';
import { pageSummary } from './page-summary.ts';
import type { PageLink, PageSummary } from './page-summary.ts';
import { latestActivities, personBlock } from './person-block.ts';
import type { PageActivity, PersonBlock } from './person-block.ts';

/** How many activities the page shows (reference 15, 20). */
const ACTIVITIES = 20;

/** A person at the top of the own page. */
export interface PersonHead extends PersonBlock {
  readonly account: PageLink;
  /** Name of the persona; `null` when the person fits none. Prompts fit nobody here. */
  readonly persona: string | null;
  readonly summary: PageSummary;
}

/** A group that a person is in, as the person's page shows it (reference 15). Scores are whole. */
export interface PersonGroup {
  /** The interest. */
  readonly id: string;
  /** What the account's group is called. */
  readonly name: string;
  /** Name of the interest. */
  readonly interest: string;
  readonly role: string;
  readonly engagement: number | null;
  readonly completeness: number | null;
  readonly stage: string | null;
  /** Active members. */
  readonly members: number;
}

/** The page of a person as an account knows it (reference 15). */
export interface PersonPage {
  readonly person: PersonHead;
  /** The twenty latest, interesting moments among them, latest first; empty when nothing was done. */
  readonly activities: readonly PageActivity[];
  /** Groups of the account, by engagement, those without a score last; empty when the person is in none. */
  readonly groups: readonly PersonGroup[];
  readonly intent: IntentBlock;
  /** The person's attributes, and those of the account. */
  readonly attributes: readonly AttributeLine[];
  readonly company: readonly AttributeLine[];
}

/**
 * The page of a person of the account (BG-155, BG-157).
 * @throws AccompanyError `NOT_FOUND` when the account has no such person
 */
export function personPage(data: PageData, person: string): PersonPage {
  needArguments('personPage', { person: [person, 'text'] });
  const context = pageContext('personPage', data);
  const { account, activityLabels, catalogue, definitions, labels, names, now } = context;
  const view = needPerson(account, person);
  const groups = context.memberships.get(person) ?? [];
  const subject = personSubject(account, view, groups, { names, now, labels: activityLabels });
  return {
    person: {
      ...personBlock(context, person, view),
      account: { id: account.id, name: accountName(account, names) },
      persona: personaOf(definitions.personas, view.attributes)?.name ?? null,
      summary: pageSummary(subject),
    },
    activities: latestActivities(context, view, ACTIVITIES),
    groups: groups.map(({ group, role }) => ({
      id: group.group,
      name: group.name,
      interest: interestLabel(labels, group.group),
      role,
      engagement: wholeScore(group.engagement),
      completeness: wholeScore(group.completeness),
      stage: stageLabel(labels, group),
      members: group.members.filter(({ removed }) => !removed).length,
    })),
    intent: intentBlock(context, view.intent ?? []),
    attributes: attributeLines(view.attributes, catalogue?.person),
    company: attributeLines(account.attributes, catalogue?.account),
  };
}
