import type { BuyingGroupDocument } from '../../buying-group/definition.ts';
import { holdsForAccount, holdsForPerson } from './holds.ts';
import { cause, hasName } from './session.ts';
import type { Session } from './session.ts';
import type { Stage } from '../../stage/stage-model.ts';
import type { ReferenceGroup, ReferenceMember } from './state.ts';

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
  const isNew = group === undefined;
  if (group === undefined) {
    const jobs = session.world.jobs?.filter((job) => job.interest === definition.id) ?? [];
    const audiences = jobs.map(({ audience }) => ({
      kind: 'audience' as const,
      audience,
      member: true,
    }));
    const reasons = [...(definition.accounts ? [definition.accounts] : []), ...audiences];
    const wanted =
      reasons.length > 0
        ? reasons.some((condition) => holdsForAccount(session, condition, place))
        : roles.some(({ role }) => role !== null);
    if (!wanted || !hasName(session)) return;
    group = { definition: definition.id, members: [], completeness: null, keptOut: [] };
    account.groups.push(group);
  }
  drop(session, group);
  if (isNew || definition.updateExisting !== false) {
    for (const { person, role } of roles) assign(session, group, person, role);
  }
  tellCompleteness(session, definition, group);
  refit(session, definition, group);
}

/** BG-25: who left the account is no member, and no decision on it stands, also when it joins again at once. */
export function leaveGroups(session: Session): void {
  for (const group of session.state.account.groups) {
    const definition = session.world.groups.find(({ id }) => id === group.definition);
    if (definition === undefined) continue;
    drop(session, group);
    tellCompleteness(session, definition, group);
  }
}

function drop(session: Session, group: ReferenceGroup): void {
  const isHere = (person: string): boolean =>
    session.state.account.people.some(({ id }) => id === person);
  for (const { person, removed } of group.members)
    if (!removed && !isHere(person))
      cause(session, person, 'removedFromGroup', { group: group.definition });
  group.members = group.members.filter(({ person }) => isHere(person));
  group.keptOut = group.keptOut.filter(({ person }) => isHere(person));
}

function tellCompleteness(
  session: Session,
  definition: BuyingGroupDocument,
  group: ReferenceGroup,
): void {
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
  if (member && member.source !== 'system') return;
  if (group.keptOut.some((one) => one.person === person)) return;
  seat(session, group, person, role, 'system');
}

/** BG-33: one role per person; told when it differs. */
function seat(
  session: Session,
  group: ReferenceGroup,
  person: string,
  role: string | null,
  source: ReferenceMember['source'],
): void {
  const member = group.members.find((one) => one.person === person);
  const before = member && !member.removed ? member.role : null;
  if (member && source !== 'system') member.source = source;
  if (role === before) return;
  if (role === null) {
    member!.removed = true;
    cause(session, person, 'removedFromGroup', { group: group.definition });
    return;
  }
  if (member) Object.assign(member, { role, removed: false });
  else group.members.push({ person, role, source, removed: false });
  cause(session, person, 'assignedToGroup', { group: group.definition, role });
}

const LEVELS = { system: 1, journey: 2, manual: 3 };

/** BG-30 to BG-35: a journey's or a user's decisions on people of the account; those that nobody blocks are told. */
export function decideOn(
  session: Session,
  id: string,
  people: readonly { readonly person: string; readonly role: string | null }[],
  source: 'journey' | 'manual',
): void {
  const definition = session.world.groups.find((one) => one.id === id);
  const group = findGroup(session, id);
  if (definition === undefined || group === undefined) return;
  const hasRole = (role: string): boolean => definition.roles.some((card) => card.role === role);
  const isHere = (person: string): boolean =>
    session.state.account.people.some((copy) => copy.id === person);
  if (people.some(({ person, role }) => !isHere(person) || (role !== null && !hasRole(role))))
    return;
  for (const { person, role } of people) {
    const member = group.members.find((one) => one.person === person);
    const kept = group.keptOut.find((one) => one.person === person);
    const standing = (member ?? kept)?.source ?? 'system';
    if (LEVELS[source] < LEVELS[standing]) continue;
    group.keptOut = group.keptOut.filter((one) => one.person !== person);
    if (role === null && member === undefined) group.keptOut.push({ person, source });
    else seat(session, group, person, role, source);
  }
  tellCompleteness(session, definition, group);
}

/** BG-36: as if the system rule had decided. */
export function releaseOn(session: Session, id: string, people: readonly string[]): void {
  const group = findGroup(session, id);
  if (group === undefined) return;
  for (const member of group.members) if (people.includes(member.person)) member.source = 'system';
  group.keptOut = group.keptOut.filter(({ person }) => !people.includes(person));
}

/** BG-119: the role that the system rule would give each person; people without one are left out. */
export function fitting(
  session: Session,
  id: string,
  people: readonly string[],
): { readonly person: string; readonly role: string }[] {
  const definition = session.world.groups.find((one) => one.id === id);
  return people.flatMap((person) => {
    const copy = session.state.account.people.find((one) => one.id === person)!;
    const card = definition?.roles.find(
      ({ when, autoAssign }) =>
        autoAssign !== false &&
        when !== undefined &&
        holdsForPerson(session, when, copy, { anchor: session.now }),
    );
    return card === undefined ? [] : [{ person, role: card.role }];
  });
}

/** BG-86, BG-87 */
export function moveTo(session: Session, id: string, stage: string): void {
  const group = findGroup(session, id);
  const stages = stagesOf(session, id);
  const target = stages.find((one) => one.id === stage);
  if (group === undefined || target === undefined) return;
  const from = stages.find((one) => one.id === group.stage);
  const isAllowed =
    group.stage === undefined ? target.entry === true : from?.to?.includes(stage) === true;
  if (!isAllowed) return;
  const previous = group.stage;
  group.stage = stage;
  cause(session, null, 'stageChanged', {
    group: id,
    newStage: stage,
    ...(previous === undefined ? {} : { previousStage: previous }),
  });
}

/** BG-89 */
export function mark(session: Session, id: string, status: string): void {
  const group = findGroup(session, id);
  if (group === undefined || group.status === status) return;
  const previous = group.status;
  group.status = status;
  cause(session, null, 'statusChanged', {
    group: id,
    newStatus: status,
    ...(previous === undefined ? {} : { previousStatus: previous }),
  });
}

/** BG-88 */
function refit(session: Session, definition: BuyingGroupDocument, group: ReferenceGroup): void {
  const { stage } = group;
  if (stage === undefined) return;
  if (stagesOf(session, definition.id).some(({ id }) => id === stage)) return;
  delete group.stage;
  cause(session, null, 'stageChanged', { group: definition.id, previousStage: stage });
}

/** The account's group for a definition. */
export function findGroup(session: Session, id: string): ReferenceGroup | undefined {
  return session.state.account.groups.find((group) => group.definition === id);
}

function stagesOf({ world }: Session, id: string): readonly Stage[] {
  const model = world.groups.find((group) => group.id === id)?.stageModel;
  return world.stageModels?.find((one) => one.id === model)?.stages ?? [];
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
