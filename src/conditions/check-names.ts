import { foldCase } from '../kernel/fold.ts';
import { warning } from '../kernel/issue.ts';
import type { Path } from '../kernel/issue.ts';
import { checkValueTest } from './check-attribute.ts';
import { checkCount, report } from './check-spot.ts';
import type { Spot } from './check-spot.ts';
import type {
  AudienceTest,
  GroupTest,
  ListTest,
  MemberTest,
  RoleTest,
  ValueTest,
} from './condition.ts';
import { nearest } from './nearest.ts';
import { GROUP_VALUES } from './predicate.ts';

const VALUE_NAMES = ['completeness', 'engagement', 'stage', 'status'] as const;

/** Checks membership of account lists. */
export function checkList({ lists }: ListTest, spot: Spot): void {
  checkNotEmpty(lists, spot, ['lists']);
  for (const [index, id] of lists.entries()) {
    const path = ['lists', index];
    if (spot.context.references.list(id) === undefined) unknown(spot, 'LIST', 'list', id, path);
    else checkMeasure('list', id, spot, path);
  }
}

/** Checks membership of an audience. */
export function checkAudience({ audience: id }: AudienceTest, spot: Spot): void {
  const path = ['audience'];
  const audience = spot.context.references.audience(id);
  if (audience === undefined) {
    unknown(spot, 'AUDIENCE', 'audience', id, path);
    return;
  }
  if (audience.of === 'people' && spot.place.scope === 'account') {
    const message = `${JSON.stringify(id)} is an audience of people, and the test is about an account.`;
    report(spot, 'WRONG_SCOPE', path, message, 'Put the test into a test of people.');
  }
  checkMeasure('audience', id, spot, path);
}

/** Checks *account has matched buying group*. */
export function checkGroup(condition: GroupTest, spot: Spot): void {
  const { definitions, roles = [] } = condition;
  const isUnconstrained =
    definitions === undefined &&
    roles.length === 0 &&
    VALUE_NAMES.every((name) => condition[name] === undefined);
  if (isUnconstrained) {
    const message = 'Every buying group would match.';
    report(spot, 'FILTER_EMPTY', [], message, 'Add at least one filter.');
  }
  checkGroupParts(condition, spot);
  for (const [index, { role, count }] of roles.entries()) {
    checkRoleName(role, definitions, spot, ['roles', index, 'role']);
    checkCount(count, spot, ['roles', index, 'count']);
  }
}

/** Checks *member of buying group*. */
export function checkMember(condition: MemberTest, spot: Spot): void {
  const { definitions, roles } = condition;
  checkPersonInHand(spot);
  checkGroupParts(condition, spot);
  if (roles === undefined) return;
  checkNotEmpty(roles, spot, ['roles']);
  for (const [index, role] of roles.entries()) {
    checkRoleName(role, definitions, spot, ['roles', index]);
  }
}

/** Checks *role in account*. */
export function checkRole({ roles }: RoleTest, spot: Spot): void {
  checkPersonInHand(spot);
  if (roles !== undefined) checkNotEmpty(roles, spot, ['roles']);
}

function checkGroupParts(condition: GroupTest | MemberTest, spot: Spot): void {
  const { definitions } = condition;
  if (definitions !== undefined) {
    checkNotEmpty(definitions, spot, ['definitions']);
    for (const [index, id] of definitions.entries()) {
      if (spot.context.references.group(id) !== undefined) continue;
      unknown(spot, 'GROUP', 'buying group', id, ['definitions', index]);
    }
  }
  for (const name of VALUE_NAMES) {
    const test = condition[name];
    if (test === undefined) continue;
    checkValueTest(test, { kind: GROUP_VALUES[name].kind, values: null }, spot, [name]);
  }
  if (condition.stage !== undefined) checkStage(condition.stage, definitions, spot);
}

/** A stage that no group of the definitions can be in is a warning: it is never so, but harms nobody. */
function checkStage(
  { operator, values = [] }: ValueTest,
  definitions: readonly string[] | undefined,
  spot: Spot,
): void {
  if (operator !== 'is' && operator !== 'isNot') return;
  const stages = stagesOf(definitions, spot);
  if (stages === undefined) return;
  const known = new Set(stages.map(foldCase));
  for (const [index, stage] of values.entries()) {
    if (typeof stage !== 'string' || stage === '' || known.has(foldCase(stage))) continue;
    const message = `There is no stage ${JSON.stringify(stage)} in ${definitions!.join(', ')}.`;
    const path = [...spot.path, 'stage', 'values', index];
    spot.issues.push(warning('UNKNOWN_STAGE', path, message, nearest(stage, stages)));
  }
}

/** The stages of groups of the definitions, when every one of them has a live model. */
function stagesOf(
  definitions: readonly string[] | undefined,
  { context: { references } }: Spot,
): readonly string[] | undefined {
  if (definitions === undefined || definitions.length === 0) return undefined;
  const all: string[] = [];
  for (const id of definitions) {
    const model = references.group(id)?.stageModel;
    const stages = model === undefined ? undefined : references.stages?.(model);
    if (stages === undefined) return undefined;
    all.push(...stages);
  }
  return all;
}

/** Which roles there are is known only when every definition that is meant is named and known. */
function checkRoleName(
  role: string,
  definitions: readonly string[] | undefined,
  spot: Spot,
  path: Path,
): void {
  if (definitions === undefined || definitions.length === 0) return;
  const known = new Set<string>();
  for (const id of definitions) {
    const group = spot.context.references.group(id);
    if (group === undefined) return;
    for (const name of group.roles) known.add(name);
  }
  if (known.has(role)) return;
  const message = `There is no role ${JSON.stringify(role)} in ${definitions.join(', ')}.`;
  report(spot, 'UNKNOWN_ROLE', path, message, nearest(role, [...known]));
}

function checkMeasure(kind: 'audience' | 'list', id: string, spot: Spot, path: Path): void {
  const { measurer, level } = spot;
  const { depth, tests, isCircular } = measurer.named(kind, id, level);
  measurer.tests += tests;
  if (isCircular) {
    const message = `The ${kind} ${JSON.stringify(id)} contains itself, or one that does.`;
    report(spot, 'CIRCULAR_REFERENCE', path, message, 'Take one of the references out.');
  } else if (level + depth - 1 > measurer.most) {
    const message = `With the ${kind} ${JSON.stringify(id)} the condition is more than ${measurer.most} levels deep.`;
    report(spot, 'CONDITION_TOO_DEEP', path, message, 'Make it flatter, or raise the limit.');
  }
}

function checkPersonInHand(spot: Spot): void {
  if (spot.place.scope === 'person') return;
  const message = 'The test is about a person, and there is none here.';
  report(spot, 'WRONG_SCOPE', [], message, 'Put the test into a test of people.');
}

function checkNotEmpty(names: readonly string[], spot: Spot, path: Path): void {
  if (names.length > 0) return;
  report(spot, 'FILTER_EMPTY', path, 'Nothing is named.', 'Name at least one.');
}

function unknown(spot: Spot, code: string, what: string, id: string, path: Path): void {
  const message = `There is no ${what} ${JSON.stringify(id)}.`;
  report(spot, `UNKNOWN_${code}`, path, message, `Define the ${what}, or correct the id.`);
}
