import { needArguments } from '../kernel/needed-arguments.ts';
import { formatDay } from '../engagement/day.ts';
import { formatInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { EmailPerformance } from './email-performance.ts';
import { ratesOf } from './email-performance.ts';
import type { Engaged, EngagedTable } from './engagement-overview.ts';
import { displayedRate } from './journeys.ts';
import type { JourneySnapshot } from './journeys.ts';
import { interestLabel, NO_LABELS, stageLabel } from './labels.ts';
import type { Labels } from './labels.ts';
import { keyOf } from './snapshot.ts';
import { compareText } from '../kernel/text-order.ts';
import type { AccountSnapshot, GroupSnapshot, MemberSnapshot } from './snapshot.ts';
import { wholeScore } from './whole-score.ts';

/**
 * One line behind a figure, ready for any writer of CSV: the same columns in every row, as people read them. Scores and
 * rates are whole percent, instants ISO 8601 texts, days dates (BG-140).
 */
export type Row<C extends string> = Readonly<Record<C, string | number | null>>;

/**
 * Buying groups behind a distribution (reference 16.2), in the order given. `labels`, made by `labelsOf`, gives interests
 * and stages names; missing: their ids (BG-150).
 */
export function groupRows(
  groups: readonly GroupSnapshot[],
  score: 'completeness' | 'engagement',
  labels: Labels = NO_LABELS,
): readonly Row<'group' | 'account' | 'solutionInterest' | 'score' | 'stage'>[] {
  needArguments('groupRows', {
    groups: [groups, 'list'],
    score: [score, ['completeness', 'engagement']],
  });
  return groups.map((group) => ({
    group: group.name,
    account: group.accountName,
    solutionInterest: interestLabel(labels, group.group),
    score: wholeScore(group[score]),
    stage: stageLabel(labels, group),
  }));
}

/** Journeys behind the overview (reference 16.5); drafts are left out. */
export function journeyRows(
  journeys: readonly JourneySnapshot[],
): readonly Row<'journey' | 'status' | 'start' | 'end' | 'completionRate'>[] {
  return journeys
    .filter(({ status }) => status !== 'draft')
    .map((journey) => ({
      journey: journey.name,
      status: journey.status,
      start: written(journey.start),
      end: written(journey.end),
      completionRate: displayedRate(journey),
    }));
}

/** E-mails as tables show them (reference 16.6): all figures are totals. `names` gives e-mails names; missing: the id. */
export function emailRows(
  { emails }: EmailPerformance,
  names: ReadonlyMap<string, string> = new Map(),
): readonly Row<
  | 'email'
  | 'sent'
  | 'delivered'
  | 'deliveryRate'
  | 'opens'
  | 'openRate'
  | 'clicks'
  | 'clickRate'
  | 'clickToOpenRate'
  | 'bounces'
  | 'bounceRate'
  | 'unsubscribeRate'
  | 'firstActivity'
  | 'lastActivity'
>[] {
  return emails.map(({ email, total, first, last }) => {
    const rates = ratesOf(total);
    return {
      email: names.get(email) ?? email,
      sent: total.sent,
      delivered: total.delivered,
      deliveryRate: percent(rates.delivery),
      opens: total.opened,
      openRate: percent(rates.open),
      clicks: total.clicked,
      clickRate: percent(rates.click),
      clickToOpenRate: percent(rates.clickToOpen),
      bounces: total.bounced,
      bounceRate: percent(rates.bounce),
      unsubscribeRate: percent(rates.unsubscribe),
      firstActivity: written(first),
      lastActivity: written(last),
    };
  });
}

/** Accounts behind the engagement overview (reference 16.4), the busiest first. */
export function engagedAccountRows(
  accounts: readonly AccountSnapshot[],
  table: EngagedTable,
): readonly Row<'account' | 'status' | 'peopleEngaged' | 'activities' | 'lastEngagement'>[] {
  return byActivity(accounts, ({ account }) => [table.accounts.get(account), account]).map(
    ([{ name, status }, { people, activities, lastDay }]) => ({
      account: name,
      status,
      peopleEngaged: people,
      activities,
      lastEngagement: dateOf(lastDay),
    }),
  );
}

/**
 * Buying groups behind the engagement overview (reference 16.4), the busiest first. `labels`, made by `labelsOf`, gives
 * interests names; missing: their ids (BG-150).
 */
export function engagedGroupRows(
  groups: readonly GroupSnapshot[],
  table: EngagedTable,
  labels: Labels = NO_LABELS,
): readonly Row<'group' | 'account' | 'solutionInterest' | 'status' | 'activities'>[] {
  return byActivity(groups, (group) => [table.groups.get(keyOf(group)), keyOf(group)]).map(
    ([{ name, accountName, group, status }, { activities }]) => ({
      group: name,
      account: accountName,
      solutionInterest: interestLabel(labels, group),
      status,
      activities,
    }),
  );
}

/** People behind the engagement overview (reference 16.4), the busiest first; each once. */
export function engagedPersonRows(
  accounts: readonly AccountSnapshot[],
  table: EngagedTable,
): readonly Row<'person' | 'status' | 'email' | 'activities' | 'lastEngagement'>[] {
  const people = new Map(
    accounts.flatMap((account) => account.people.map((one) => [one.person, one] as const)),
  );
  return byActivity([...people.values()], ({ person }) => [table.people.get(person), person]).map(
    ([{ name, status, email }, { activities, lastDay }]) => ({
      person: name,
      status,
      email,
      activities,
      lastEngagement: dateOf(lastDay),
    }),
  );
}

/** Contacts behind a cell of the coverage (reference 15), as `contactsInRole` gives them. */
export function contactRows(
  contacts: readonly { readonly group: GroupSnapshot; readonly member: MemberSnapshot }[],
  table?: EngagedTable,
): readonly Row<'contact' | 'account' | 'jobTitle' | 'group' | 'score' | 'lastActivity'>[] {
  return contacts.map(({ group, member }) => ({
    contact: member.name,
    account: group.accountName,
    jobTitle: member.jobTitle,
    group: group.name,
    score: wholeScore(member.engagement),
    lastActivity: dateOf(table?.people.get(member.person)?.lastDay ?? null),
  }));
}

const NOTHING: Engaged = { activities: 0, lastDay: null, people: 0 };

function byActivity<T>(
  items: readonly T[],
  read: (item: T) => readonly [engaged: Engaged | undefined, key: string],
): readonly (readonly [item: T, engaged: Engaged])[] {
  return items
    .map((item) => {
      const [engaged = NOTHING, key] = read(item);
      return { item, engaged, key };
    })
    .toSorted(
      (left, right) =>
        right.engaged.activities - left.engaged.activities || compareText(left.key, right.key),
    )
    .map(({ item, engaged }) => [item, engaged] as const);
}

function percent(share: number | null): number | null {
  return wholeScore(share === null ? null : 100 * share);
}

function written(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}

function dateOf(day: number | null): string | null {
  return day === null ? null : formatDay(day);
}
