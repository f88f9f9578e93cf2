import type { IntentSignal } from '../model/intent.ts';
import { negate } from './compile-logic.ts';
import { outOfScope } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import type { EngagementTest, IntentTest } from './condition.ts';
import type { Compiled } from './flip.ts';
import { predicateOf } from './operators.ts';
import type { Place } from './place.ts';
import { GROUP_VALUES } from './predicate.ts';
import type { ConditionScope } from './scope.ts';
import { textIs } from './text-tests.ts';

/** Compiles *person engagement score*. */
export function compileEngagement(
  condition: EngagementTest,
  place: Place,
  compiler: Compiler,
): Compiled {
  if (place.scope === 'account') throw outOfScope('The engagement score of a person');
  compiler.reads.scores = true;
  const holds = predicateOf(condition, GROUP_VALUES.engagement);
  return { test: (scope) => holds(scope.person!.engagement), flipAt: null };
}

/** Compiles a test of intent. */
export function compileIntent(condition: IntentTest, place: Place, compiler: Compiler): Compiled {
  if (place.scope === 'account' && condition.entity === 'person') {
    throw outOfScope('The intent of a person');
  }
  compiler.reads.intent = true;
  const isMeant = intentMatcher(condition);
  const some: Compiled = {
    test: (scope) => {
      const signals = intentIn(condition, scope);
      for (let index = 0; index < signals.length; index += 1) {
        if (isMeant(signals[index]!)) return true;
      }
      return false;
    },
    flipAt: null,
  };
  return condition.detected ? some : negate(some);
}

/** What a signal must be like for an intent test to hold. */
export function intentMatcher({
  signal,
  names = [],
  levels = [],
}: IntentTest): (given: IntentSignal) => boolean {
  const isNamed = textIs(names, false);
  return (given) =>
    given.signal === signal &&
    (names.length === 0 || isNamed(given.name)) &&
    (levels.length === 0 || levels.includes(given.level));
}

/** The signals that an intent test goes through. */
export function intentIn({ entity }: IntentTest, scope: ConditionScope): readonly IntentSignal[] {
  return (entity === 'account' ? scope.account : scope.person!).intent ?? [];
}
