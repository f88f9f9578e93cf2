import { missingRoles } from '../buying-group/exact-completeness.ts';
import type { RoleCard } from '../buying-group/definition.ts';
import { displayed } from '../engagement/epoch.ts';
import { sortSignals } from '../intent/signals.ts';
import type { IntentSignal } from '../model/intent.ts';
import { formatInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import { count, list, sentences } from './sentences.ts';
import { compareText } from '../kernel/text-order.ts';
import type { GroupSnapshot, MemberSnapshot } from './snapshot.ts';

/** What a summary of an account is made of. */
export interface AccountFacts {
  readonly name: string;
  readonly industry: string | null;
  readonly people: number;
  readonly openOpportunities: number;
  readonly groups: readonly GroupSnapshot[];
  readonly intent: readonly IntentSignal[];
  /** Names of the journeys that it is in, latest first. */
  readonly journeys: readonly string[];
}

/** What a summary of a person is made of. */
export interface PersonFacts {
  readonly name: string;
  readonly jobTitle: string | null;
  readonly accountName: string | null;
  readonly engagement: number | null;
  readonly intent: readonly IntentSignal[];
  readonly groups: readonly { readonly name: string; readonly role: string }[];
  readonly lastActivity: { readonly label: string; readonly at: Instant } | null;
}

/** Some sentences about an account, each of them from its data alone (BG-112). */
export function summarizeAccount(account: AccountFacts): string {
  const { name, industry, people, openOpportunities, groups, journeys } = account;
  const engaged = groups
    .filter(({ engagement }) => (engagement ?? 0) > 0)
    .toSorted(
      (left, right) => right.engagement! - left.engagement! || compareText(left.name, right.name),
    );
  return sentences(
    `${name} has ${count(people, 'person', 'people')}${industry === null ? '' : ` and is in ${industry}`}.`,
    openOpportunities > 0 &&
      `There ${openOpportunities === 1 ? 'is' : 'are'} ${count(openOpportunities, 'open opportunity', 'open opportunities')}.`,
    groups.length > 0 && `It has ${count(groups.length, 'buying group', 'buying groups')}.`,
    engaged.length > 0 &&
      `The most engaged: ${list(engaged.map((group) => `${group.name} (${displayed(group.engagement!)})`))}.`,
    intentSentence(account.intent),
    journeys.length > 0 && `Its latest journeys: ${list(journeys)}.`,
  );
}

/** Some sentences about a buying group (BG-112). `cards` are those of its template. */
export function summarizeGroup(
  group: GroupSnapshot,
  cards: readonly RoleCard[],
  intent: readonly IntentSignal[] = [],
): string {
  const { name, completeness, engagement, stage, status } = group;
  const active = group.members.filter(({ removed }) => !removed);
  const { empty, short } = missingRoles(
    cards,
    group.members.map((member) => ({ ...member, source: 'system' as const })),
  );
  const engaged = active
    .filter((member) => (member.engagement ?? 0) > 0)
    .toSorted(
      (left, right) => right.engagement! - left.engagement! || compareText(left.name, right.name),
    );
  const scores = [
    completeness !== null && `${displayed(completeness)} % complete`,
    engagement !== null && `its engagement score is ${displayed(engagement)}`,
  ].filter((part) => part !== false);
  return sentences(
    `${name} has ${count(active.length, 'member', 'members')}.`,
    scores.length > 0 && `It is ${scores.join(' and ')}.`.replace('It is its', 'Its'),
    stage !== null && `It is in the stage ${stage}.`,
    status !== null && `Its status is ${status}.`,
    engaged.length > 0 && `The most engaged: ${list(engaged.map(memberText))}.`,
    empty.length > 0 && `Nobody is ${list(empty, 'or')}.`,
    short.length > 0 && `Too few people are ${list(short, 'or')}.`,
    intentSentence(intent),
  );
}

/** Some sentences about a person (BG-112). */
export function summarizePerson(person: PersonFacts): string {
  const { name, jobTitle, accountName, engagement, groups, lastActivity } = person;
  const as = jobTitle === null ? '' : ` is ${jobTitle}`;
  const at = accountName === null ? '' : `${jobTitle === null ? ' is' : ''} at ${accountName}`;
  const roles = groups.map((group) => `${group.role} of ${group.name}`);
  return sentences(
    jobTitle !== null || accountName !== null
      ? `${name}${as}${at}.`
      : `Of ${name} neither title nor account is known.`,
    engagement !== null && `The engagement score is ${displayed(engagement)}.`,
    roles.length > 0 && `Roles in buying groups: ${list(roles)}.`,
    lastActivity !== null &&
      `The last activity was ${lastActivity.label} on ${formatInstant(lastActivity.at).slice(0, 10)}.`,
    intentSentence(person.intent),
  );
}

function memberText({ name, role, engagement }: MemberSnapshot): string {
  return `${name} (${role}, ${displayed(engagement!)})`;
}

function intentSentence(signals: readonly IntentSignal[]): string | false {
  if (signals.length === 0) return false;
  const parts = sortSignals(signals).map(({ name, level }) => `${name} (${level})`);
  return `Intent was seen for ${list(parts)}.`;
}
