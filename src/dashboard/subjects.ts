import type { RoleCard } from '../buying-group/definition.ts';
import type { SummarySubject } from '../insights/summary-subject.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import { compareText } from '../kernel/text-order.ts';
import { strongestSignals } from '../model/intent.ts';
import type { IntentSignal } from '../model/intent.ts';
import type { AccountView, PersonView } from '../model/view.ts';
import { accountName, personName, textOf } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { snapshotsOf } from './read-account.ts';
import type { GroupSnapshot } from '../insights/snapshot.ts';

/** One kind of subject. */
export type SubjectOf<K extends SummarySubject['kind']> = Extract<SummarySubject, { kind: K }>;

/** What is to be said about an account (BG-143); `journeys` are names, latest entry first. */
export function accountSubject(
  account: AccountView,
  names: AttributeNames,
  journeys: readonly string[],
): SubjectOf<'account'> {
  return {
    kind: 'account',
    facts: {
      name: accountName(account, names),
      industry: textOf(account.attributes, names.account.industry),
      people: account.people.length,
      openOpportunities: account.opportunities.filter(
        ({ attributes }) => attributes[names.opportunity.closed] !== true,
      ).length,
      groups: snapshotsOf(account, names),
      intent: account.intent ?? [],
      journeys,
    },
  };
}

/**
 * What is to be said about a buying group (BG-143).
 * @throws AccompanyError `NOT_FOUND` when the account has no group for the definition
 */
export function groupSubject(
  account: AccountView,
  definition: string,
  names: AttributeNames,
  {
    roles,
    stageName,
  }: { readonly roles: readonly RoleCard[]; readonly stageName: string | undefined },
): SubjectOf<'group'> {
  const group = snapshotsOf(account, names).find((one) => one.group === definition);
  if (group === undefined) throw missing('buying group', definition);
  const intent = intentOfGroup(account, group);
  return {
    kind: 'group',
    facts: { group, roles, intent, ...(stageName !== undefined && { stageName }) },
  };
}

/**
 * What is to be said about a person as the account knows it (BG-143). `labels` are what kinds of activity are called;
 * missing: by their types.
 */
export function personSubject(
  account: AccountView,
  person: PersonView,
  groups: readonly Membership[],
  { names, now, labels }: PersonContext,
): SubjectOf<'person'> {
  // What is dated ahead has not happened yet.
  const last = person.events.findLast(({ at }) => at <= now);
  return {
    kind: 'person',
    facts: {
      name: personName(person, names),
      jobTitle: textOf(person.attributes, names.person.jobTitle),
      accountName: accountName(account, names),
      engagement: person.engagement ?? null,
      intent: person.intent ?? [],
      groups: groups.map(({ group, role }) => ({ name: group.name, role })),
      lastActivity:
        last === undefined ? null : { label: labels?.get(last.type) ?? last.type, at: last.at },
    },
  };
}

/** What a person's subject is made with. */
export interface PersonContext {
  readonly names: AttributeNames;
  readonly now: Instant;
  readonly labels?: ReadonlyMap<string, string>;
}

/** A group that somebody is an active member of. */
export interface Membership {
  readonly group: GroupSnapshot;
  readonly role: string;
  /** When it was decided. */
  readonly since: Instant;
}

/** The groups of an account that people are active in, by person: by engagement, those without a score last. */
export function membershipsOf(
  account: AccountView,
  names: AttributeNames,
): ReadonlyMap<string, readonly Membership[]> {
  const groups = snapshotsOf(account, names).toSorted(
    (left, right) =>
      (right.engagement ?? -1) - (left.engagement ?? -1) || compareText(left.name, right.name),
  );
  const memberships = new Map<string, Membership[]>();
  for (const group of groups) {
    for (const { person, role, removed, since } of group.members) {
      if (removed) continue;
      const known = memberships.get(person) ?? [];
      known.push({ group, role, since });
      memberships.set(person, known);
    }
  }
  return memberships;
}

/** @throws AccompanyError `NOT_FOUND` */
export function needPerson(account: AccountView, id: string): PersonView {
  const person = account.people.find((one) => one.id === id);
  if (person === undefined) throw missing('person', id);
  return person;
}

/** The error of something that is not there. */
export function missing(kind: string, id: string): AccompanyError {
  return new AccompanyError('NOT_FOUND', `There is no ${kind} ${id} here. Look at the id.`);
}

function intentOfGroup(account: AccountView, group: GroupSnapshot): readonly IntentSignal[] {
  const active = new Set(
    group.members.filter(({ removed }) => !removed).map(({ person }) => person),
  );
  const lists = account.people.filter(({ id }) => active.has(id)).map(({ intent = [] }) => intent);
  return strongestSignals(...lists);
}
