import { interestLabel, stageLabel } from '../../insights/labels.ts';
import { wholeScore } from '../../insights/whole-score.ts';
import type { Instant } from '../../kernel/instant.ts';
import { needArguments } from '../../kernel/needed-arguments.ts';
import { groupSubject } from '../subjects.ts';
import { accountBlock, intentBlock } from './account-block.ts';
import type { AccountBlock, IntentBlock } from './account-block.ts';
import { activeMembers, additionsOf } from './group-members.ts';
import { memberCard } from './member-card.ts';
import type { MemberCard } from './member-card.ts';
import { pageContext } from './page-data.ts';
import type { PageData } from './page-data.ts';
import { pageSummary } from './page-summary.ts';
import type { PageLink, PageSummary } from './page-summary.ts';

/** The role whose members have a row of their own. */
const FIRST_ROLE = 'Decision Maker';
/** How many of them stand there (reference 14.1). */
const DECISION_MAKERS = 3;

/** A buying group at the top of its page (reference 14.1). Scores are whole; `null` is what there is none of. */
export interface GroupHead {
  readonly name: string;
  readonly account: PageLink;
  /** The solution interest. */
  readonly interest: PageLink;
  /** Active members. */
  readonly members: number;
  readonly engagement: number | null;
  readonly completeness: number | null;
  readonly stage: PageLink | null;
  readonly status: string | null;
  /** The roles template; `null` when the interest has cards of its own, or is not defined any more. */
  readonly template: PageLink | null;
  /** When anything about the group changed last. */
  readonly updated: Instant;
  readonly summary: PageSummary;
}

/** The page of a buying group (reference 14.1). */
export interface GroupPage {
  readonly group: GroupHead;
  readonly account: AccountBlock;
  /** Of the active members, of each kind and name the strongest (BG-145). */
  readonly intent: IntentBlock;
  readonly members: {
    /** Three of the role *Decision Maker*, by person score. */
    readonly decisionMakers: readonly MemberCard[];
    /** Every other active member, by person score. */
    readonly others: readonly MemberCard[];
  };
}

/**
 * The page of the account's buying group for a solution interest (BG-151, BG-152).
 * @throws AccompanyError `NOT_FOUND` when the account has no such group
 */
export function groupPage(data: PageData, interest: string): GroupPage {
  needArguments('groupPage', { interest: [interest, 'text'] });
  const context = pageContext('groupPage', data);
  const { account, definitions, facts, labels, names } = context;
  const definition = definitions.allGroups.find(({ id }) => id === interest);
  const stage = account.groups.find((one) => one.definition === interest)?.stage ?? null;
  const stageName = stageLabel(labels, { group: interest, stage });
  const subject = groupSubject(account, interest, names, {
    roles: definition?.roles ?? [],
    stageName: stageName ?? undefined,
  });
  const { group, intent } = subject.facts;
  const members = activeMembers(context, interest);
  const first = members
    .filter(({ member }) => member.role === FIRST_ROLE)
    .slice(0, DECISION_MAKERS);
  const additions = additionsOf(facts);
  const card = (one: (typeof members)[number]): MemberCard =>
    memberCard(context, interest, additions, one);
  return {
    group: {
      name: group.name,
      account: { id: account.id, name: group.accountName },
      interest: { id: interest, name: interestLabel(labels, interest) },
      members: members.length,
      engagement: wholeScore(group.engagement),
      completeness: wholeScore(group.completeness),
      stage: stage === null ? null : { id: stage, name: stageName ?? stage },
      status: group.status,
      template: templateOf(definition?.template, context),
      updated: group.updated,
      summary: pageSummary(subject),
    },
    account: accountBlock(context),
    intent: intentBlock(context, intent),
    members: {
      decisionMakers: first.map(card),
      others: members.filter((one) => !first.includes(one)).map(card),
    },
  };
}

function templateOf(id: string | undefined, { definitions }: PageData): PageLink | null {
  if (id === undefined) return null;
  return { id, name: definitions.templates.find((one) => one.id === id)?.name ?? id };
}
