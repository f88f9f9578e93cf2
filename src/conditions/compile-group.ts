import type { GroupView, MemberView } from '../model/view.ts';
import { negate } from './compile-logic.ts';
import { outOfScope, unknownName } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import type { GroupTest, MemberTest, RoleTest } from './condition.ts';
import type { Compiled } from './flip.ts';
import { predicateOf } from './operators.ts';
import type { Place } from './place.ts';
import { GROUP_VALUES } from './predicate.ts';
import { textIs } from './text-tests.ts';

/** A test of one buying group. */
export type GroupPredicate = (group: GroupView) => boolean;

const NAMES = ['completeness', 'engagement', 'stage', 'status'] as const;

/** Compiles *account has matched buying group*. */
export function compileGroupTest(
  condition: GroupTest,
  _place: Place,
  compiler: Compiler,
): Compiled {
  compiler.reads.groups = true;
  const matches = groupMatcher(condition, compiler);
  return {
    test(scope) {
      const { groups } = scope.account;
      for (let index = 0; index < groups.length; index += 1) {
        if (matches(groups[index]!)) return true;
      }
      return false;
    },
    flipAt: null,
  };
}

/** Compiles *member of buying group*. */
export function compileMember(condition: MemberTest, place: Place, compiler: Compiler): Compiled {
  if (place.scope === 'account') throw outOfScope('Membership of a person');
  compiler.reads.groups = true;
  const isMember = memberMatcher(condition, compiler);
  const some: Compiled = {
    test(scope) {
      const { groups } = scope.account;
      const { id } = scope.person!;
      for (let index = 0; index < groups.length; index += 1) {
        if (isMember(groups[index]!, id)) return true;
      }
      return false;
    },
    flipAt: null,
  };
  return condition.member ? some : negate(some);
}

/** Compiles *role in account*. */
export function compileRole(condition: RoleTest, place: Place, compiler: Compiler): Compiled {
  if (place.scope === 'account') throw outOfScope('A role of a person');
  compiler.reads.roles = true;
  const { assigned, roles = [] } = condition;
  const isWanted = textIs(roles, false);
  const some: Compiled = {
    test(scope) {
      const has = scope.person!.roles;
      if (roles.length === 0) return has.length > 0;
      for (let index = 0; index < has.length; index += 1) {
        if (isWanted(has[index])) return true;
      }
      return false;
    },
    flipAt: null,
  };
  return assigned ? some : negate(some);
}

/** What a group must be like for a group test to hold. */
export function groupMatcher(condition: GroupTest, compiler: Compiler): GroupPredicate {
  const isDefined = definitionMatcher(condition.definitions, compiler);
  if (condition.engagement !== undefined) compiler.reads.scores = true;
  const constraints = [...valueMatchers(condition), ...(condition.roles ?? []).map(roleMatcher)];
  if (constraints.length === 0) return isDefined;
  if (condition.match === 'any') {
    return (group) => isDefined(group) && constraints.some((holds) => holds(group));
  }
  return (group) => isDefined(group) && constraints.every((holds) => holds(group));
}

/** Whether a group has the person as a member of the kind that a member test asks for. */
export function memberMatcher(
  condition: MemberTest,
  compiler: Compiler,
): (group: GroupView, person: string) => boolean {
  const { roles = [], removed = false } = condition;
  const isDefined = definitionMatcher(condition.definitions, compiler);
  if (condition.engagement !== undefined) compiler.reads.scores = true;
  const constraints = valueMatchers(condition);
  const isWanted = (member: MemberView, person: string): boolean =>
    member.person === person &&
    (removed || !member.removed) &&
    (roles.length === 0 || roles.includes(member.role));
  return (group, person) =>
    isDefined(group) &&
    constraints.every((holds) => holds(group)) &&
    group.members.some((member) => isWanted(member, person));
}

function definitionMatcher(
  definitions: readonly string[] = [],
  { references }: Compiler,
): GroupPredicate {
  for (const id of definitions) {
    if (references.group(id) === undefined) throw unknownName('buying group', id);
  }
  if (definitions.length === 0) return () => true;
  return ({ definition }) => definitions.includes(definition);
}

function valueMatchers(condition: GroupTest | MemberTest): GroupPredicate[] {
  return NAMES.flatMap((name) => {
    const test = condition[name];
    if (test === undefined) return [];
    const holds = predicateOf(test, GROUP_VALUES[name]);
    // What is not configured is no number at all, so not even one that is another (CO-53).
    const isLost = GROUP_VALUES[name].kind === 'number' && test.operator !== 'isEmpty';
    return [
      (group: GroupView) => {
        const value = group[name] ?? undefined;
        return value === undefined && isLost ? false : holds(value);
      },
    ];
  });
}

function roleMatcher({
  role,
  count,
}: {
  readonly role: string;
  readonly count: number;
}): GroupPredicate {
  return ({ members }) => {
    let missing = count;
    for (let index = 0; missing > 0 && index < members.length; index += 1) {
      const member = members[index]!;
      if (member.role === role && !member.removed) missing -= 1;
    }
    return missing <= 0;
  };
}
