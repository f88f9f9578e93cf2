import { formatDuration } from '../kernel/duration.ts';
import type {
  Condition,
  EventTest,
  GroupTest,
  IntentTest,
  Logic,
  MemberTest,
  RelatedTest,
  RoleTest,
} from './condition.ts';
import { handle } from './handlers.ts';
import type { Handlers } from './handlers.ts';
import { listed, printTest, quoted } from './print-test.ts';

/** Deeper parts are left out: nobody could read them. */
const DEEPEST = 100;

/** Names from outside may hold anything. */
const LINE_ENDS = /[\n\r\u2028\u2029]/g;

const VALUES = ['completeness', 'engagement', 'stage', 'status'] as const;

/**
 * The condition as one line of English: `account industry is "Retail" and some person has (person score is at least 5)`.
 * Never throws (CO-95).
 */
export function printCondition(condition: Condition): string {
  return printPart(condition, 1).replaceAll(LINE_ENDS, ' ');
}

const PRINTERS: Handlers<[level: number], string> = {
  all: printLogic,
  any: printLogic,
  not: ({ condition }, level) => `not (${printPart(condition, level + 1)})`,
  attribute: (test) => `${test.entity} ${test.attribute} ${printTest(test)}`,
  related: printRelated,
  event: printEvent,
  list: ({ lists, member }) =>
    `the account is ${member ? '' : 'not '}on the list ${listed(lists.map(quoted), 'or')}`,
  audience: ({ audience, member }) =>
    `${member ? 'in' : 'not in'} the audience ${quoted(audience)}`,
  group: printGroup,
  member: printMember,
  role: printRole,
  engagement: (test) => `person engagement score ${printTest(test)}`,
  intent: printIntent,
};

function printPart(condition: Condition, level: number): string {
  return level > DEEPEST ? '…' : handle(PRINTERS, condition, level);
}

function printLogic({ kind, of }: Logic, level: number): string {
  if (of.length === 0) return kind === 'all' ? 'always' : 'never';
  const parts = of.map((part) => {
    const text = printPart(part, level + 1);
    const isMixed = (part.kind === 'all' || part.kind === 'any') && part.of.length > 1;
    return isMixed && of.length > 1 ? `(${text})` : text;
  });
  return parts.join(kind === 'all' ? ' and ' : ' or ');
}

function printRelated(condition: RelatedTest, level: number): string {
  const { entity, object, quantifier, count = 1, where } = condition;
  const name = object ?? entity;
  const howMany = { some: 'some', none: 'no', atLeast: `at least ${count}` }[quantifier];
  if (where === undefined) return `there is ${howMany} ${name}`;
  return `${howMany} ${name} has (${printPart(where, level + 1)})`;
}

function printEvent(condition: EventTest, level: number): string {
  const { event, occurred, where, past, minimum = 1 } = condition;
  const times = occurred && minimum !== 1 ? ` at least ${minimum} times` : '';
  const which = where === undefined ? '' : ` with (${printPart(where, level + 1)})`;
  const when = past === undefined ? '' : ` in the past ${formatDuration(past)}`;
  return `${event} ${occurred ? 'occurred' : 'did not occur'}${times}${which}${when}`;
}

function printGroup(condition: GroupTest): string {
  const roles = (condition.roles ?? []).map(
    ({ role, count }) => `at least ${count} ${quoted(role)}`,
  );
  const parts = [...printValues(condition), ...roles];
  const name = printDefinitions(condition);
  const joint = condition.match === 'any' ? ' or ' : ' and ';
  return `the account has ${name}${parts.length === 0 ? '' : ` with (${parts.join(joint)})`}`;
}

function printMember(condition: MemberTest): string {
  const { member, roles = [], removed } = condition;
  const as = roles.length === 0 ? '' : ` as ${listed(roles.map(quoted), 'or')}`;
  const parts = printValues(condition);
  const of = parts.length === 0 ? '' : ` with (${parts.join(' and ')})`;
  const also = removed === true ? ', removed members included' : '';
  const is = member ? 'is a member' : 'is not a member';
  return `the person ${is} of ${printDefinitions(condition)}${as}${of}${also}`;
}

function printRole({ assigned, roles = [] }: RoleTest): string {
  const name = roles.length === 0 ? 'a role' : `the role ${listed(roles.map(quoted), 'or')}`;
  return `the person ${assigned ? 'has' : 'does not have'} ${name} in the account`;
}

function printIntent({ entity, detected, signal, names = [], levels = [] }: IntentTest): string {
  const about = names.length === 0 ? '' : ` in ${listed(names.map(quoted), 'or')}`;
  const strength = levels.length === 0 ? '' : `${listed(levels, 'or')} `;
  return `the ${entity} shows ${detected ? '' : 'no '}${strength}${signal} intent${about}`;
}

function printDefinitions({ definitions = [] }: GroupTest | MemberTest): string {
  return definitions.length === 0
    ? 'a buying group'
    : `the buying group ${listed(definitions.map(quoted), 'or')}`;
}

function printValues(condition: GroupTest | MemberTest): string[] {
  return VALUES.flatMap((name) => {
    const test = condition[name];
    return test === undefined ? [] : [`${name} ${printTest(test)}`];
  });
}
