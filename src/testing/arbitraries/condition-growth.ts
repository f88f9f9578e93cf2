import type { Condition, Entity, Operator } from '../../conditions/condition.ts';
import type { Duration } from '../../kernel/duration.ts';
import type { ListenEvent } from '../../journey/document.ts';
import { TENANT_VALUES } from './catalogue.ts';
import type { Draw } from './growth.ts';
import type { Names } from './names.ts';

const WINDOWS: readonly [Duration, ...Duration[]] = [{ days: 1 }, { hours: 6 }, { days: 3 }];

/** A test of one attribute or field. */
export function attributeTest(
  entity: Entity,
  attribute: string,
  operator: Operator,
  ...values: (string | number | boolean)[]
): Condition {
  return values.length === 0
    ? { kind: 'attribute', entity, attribute, operator }
    : { kind: 'attribute', entity, attribute, operator, values };
}

/** A condition in account scope. */
export function growAccountCondition(draw: Draw, names: Names, depth: number = 1): Condition {
  const choice = draw(depth > 0 ? 14 : 11);
  switch (choice) {
    case 0:
      return attributeTest('account', 'industry', 'is', 'Software');
    case 1:
      return attributeTest('account', 'employees', 'atLeast', draw.pick([500, 2_000]));
    case 2:
      return attributeTest('account', 'industry', draw.pick(['isEmpty', 'isNotEmpty']));
    case 3:
      return {
        kind: 'related',
        entity: 'person',
        quantifier: draw.pick(['some', 'none']),
        where: growPersonTest(draw, names),
      };
    case 4:
      return { kind: 'related', entity: 'person', quantifier: 'atLeast', count: 2 };
    case 5:
    case 6:
      return history(draw, draw.pick(['webVisit', 'order']));
    case 7:
      return { kind: 'list', lists: [draw.pick(names.lists)], member: !draw.once(3) };
    case 8:
      return { kind: 'list', lists: [names.dynamicList], member: !draw.once(3) };
    case 9:
      return {
        kind: 'group',
        definitions: [draw.pick(names.groups)],
        completeness: { operator: 'atLeast', values: [draw.pick([50, 100])] },
      };
    case 10:
      return {
        kind: 'related',
        entity: 'opportunity',
        quantifier: 'some',
        where: attributeTest('opportunity', 'amount', 'atLeast', 100),
      };
    case 11:
      return { kind: 'not', condition: growAccountCondition(draw, names, depth - 1) };
    default:
      return {
        kind: choice === 12 ? 'all' : 'any',
        of: [
          growAccountCondition(draw, names, depth - 1),
          growAccountCondition(draw, names, depth - 1),
        ],
      };
  }
}

/** A condition in person scope. */
export function growPersonCondition(draw: Draw, names: Names, depth: number = 1): Condition {
  const choice = draw(depth > 0 ? 10 : 7);
  switch (choice) {
    case 0:
    case 1:
      return growPersonTest(draw, names);
    case 2:
      return history(draw, 'webVisit');
    case 3:
      return { kind: 'role', assigned: !draw.once(3), roles: ['Buyer'] };
    case 4:
      return {
        kind: 'member',
        member: !draw.once(3),
        definitions: [draw.pick(names.groups)],
        ...(draw.once(2) ? { roles: [draw.pick(names.roles)] } : {}),
        ...(draw.once(3) ? { removed: true } : {}),
      };
    case 5:
      return { kind: 'audience', audience: names.peopleAudience, member: !draw.once(3) };
    case 6:
      return history(draw, 'interestingMoment');
    case 7:
      return { kind: 'not', condition: growPersonCondition(draw, names, depth - 1) };
    default:
      return {
        kind: choice === 8 ? 'all' : 'any',
        of: [
          growPersonCondition(draw, names, depth - 1),
          growPersonCondition(draw, names, depth - 1),
        ],
      };
  }
}

/** A condition on a person's own attributes, or on those of the account. */
export function growPersonTest(draw: Draw, _names: Names): Condition {
  switch (draw(4)) {
    case 0:
      return attributeTest('person', 'jobTitle', 'is', draw.pick(['Director', 'Engineer']));
    case 1:
      return attributeTest('person', 'score', 'atLeast', draw.pick([1, 5]));
    case 2:
      return attributeTest('person', 'unsubscribed', 'isNot', true);
    default:
      return attributeTest('account', 'industry', 'is', draw.pick(['Software', 'Retail']));
  }
}

/** An event of people, or of the account, with a constraint. */
export function growListenEvent(
  draw: Draw,
  names: Names,
  context: 'accounts' | 'people',
): ListenEvent {
  const minimum = draw.once(4) ? { minimum: 2 } : {};
  return {
    ...(context === 'people' ? peopleEvent(draw, names) : accountEvent(draw, names)),
    ...minimum,
  };
}

function peopleEvent(draw: Draw, names: Names): ListenEvent {
  switch (draw(6)) {
    case 0:
    case 1: {
      const page = attributeTest('event', 'page', 'is', draw.pick(TENANT_VALUES.page));
      return { event: 'webVisit', where: page };
    }
    case 2: {
      const attribute = attributeTest('event', 'attribute', 'is', draw.pick(['score', 'jobTitle']));
      return { event: 'personChanged', where: attribute };
    }
    case 3: {
      const where = attributeTest('event', 'type', 'is', draw.pick(['Web', 'Milestone']));
      return { event: 'interestingMoment', where };
    }
    default: {
      const event = draw.pick(['assignedToGroup', 'removedFromGroup']);
      return { event, where: attributeTest('event', 'group', 'is', draw.pick(names.groups)) };
    }
  }
}

function accountEvent(draw: Draw, names: Names): ListenEvent {
  switch (draw(5)) {
    case 0:
    case 1:
      return {
        event: 'order',
        where: attributeTest('event', 'total', 'atLeast', draw.pick([1, 100])),
      };
    case 2: {
      const attribute = attributeTest('event', 'attribute', 'is', 'industry');
      const value = attributeTest('event', 'newValue', 'is', 'Retail');
      return {
        event: 'accountChanged',
        where: draw.once(2) ? { kind: 'all', of: [attribute, value] } : attribute,
      };
    }
    case 3: {
      const where = attributeTest('event', 'type', 'is', draw.pick(['Web', 'Milestone']));
      return { event: 'accountInterestingMoment', where };
    }
    default: {
      const where = attributeTest('event', 'group', 'is', draw.pick(names.groups));
      return { event: 'completenessChanged', where };
    }
  }
}

function history(draw: Draw, event: string): Condition {
  const occurred = !draw.once(3);
  return {
    kind: 'event',
    event,
    occurred,
    ...(draw.once(3) ? {} : { past: draw.pick(WINDOWS) }),
    ...(occurred && draw.once(4) ? { minimum: 2 } : {}),
  };
}
