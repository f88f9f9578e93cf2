import { AccompanyError } from '../kernel/errors.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { compileAttribute } from './compile-attribute.ts';
import { compileEvent } from './compile-event.ts';
import { compileGroupTest, compileMember, compileRole } from './compile-group.ts';
import { compileLogic, compileNot } from './compile-logic.ts';
import { compileAudience, compileList } from './compile-reference.ts';
import { compileRelated } from './compile-related.ts';
import { compileEngagement, compileIntent } from './compile-score.ts';
import type { Compiler } from './compiler.ts';
import type { Compiled } from './flip.ts';
import { handle } from './handlers.ts';
import type { Handlers } from './handlers.ts';
import { outermost } from './place.ts';
import type { Place } from './place.ts';
import { ReadsDraft } from './reads.ts';
import type { References } from './references.ts';

/** What a condition is compiled, checked and explained against. */
export interface ConditionContext {
  readonly catalogue: Catalogue;
  readonly references: References;
  readonly scope: 'account' | 'person';
  /** Type of the event that the condition is about, put into {@link ConditionScope.event}; missing: none. */
  readonly event?: string;
}

const COMPILERS: Handlers<[place: Place, compiler: Compiler], Compiled> = {
  all: compileLogic,
  any: compileLogic,
  not: compileNot,
  attribute: compileAttribute,
  related: compileRelated,
  event: compileEvent,
  list: compileList,
  audience: compileAudience,
  group: compileGroupTest,
  member: compileMember,
  role: compileRole,
  engagement: compileEngagement,
  intent: compileIntent,
};

/** Deeper ones would not fit on the stack; no limit that a host may set is higher. */
const DEEPEST = 4_000;

/** A compiler for one condition and everything that it refers to. */
export function compilerOf({ catalogue, references }: ConditionContext): Compiler {
  const named = new Map<string, Compiled>();
  const open = new Set<string>();
  let depth = 0;

  const compiler: Compiler = {
    catalogue,
    references,
    reads: new ReadsDraft(),
    part(condition, place) {
      depth += 1;
      if (depth > DEEPEST) {
        const message = `The condition is more than ${DEEPEST} levels deep.`;
        throw new AccompanyError('TOO_DEEP', message);
      }
      const compiled = handle(COMPILERS, condition, place, compiler);
      depth -= 1;
      return compiled;
    },
    named(kind, id, condition, scope) {
      const key = `${kind}:${id}`;
      const known = named.get(key);
      if (known !== undefined) return known;
      if (open.has(key)) {
        const message = `The ${kind} ${JSON.stringify(id)} contains itself.`;
        throw new AccompanyError('UNKNOWN_REFERENCE', message);
      }
      open.add(key);
      const compiled = compiler.part(condition, outermost(scope));
      open.delete(key);
      named.set(key, compiled);
      return compiled;
    },
  };
  return compiler;
}
