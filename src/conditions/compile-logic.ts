import { NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Logic, Negation } from './condition.ts';
import type { Compiler } from './compiler.ts';
import { flipOfCount } from './flip.ts';
import type { Compiled, FlipAt, Test } from './flip.ts';
import type { Place } from './place.ts';

/** Parts that one closure looks at; more are grouped. */
const UNROLLED = 4;

/** Compiles `all` and `any`. */
export function compileLogic(condition: Logic, place: Place, compiler: Compiler): Compiled {
  const parts = condition.of.map((part) => compiler.part(part, place));
  const join = condition.kind === 'all' ? allOf : anyOf;
  const needed = condition.kind === 'all' ? parts.length : 1;
  return { test: join(parts.map(({ test }) => test)), flipAt: flipOfParts(parts, needed) };
}

/** Compiles `not`. */
export function compileNot(condition: Negation, place: Place, compiler: Compiler): Compiled {
  return negate(compiler.part(condition.condition, place));
}

/** The opposite; it flips when the original does. */
export function negate({ test, flipAt }: Compiled): Compiled {
  return { test: (scope) => !test(scope), flipAt };
}

/** Holds when one of the parts does. */
export function joinAny(parts: readonly Compiled[]): Compiled {
  return { test: anyOf(parts.map(({ test }) => test)), flipAt: flipOfParts(parts, 1) };
}

function allOf(tests: readonly Test[]): Test {
  const [a, b, c, d] = tests;
  switch (tests.length) {
    case 0:
      return () => true;
    case 1:
      return a!;
    case 2:
      return (scope) => a!(scope) && b!(scope);
    case 3:
      return (scope) => a!(scope) && b!(scope) && c!(scope);
    case 4:
      return (scope) => a!(scope) && b!(scope) && c!(scope) && d!(scope);
    default:
      return allOf(inGroups(tests).map(allOf));
  }
}

function anyOf(tests: readonly Test[]): Test {
  const [a, b, c, d] = tests;
  switch (tests.length) {
    case 0:
      return () => false;
    case 1:
      return a!;
    case 2:
      return (scope) => a!(scope) || b!(scope);
    case 3:
      return (scope) => a!(scope) || b!(scope) || c!(scope);
    case 4:
      return (scope) => a!(scope) || b!(scope) || c!(scope) || d!(scope);
    default:
      return anyOf(inGroups(tests).map(anyOf));
  }
}

function inGroups(tests: readonly Test[]): readonly (readonly Test[])[] {
  const groups: (readonly Test[])[] = [];
  for (let start = 0; start < tests.length; start += UNROLLED) {
    groups.push(tests.slice(start, start + UNROLLED));
  }
  return groups;
}

function flipOfParts(parts: readonly Compiled[], needed: number): FlipAt | null {
  if (parts.every(({ flipAt }) => flipAt === null)) return null;
  return (scope) => {
    const holding: Instant[] = [];
    const lacking: Instant[] = [];
    for (const { test, flipAt } of parts) {
      (test(scope) ? holding : lacking).push(flipAt === null ? NEVER : flipAt(scope));
    }
    return flipOfCount(needed, holding, lacking);
  };
}
