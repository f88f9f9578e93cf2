import type { Act, PlanAction } from '../plan/act.ts';
import { changeEvent } from './change-event.ts';
import { withAttribute, type AccountDraft } from './draft.ts';
import { withOutgoing } from './feeds.ts';
import { setMembership } from './list.ts';
import { claim } from './own-word.ts';
import { same } from './same.ts';
import { assignByJourney, removeByJourney } from './group-members.ts';
import { markGroup, moveGroup } from './group-stage.ts';
import { salesAlertOf } from './write-alert.ts';
import { joinIds, RECIPIENTS_PER_EFFECT, type EffectAction } from './effect.ts';
import type { Walk } from './way.ts';

/** One action about to be performed. */
interface Deed<A extends PlanAction = PlanAction> {
  readonly draft: AccountDraft;
  readonly way: Walk;
  readonly act: Act;
  readonly action: A;
  /** The people concerned, in the order in which they joined; `null` for an action of the account. */
  readonly people: readonly string[] | null;
}

const NOBODY: readonly never[] = Object.freeze([]);

type Performers = {
  readonly [T in PlanAction['type']]: (deed: Deed<Extract<PlanAction, { type: T }>>) => void;
};

const PERFORM: Performers = {
  sendEmail: (deed) => ask(deed, deed.action),
  custom: (deed) => ask(deed, deed.action),
  interestingMoment,
  updateProfile: (deed) =>
    deed.people === null ? updateAccount(deed) : updatePeople(deed, deed.people),
  addToList: ({ draft, action }) => setMembership(draft, action.list, true),
  removeFromList: ({ draft, action }) => setMembership(draft, action.list, false),
  assignToGroup: ({ draft, way, action, people }) =>
    assignByJourney(draft, way.run.journey, action, people ?? NOBODY),
  removeFromGroup: ({ draft, way, action, people }) =>
    removeByJourney(draft, way.run.journey, action.group, people ?? NOBODY),
  updateGroupStage: ({ draft, way, action }) =>
    moveGroup(draft, action.group, action.stage, { journey: way.run.journey }),
  updateGroupStatus: ({ draft, way, action }) =>
    markGroup(draft, action.group, action.status, { journey: way.run.journey }),
  sendSalesAlert(deed) {
    const alert = salesAlertOf(deed.draft, deed.action.group);
    if (alert !== null) ask(deed, { ...deed.action, alert });
  },
  addToJourney: ({ draft, action }) => draft.cause({ kind: 'enrol', journey: action.journey }),
  removeFromJourney: ({ draft, action }) =>
    draft.cause({ kind: 'leave', journey: action.journey, reason: 'removed' }),
};

/**
 * Carries out one action node. `people` are those of the path of a grouped split, `null` at account level, where a
 * people action is for everybody (RT-26). Whatever becomes of it, the run goes on (RT-38).
 */
export function perform(
  draft: AccountDraft,
  way: Walk,
  act: Act,
  people: readonly string[] | null,
): void {
  const concerned = concernedBy(draft, act, people);
  if (concerned !== null && concerned.length === 0) return;
  const deed = { draft, way, act, action: act.action, people: concerned };
  (PERFORM[act.action.type] as (deed: Deed) => void)(deed);
}

/**
 * Whether somebody carries the action out: false only for host actions that are not registered (RT-31), and that have
 * somebody whom they are for (RT-25).
 */
export function isCarriedOut(
  draft: AccountDraft,
  act: Act,
  people: readonly string[] | null,
): boolean {
  const { action } = act;
  if (action.type !== 'custom' || draft.world.actions.has(action.name)) return true;
  return concernedBy(draft, act, people)?.length === 0;
}

function concernedBy(
  draft: AccountDraft,
  act: Act,
  people: readonly string[] | null,
): readonly string[] | null {
  return act.context === 'accounts' ? null : (people ?? draft.account.people.map(({ id }) => id));
}

function ask({ draft, way, act, people }: Deed, action: EffectAction): void {
  const { journey, plan, entry } = way.run;
  const account = draft.account.id;
  const { node } = act;
  const asked = draft.now;
  const put = (ordinal: number, to: readonly string[] | null): void =>
    void draft.effects.push({
      journey,
      plan,
      account,
      entry,
      node,
      action,
      asked,
      ordinal,
      people: to,
    });
  if (people === null || people.length <= RECIPIENTS_PER_EFFECT) return put(0, people);
  for (let at = 0, ordinal = 0; at < people.length; at += RECIPIENTS_PER_EFFECT, ordinal += 1)
    put(ordinal, people.slice(at, at + RECIPIENTS_PER_EFFECT));
}

function interestingMoment({
  draft,
  way,
  act,
  action,
  people,
}: Deed<Extract<PlanAction, { type: 'interestingMoment' }>>): void {
  const { journey, entry } = way.run;
  const id = joinIds('moment', draft.account.id, journey, entry, act.node);
  const fields = {
    type: action.moment,
    description: action.description,
    source: `journey:${journey}`,
  };
  if (people === null) {
    draft.facts.push({
      type: 'moment',
      moment: action.moment,
      description: action.description,
      journey,
    });
    draft.announce({ id, type: 'accountInterestingMoment', at: draft.now, fields }, null);
    return;
  }
  for (const person of people) {
    const event = { id: joinIds(id, person), type: 'interestingMoment', at: draft.now, fields };
    draft.messages.push({
      id: event.id,
      to: 'person',
      subject: person,
      input: { kind: 'event', event },
    });
  }
}

type Update = Deed<Extract<PlanAction, { type: 'updateProfile' }>>;

function updateAccount({ draft, way, action }: Update): void {
  const { attribute, value } = action;
  const previous = draft.account.attributes[attribute];
  claim.attribute(draft, attribute);
  if (same(previous, value)) return;
  const account = draft.write();
  account.attributes = withAttribute(account.attributes, attribute, value);
  if (draft.world.flowsBack === true) {
    const change = { value, journey: way.run.journey, account: account.id, at: draft.now };
    account.feeds = withOutgoing(account.feeds, attribute, change);
  }
  draft.changes.accountAttribute(attribute);
  draft.regroup = true;
  draft.facts.push({
    type: 'changed',
    person: null,
    attribute,
    previous: previous ?? null,
    next: value,
    journey: way.run.journey,
  });
  draft.announce(changeEvent(draft, 'accountChanged', attribute, previous, value), null);
}

function updatePeople({ draft, way, act, action }: Update, people: readonly string[]): void {
  const { attribute, value } = action;
  const { journey, entry } = way.run;
  const by = draft.world.flowsBack === true ? { by: { journey, account: draft.account.id } } : null;
  for (const id of people) {
    const index = draft.indexOf(id);
    if (index < 0) continue;
    const previous = draft.account.people[index]!.attributes[attribute];
    if (!same(previous, value)) {
      const person = draft.writePerson(index);
      person.attributes = withAttribute(person.attributes, attribute, value);
      draft.changes.personAttribute(attribute);
      draft.regroup = true;
      draft.facts.push({
        type: 'changed',
        person: id,
        attribute,
        previous: previous ?? null,
        next: value,
        journey,
      });
    }
    draft.messages.push({
      id: joinIds('update', draft.account.id, journey, entry, act.node, id),
      to: 'person',
      subject: id,
      input: {
        kind: 'profile',
        attributes: { [attribute]: value },
        version: 0,
        objects: [],
        ...by,
      },
    });
  }
}
