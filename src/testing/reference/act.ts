import type { Action } from '../../journey/document.ts';
import type { Value } from '../../model/value.ts';
import type { EffectAction } from '../../runtime/effect.ts';
import type { PersonInput } from '../../runtime/input.ts';
import { decideOn, findGroup, fitting, mark, moveTo } from './buying-groups.ts';
import { changeAttributes, withAttribute } from './data.ts';
import { cause } from './session.ts';
import type { Session } from './session.ts';
import type { ReferenceRun } from './state.ts';
import { findJourney } from './world.ts';

/** Carries out an action for the account (`people` is `null`) or for some of its people. */
export function act(
  session: Session,
  run: ReferenceRun,
  node: string,
  action: Action,
  people: readonly string[] | null,
): void {
  switch (action.type) {
    case 'sendEmail': {
      const { email, operational = false } = action;
      return ask(session, run, node, { type: 'sendEmail', email, operational }, people);
    }
    case 'custom':
      return ask(session, run, node, hostAction(session, action), people);
    case 'updateProfile':
      return update(session, run, node, action, people);
    case 'interestingMoment':
      return moment(session, run, node, action, people);
    case 'addToList':
      return changeList(session, action.list, true);
    case 'removeFromList':
      return changeList(session, action.list, false);
    case 'assignToGroup': {
      const { group, role } = action;
      const members =
        role === undefined
          ? fitting(session, group, people ?? [])
          : (people ?? []).map((person) => ({ person, role }));
      return decideOn(session, group, members, 'journey');
    }
    case 'removeFromGroup': {
      const members = (people ?? []).map((person) => ({ person, role: null }));
      return decideOn(session, action.group, members, 'journey');
    }
    case 'updateGroupStage':
      return moveTo(session, action.group, action.stage);
    case 'updateGroupStatus':
      return mark(session, action.group, action.status);
    case 'sendSalesAlert':
      return alert(session, run, node, action);
    case 'addToJourney':
      session.caused.push({ kind: 'enrol', journey: action.journey });
      return;
    case 'removeFromJourney':
      session.caused.push({ kind: 'leave', journey: action.journey });
      return;
  }
}

/** BG-121; what an alert says is not looked at here. */
function alert(
  session: Session,
  { journey, entry }: ReferenceRun,
  node: string,
  { type, group, to }: Extract<Action, { type: 'sendSalesAlert' }>,
): void {
  if (findGroup(session, group) === undefined) return;
  const action = { type, group, to };
  session.outcome.effects.push({ journey, entry, node, ordinal: 0, action, people: null });
}

/** RT-31, RT-25: whether nobody carries out the action, although there is somebody it is for. */
export function isMissing(
  session: Session,
  action: Action,
  people: readonly string[] | null,
): boolean {
  if (action.type !== 'custom' || people?.length === 0) return false;
  return !session.world.actions.includes(action.name);
}

/** RT-36: only live static lists are changed. */
export function changeList(session: Session, id: string, member: boolean): void {
  const { account } = session.state;
  const list = session.world.lists.find((one) => one.id === id);
  if (list === undefined || list.type !== 'static' || list.status !== 'live') return;
  const others = account.lists.filter((one) => one !== id);
  if (member && others.length === account.lists.length) account.lists.push(id);
  if (!member) account.lists = others;
}

/** RT-25, RT-30: effects for at most 500 people each, none for nobody. */
function ask(
  session: Session,
  run: ReferenceRun,
  node: string,
  action: EffectAction,
  people: readonly string[] | null,
): void {
  const { journey, entry } = run;
  const { effects } = session.outcome;
  if (people === null) {
    effects.push({ journey, entry, node, ordinal: 0, action, people: null });
    return;
  }
  const rest = [...people];
  for (let ordinal = 0; rest.length > 0; ordinal += 1) {
    const recipients = rest.splice(0, 500);
    effects.push({ journey, entry, node, ordinal, action, people: recipients });
  }
}

function hostAction(session: Session, action: Extract<Action, { type: 'custom' }>): EffectAction {
  const { name, input = {} } = action;
  const parsed = session.world.catalogue.actions[name]?.parse(input);
  return { type: 'custom', name, input: parsed?.ok ? parsed.value : input };
}

/** RT-32, RT-33: sets one attribute of the account, or of people. */
export function update(
  session: Session,
  run: ReferenceRun,
  node: string,
  action: Extract<Action, { type: 'updateProfile' }>,
  people: readonly string[] | null,
): void {
  const { attribute } = action;
  const definitions =
    people === null ? session.world.catalogue.account : session.world.catalogue.person;
  const parsed = action.value === null ? null : definitions[attribute]?.parse(action.value);
  const value: Value | null = parsed?.ok ? parsed.value : null;
  if (people === null) return changeAttributes(session, { [attribute]: value });
  for (const id of people) {
    const copy = session.state.account.people.find((person) => person.id === id)!;
    copy.attributes = withAttribute(copy.attributes, attribute, value);
    tell(session, run, node, id, {
      kind: 'profile',
      attributes: { [attribute]: value },
      version: 0,
      objects: [],
    });
  }
}

/** RT-35 */
function moment(
  session: Session,
  run: ReferenceRun,
  node: string,
  action: Extract<Action, { type: 'interestingMoment' }>,
  people: readonly string[] | null,
): void {
  const source = findJourney(session.world, run.journey)!.document.id;
  const fields = { type: action.moment, description: action.description ?? '', source };
  if (people === null) return cause(session, null, 'accountInterestingMoment', fields);
  for (const id of people) {
    const event = {
      id: `moment-${session.state.account.id}-${run.journey}-${run.entry}-${node}-${id}`,
      type: 'interestingMoment',
      at: session.now,
      fields,
    };
    tell(session, run, node, id, { kind: 'event', event });
  }
}

function tell(
  session: Session,
  run: ReferenceRun,
  node: string,
  person: string,
  input: PersonInput,
): void {
  const { account } = session.state;
  const id = `${account.id}-${run.journey}-${run.entry}-${node}-${person}`;
  session.outcome.messages.push({ id, to: 'person', subject: person, input });
}
