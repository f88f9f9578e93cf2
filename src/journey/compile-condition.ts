import type { Condition, Logic } from '../conditions/condition.ts';
import type { References } from '../conditions/references.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';

/** What a condition is about; see the docstring of {@link Condition}. */
export type ConditionScope = 'account' | 'person';

/** Replaces what a condition refers to, and brings it into its plain form (PL-21, PL-22). */
export type ConditionResolver = (
  condition: Condition,
  scope: ConditionScope,
  path: Path,
) => Condition;

/** Parts that all references of one plan may bring in together: a short chain of audiences can name billions. */
const PARTS_LIMIT = 50_000;

/** How deep conditions may be (architecture decision 6). */
const DEPTH_LIMIT = 64;

/** A resolver for one plan. What it cannot resolve it puts into `issues` (PL-23) and leaves as it is. */
export function conditionResolver(references: References, issues: Issue[]): ConditionResolver {
  const resolved = new Map<string, Condition>();
  const open = new Set<string>();
  let parts = 0;

  const refuse = (path: Path, code: string, message: string, fix: string): null => {
    issues.push(problem(code, path, message, fix));
    return null;
  };

  function bringIn(kind: 'audience' | 'list', id: string, path: Path): Condition | null {
    const key = `${kind}:${id}`;
    if (open.has(key)) {
      const message = `The ${kind} '${id}' refers to itself.`;
      return refuse(
        path,
        'CIRCULAR_REFERENCE',
        message,
        'Take the reference out of its condition.',
      );
    }
    const known = resolved.get(key);
    const condition = known ?? definition(kind, id, path);
    if (condition === null) return null;
    if (known === undefined) {
      open.add(key);
      const audience = kind === 'audience' ? references.audience(id) : undefined;
      resolved.set(key, resolve(condition, audience?.of === 'people' ? 'person' : 'account', path));
      open.delete(key);
    }
    const result = resolved.get(key)!;
    parts += measure(result).parts;
    if (parts <= PARTS_LIMIT) return result;
    const message = `The audiences and lists of the journey have more than ${PARTS_LIMIT} parts together.`;
    return refuse(path, 'CONDITION_TOO_LARGE', message, 'Name fewer audiences, or simpler ones.');
  }

  function definition(kind: 'audience' | 'list', id: string, path: Path): Condition | null {
    const found = kind === 'audience' ? references.audience(id) : references.list(id);
    if (found?.condition) return found.condition;
    const message = `There is no ${kind} '${id}'.`;
    return refuse(
      path,
      `UNKNOWN_${kind.toUpperCase()}`,
      message,
      `Define the ${kind}, or name another one.`,
    );
  }

  function audienceTest(id: string, scope: ConditionScope, path: Path): Condition | null {
    const of = references.audience(id)?.of;
    const condition = bringIn('audience', id, path);
    if (condition === null) return null;
    if (of === 'people' && scope === 'account') {
      const message = `'${id}' is an audience of people, and the condition is about accounts.`;
      return refuse(
        path,
        'WRONG_SCOPE',
        message,
        'Put the test into a test of the account’s people.',
      );
    }
    return of === 'people' ? condition : ofAccount(condition, id, scope, path);
  }

  /** Next to a person the history is that person's: the events of an account would be counted wrongly. */
  function ofAccount(
    condition: Condition,
    id: string,
    scope: ConditionScope,
    path: Path,
  ): Condition | null {
    if (scope === 'account' || !countsEventsOfAccount(condition)) return condition;
    const message = `'${id}' looks at events of accounts, and the condition is about a person.`;
    return refuse(
      path,
      'WRONG_SCOPE',
      message,
      'Test it in a split by accounts or in the audience.',
    );
  }

  function listTest(lists: readonly string[], scope: ConditionScope, path: Path): Condition {
    const fixed: string[] = [];
    const parts: Condition[] = [];
    for (const id of lists) {
      const list = references.list(id);
      if (list && !list.live) {
        const message = `The list '${id}' is not live.`;
        refuse(
          path,
          'LIST_NOT_LIVE',
          message,
          'Set the list live before the journey is published.',
        );
      }
      if (list?.condition === null) fixed.push(id);
      else {
        const condition = bringIn('list', id, path);
        parts.push((condition && ofAccount(condition, id, scope, path)) ?? any([]));
      }
    }
    if (fixed.length > 0) parts.unshift({ kind: 'list', lists: fixed, member: true });
    return any(parts);
  }

  function resolve(condition: Condition, scope: ConditionScope, path: Path): Condition {
    switch (condition.kind) {
      case 'all':
      case 'any':
        return logic(
          condition.kind,
          condition.of.map((part, index) => resolve(part, scope, [...path, 'of', index])),
        );
      case 'not':
        return opposite(resolve(condition.condition, scope, [...path, 'condition']));
      case 'related': {
        if (condition.where === undefined) return condition;
        const inner = condition.entity === 'person' ? 'person' : scope;
        return { ...condition, where: resolve(condition.where, inner, [...path, 'where']) };
      }
      case 'event':
        if (condition.where === undefined) return condition;
        return { ...condition, where: resolve(condition.where, scope, [...path, 'where']) };
      case 'audience': {
        const audience = audienceTest(condition.audience, scope, path);
        if (audience === null) return condition;
        return condition.member ? audience : opposite(audience);
      }
      case 'list': {
        const test = listTest(condition.lists, scope, path);
        return condition.member ? test : opposite(test);
      }
      default:
        return condition;
    }
  }

  return (condition, scope, path) => {
    const result = resolve(condition, scope, path);
    if (measure(result).depth > DEPTH_LIMIT) {
      const message = `With its audiences and lists the condition is more than ${DEPTH_LIMIT} levels deep.`;
      refuse(path, 'TOO_DEEP', message, 'Name fewer audiences, or simpler ones.');
    }
    return result;
  };
}

function any(parts: readonly Condition[]): Condition {
  return logic('any', parts);
}

/** Parts of the same kind open up: *all* of *all* is one *all*; around a single condition nothing is needed. */
function logic(kind: Logic['kind'], parts: readonly Condition[]): Condition {
  const of = parts.flatMap((part) => (part.kind === kind ? part.of : [part]));
  return of.length === 1 ? of[0]! : { kind, of };
}

/** For a list test the opposite is in the language itself. */
function opposite(condition: Condition): Condition {
  if (condition.kind === 'not') return condition.condition;
  if (condition.kind === 'list') return { ...condition, member: !condition.member };
  return { kind: 'not', condition };
}

function countsEventsOfAccount(condition: Condition): boolean {
  if (condition.kind === 'event') return true;
  if (condition.kind === 'related' && condition.entity === 'person') return false;
  return partsOf(condition).some(countsEventsOfAccount);
}

function measure(condition: Condition): { readonly parts: number; readonly depth: number } {
  let [parts, deepest] = [0, 0];
  const open: (readonly [Condition, number])[] = [[condition, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [part, depth] = next;
    parts += 1;
    deepest = Math.max(deepest, depth);
    for (const inner of partsOf(part)) open.push([inner, depth + 1]);
  }
  return { parts, depth: deepest };
}

function partsOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of;
    case 'not':
      return [condition.condition];
    case 'related':
    case 'event':
      return condition.where ? [condition.where] : [];
    default:
      return [];
  }
}
