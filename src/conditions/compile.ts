import { AccompanyError } from '../kernel/errors.ts';
import { NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import { compilerOf } from './compile-tree.ts';
import type { ConditionContext } from './compile-tree.ts';
import type { Condition } from './condition.ts';
import { explainerOf } from './explain.ts';
import type { Explanation } from './explain.ts';
import { outermost } from './place.ts';
import type { Test } from './flip.ts';
import type { Reads } from './reads.ts';
import type { ConditionScope } from './scope.ts';

export type { ConditionContext } from './compile-tree.ts';

/** A condition turned into closures. Works for any number of accounts and people; keeps nothing between calls. */
export interface CompiledCondition {
  /** Whether the condition holds. In person scope, `scope.person` must be set. */
  readonly test: (scope: ConditionScope) => boolean;
  /** Not later than the next instant at which time alone changes the answer; `NEVER` when it cannot (CO-60, CO-61). */
  readonly flipAt: (scope: ConditionScope) => Instant;
  /** Why it holds or does not; see {@link Explanation}. */
  readonly explain: (scope: ConditionScope) => Explanation;
  readonly reads: Reads;
}

/**
 * Compiles a condition that `checkCondition` finds no errors in. Audiences and dynamic lists are resolved now: later
 * changes of theirs do not matter to what comes back. Rules: `docs/semantics/conditions.md`.
 *
 * @throws AccompanyError `UNKNOWN_REFERENCE` for unknown names and for audiences that contain themselves;
 *   `INVALID_DOCUMENT`, `INVALID_INSTANT`, `INVALID_ZONE` or `TOO_DEEP` for other faults that checking finds
 */
export function compileCondition(
  condition: Condition,
  context: ConditionContext,
): CompiledCondition {
  const compiler = compilerOf(context);
  const { test, flipAt } = compiler.part(condition, outermost(context.scope, context.event));
  let explain: CompiledCondition['explain'] | null = null;
  return Object.freeze({
    test: context.scope === 'person' ? ofPerson(test) : test,
    flipAt: flipAt ?? (() => NEVER),
    explain(scope: ConditionScope): Explanation {
      explain ??= explainerOf(condition, context);
      return explain(scope);
    },
    reads: compiler.reads.finish(flipAt !== null),
  });
}

function ofPerson(test: Test): Test {
  return (scope) => {
    if (scope.person !== null) return test(scope);
    throw new AccompanyError('INVALID_INPUT', 'A condition on people needs a person to look at.');
  };
}
