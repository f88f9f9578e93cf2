import { AccompanyError } from '../kernel/errors.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Condition } from './condition.ts';
import type { Compiled } from './flip.ts';
import type { Place } from './place.ts';
import type { ReadsDraft } from './reads.ts';
import type { References } from './references.ts';

/** What the compilers of the kinds of condition need. */
export interface Compiler {
  readonly catalogue: Catalogue;
  readonly references: References;
  /** Where they say what they read. */
  readonly reads: ReadsDraft;
  /** Compiles a part that stands at a place. */
  readonly part: (condition: Condition, place: Place) => Compiled;
  /** Compiles the condition that a name stands for, once for all its mentions. */
  readonly named: (
    kind: 'audience' | 'list',
    id: string,
    condition: Condition,
    scope: 'account' | 'person',
  ) => Compiled;
}

/** The error for a name that nothing is known by. */
export function unknownName(what: string, name: string): AccompanyError {
  const message = `There is no ${what} ${JSON.stringify(name)}. Check the condition before it is compiled.`;
  return new AccompanyError('UNKNOWN_REFERENCE', message);
}

/** The error for a test that cannot stand where it stands. */
export function outOfScope(what: string): AccompanyError {
  const message = `${what} cannot be tested here. Check the condition before it is compiled.`;
  return new AccompanyError('INVALID_DOCUMENT', message);
}
