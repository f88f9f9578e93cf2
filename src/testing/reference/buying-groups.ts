import type { BuyingGroupDocument } from '../../buying-group/definition.ts';
import { hasName } from './entry.ts';
import { holdsForAccount, holdsForPerson } from './holds.ts';
import { cause } from './session.ts';
import type { Session } from './session.ts';
import type { ReferenceGroup } from './state.ts';

/** BG-10 to BG-45: fills every buying group by its cards, and tells what changed. */
export function fillGroups(session: Session): void {
  for (const definition of session.world.groups) fill(session, definition);
}

function fill(session: Session, definition: BuyingGroupDocument): void {
  const { account } = session.state;
  const place = { anchor: session.now };
  const roles = account.people.map((person) => {
    const fits = definition.roles.find(
      ({ when, autoAssign }) =>
        autoAssign !== false && when !== undefined && holdsForPerson(session, when, person, place),
    );
    return { person: person.id, role: fits?.role ?? null };
  });
  let group = account.groups.find((one) => one.definition === definition.id);
  if (group === undefined) {
    const wanted = definition.accounts
      ? holdsForAccount(session, definition.accounts, place)
      : roles.some(({ role }) => role !== null);
    if (!wanted || !hasName(session)) return;
    group = { definition: definition.id, members: [], completeness: null };
    account.groups.push(group);
  }
  const isNew = group.completeness === null && group.members.length === 0;
  if (isNew || definition.updateExisting !== false) {
    for (const { person, role } of roles) assign(session, group, person, role);
  }
  const previous = group.completeness;
  group.completeness = completeness(definition, group);
  if (group.completeness === previous) return;
  cause(session, null, 'completenessChanged', {
    group: definition.id,
    ...(previous === null ? {} : { previousScore: previous }),
    ...(group.completeness === null ? {} : { newScore: group.completeness }),
  });
}

function assign(
  session: Session,
  group: ReferenceGroup,
  person: string,
  role: string | null,
): void {
  const member = group.members.find((one) => one.person === person);
  const before = member && !member.removed ? member.role : null;
  if (role === before) return;
  if (role === null) {
    member!.removed = true;
    cause(session, person, 'removedFromGroup', { group: group.definition });
    return;
  }
  if (member) Object.assign(member, { role, removed: false });
  else group.members.push({ person, role, source: 'system', removed: false });
  cause(session, person, 'assignedToGroup', { group: group.definition, role });
}

/** BG-40 to BG-44 */
function completeness({ roles }: BuyingGroupDocument, group: ReferenceGroup): number | null {
  const counting = roles.filter((card) => card.requiredForCompleteness !== false);
  if (counting.length === 0) return null;
  let sum = 0;
  for (const { role, membersRequired = 1 } of counting) {
    const count = group.members.filter((member) => member.role === role && !member.removed).length;
    sum += Math.min(100, (100 * count) / membersRequired);
  }
  return sum / counting.length;
}
