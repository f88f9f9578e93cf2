import { missingRoles } from '../buying-group/exact-completeness.ts';
import type { Instant } from '../kernel/instant.ts';
import type { MemberView, PersonView } from '../model/view.ts';
import { sortSignals } from '../intent/signals.ts';
import { stageName } from '../stage/stage-model.ts';
import { attributeText, personText } from './alert-texts.ts';
import type { AccountDraft } from './draft.ts';
import { groupOf } from './group-record.ts';
import { definitionOf, stagesOf } from './group-stage.ts';
import { MOMENT, recentActivity } from './recent-activity.ts';
import type { AlertMember, SalesAlert } from '../insights/sales-alert.ts';

const MEMBERS = 4;
const ACTIVITIES = 2;
const TOPICS = 5;

/** The alert on the account's group; `null` for an account without one: there is nothing to tell (BG-121). */
export function salesAlertOf(draft: AccountDraft, group: string): SalesAlert | null {
  const [record, definition] = [groupOf(draft, group), definitionOf(draft, group)];
  if (record === null || definition === undefined) return null;
  const { account } = draft;
  const people = new Map(account.people.map((person) => [person.id, person]));
  const active = record.members.flatMap((member) => {
    const person = people.get(member.person);
    return member.removed || person === undefined ? [] : [{ member, person }];
  });
  const order = definition.cards.map(({ role }) => role);
  const top = active.toSorted(
    (left, right) =>
      (right.person.engagement ?? -1) - (left.person.engagement ?? -1) ||
      order.indexOf(left.member.role) - order.indexOf(right.member.role),
  );
  const model = stagesOf(draft, definition);
  const { stage } = record;
  const signals = [account, ...active.map(({ person }) => person)].flatMap(
    ({ intent = [] }) => intent,
  );
  const recent = recentActivity(
    active.map(({ person }) => person),
    draft.now,
  );
  const topics = new Set(sortSignals(signals).map(({ name }) => name));
  return {
    name: record.name ?? definition.name,
    accountName: attributeText(account.attributes, 'name') ?? account.id,
    interest: definition.name,
    completeness: record.completeness,
    engagement: record.engagement ?? null,
    stage: stage === undefined ? null : model === null ? stage : stageName(model, stage),
    status: record.status ?? null,
    missing: missingRoles(definition.cards, record.members),
    topics: [...topics].slice(0, TOPICS),
    members: top.slice(0, MEMBERS).map(({ member, person }) => shown(member, person, draft.now)),
    ...(recent !== null && { recent }),
  };
}

function shown({ role }: MemberView, person: PersonView, now: Instant): AlertMember {
  // What is dated ahead has not happened yet.
  const events = person.events.filter(({ at }) => at <= now);
  const { attributes } = person;
  const moment = events.findLast(({ type }) => type === MOMENT);
  return {
    person: person.id,
    role,
    name: personText(person),
    jobTitle: attributeText(attributes, 'jobTitle'),
    email: attributeText(attributes, 'email'),
    phone: attributeText(attributes, 'phone') ?? attributeText(attributes, 'mobilePhone'),
    engagement: person.engagement ?? null,
    moment:
      moment === undefined
        ? null
        : {
            at: moment.at,
            type: attributeText(moment.fields, 'type') ?? '',
            description: attributeText(moment.fields, 'description') ?? '',
          },
    activities: events
      .filter(({ type }) => type !== MOMENT)
      .slice(-ACTIVITIES)
      .toReversed()
      .map(({ at, type }) => ({ at, type })),
  };
}
