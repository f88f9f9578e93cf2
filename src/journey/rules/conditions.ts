import { checkCondition } from '../../conditions/check.ts';
import type { Condition } from '../../conditions/condition.ts';
import type { Issue, Path } from '../../kernel/issue.ts';
import { under } from '../../kernel/issue.ts';
import type { JourneyNode, ListenNode } from '../document.ts';
import type { RuleContext } from './rule.ts';
import { isEmpty } from './splits.ts';

/** Every condition fits the catalogue and its scope (JD-56). */
export function conditions({ graph, catalogue, references, limits }: RuleContext): Issue[] {
  if (catalogue === null || references === null) return [];
  const check = (condition: Condition, scope: 'account' | 'person', wrapped = 0): Issue[] => {
    const depth = limits.conditionDepth + wrapped;
    return checkCondition(condition, { catalogue, references, scope, depth });
  };
  return graph.places.flatMap(({ node, path }) => {
    const issues: Issue[] = [];
    for (const { condition, scope, place } of pathConditions(node, limits.splitPaths)) {
      issues.push(...under([...path, ...place], check(condition, scope)));
    }
    if (node.kind !== 'listen') return issues;
    if (node.filter !== undefined && node.context === 'people') {
      issues.push(...under([...path, 'filter'], check(node.filter, 'person')));
    }
    return [...issues, ...eventConditions(node, path, limits.listenEvents, check)];
  });
}

interface PathCondition {
  readonly condition: Condition;
  readonly scope: 'account' | 'person';
  readonly place: Path;
}

function pathConditions(node: JourneyNode, most: number): PathCondition[] {
  if (node.kind !== 'splitAccounts' && node.kind !== 'splitPeople') return [];
  const scope = node.kind === 'splitAccounts' ? 'account' : 'person';
  return node.paths.slice(0, most).flatMap(({ when }, index) => {
    if (when === undefined || isEmpty(when)) return [];
    return [{ condition: when, scope, place: ['paths', index, 'when'] }];
  });
}

/** Tests of an event stand in a test of the history, which brings the event in, and are checked there. */
function eventConditions(
  { events, context }: ListenNode,
  path: Path,
  most: number,
  check: (condition: Condition, scope: 'account' | 'person', wrapped: number) => Issue[],
): Issue[] {
  const scope = context === 'accounts' ? 'account' : 'person';
  return events.slice(0, most).flatMap(({ event, where }, index) => {
    if (where === undefined || isEmpty(where)) return [];
    const found = check({ kind: 'event', event, occurred: true, where }, scope, 1);
    const inside = found.filter((issue) => issue.path[0] === 'where');
    return under([...path, 'events', index], inside);
  });
}
