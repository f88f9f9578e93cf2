import { NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Entity, Logic, Negation } from './condition.ts';
import type { Compiler } from './compiler.ts';
import { flipOfCount } from './flip.ts';
import type { Compiled, FlipAt } from './flip.ts';
import { inHand, negateOwn, ownWith } from './own-attributes.ts';
import type { Place } from './place.ts';

const ENTITIES: readonly Entity[] = ['account', 'event', 'person', 'opportunity', 'object'];

/** Parts that one closure looks at; more are grouped. */
const UNROLLED = { all: 8, any: 4 };

/** Compiles `all` and `any`. */
export function compileLogic(condition: Logic, place: Place, compiler: Compiler): Compiled {
  const parts = condition.of.map((part) => compiler.part(part, place));
  return join(parts, condition.kind === 'all');
}

/** Compiles `not`. */
export function compileNot(condition: Negation, place: Place, compiler: Compiler): Compiled {
  return negate(compiler.part(condition.condition, place));
}

/** The opposite; it flips when the original does. */
export function negate({ test, flipAt, own }: Compiled): Compiled {
  if (own === undefined) return { test: (scope) => !test(scope), flipAt };
  const opposite = negateOwn(own);
  return { test: inHand(opposite), flipAt, own: opposite };
}

/** Holds when one of the parts does. */
export function joinAny(parts: readonly Compiled[]): Compiled {
  return join(parts, false);
}

/**
 * Parts that read attributes of one record become one. The order of the parts is nothing that can be seen from
 * outside: none of them throws or changes anything.
 */
function join(parts: readonly Compiled[], every: boolean): Compiled {
  const owns = ENTITIES.flatMap((entity) => {
    const tests = parts.flatMap(({ own }) => (own?.entity === entity ? own.test : []));
    return tests.length === 0 ? [] : ownWith(entity, joinTests(tests, every));
  });
  const others = parts.flatMap(({ test, own }) => (own === undefined ? test : []));
  const test = joinTests([...owns.map(inHand), ...others], every);
  const flipAt = flipOfParts(parts, every ? parts.length : 1);
  const [own] = owns;
  return own !== undefined && owns.length + others.length === 1
    ? { test, flipAt, own }
    : { test, flipAt };
}

type TestOf<T> = (of: T) => boolean;

function joinTests<T>(tests: readonly TestOf<T>[], every: boolean): TestOf<T> {
  return every ? allOf(tests) : anyOf(tests);
}

function allOf<T>(tests: readonly TestOf<T>[]): TestOf<T> {
  const [a, b, c, d, e, f, g, h] = tests;
  switch (tests.length) {
    case 0:
      return () => true;
    case 1:
      return a!;
    case 2:
      return (of) => a!(of) && b!(of);
    case 3:
      return (of) => a!(of) && b!(of) && c!(of);
    case 4:
      return (of) => a!(of) && b!(of) && c!(of) && d!(of);
    case 5:
      return (of) => a!(of) && b!(of) && c!(of) && d!(of) && e!(of);
    case 6:
      return (of) => a!(of) && b!(of) && c!(of) && d!(of) && e!(of) && f!(of);
    case 7:
      return (of) => a!(of) && b!(of) && c!(of) && d!(of) && e!(of) && f!(of) && g!(of);
    case 8:
      return (of) => a!(of) && b!(of) && c!(of) && d!(of) && e!(of) && f!(of) && g!(of) && h!(of);
    default:
      return allOf(inGroups(tests, UNROLLED.all).map((group) => allOf(group)));
  }
}

function anyOf<T>(tests: readonly TestOf<T>[]): TestOf<T> {
  const [a, b, c, d] = tests;
  switch (tests.length) {
    case 0:
      return () => false;
    case 1:
      return a!;
    case 2:
      return (of) => a!(of) || b!(of);
    case 3:
      return (of) => a!(of) || b!(of) || c!(of);
    case 4:
      return (of) => a!(of) || b!(of) || c!(of) || d!(of);
    default:
      return anyOf(inGroups(tests, UNROLLED.any).map((group) => anyOf(group)));
  }
}

function inGroups<T>(tests: readonly T[], size: number): readonly (readonly T[])[] {
  const groups: (readonly T[])[] = [];
  for (let start = 0; start < tests.length; start += size) {
    groups.push(tests.slice(start, start + size));
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
