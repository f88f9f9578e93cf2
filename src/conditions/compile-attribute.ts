import { isInstant, NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AttributeDefinition } from '../model/catalogue.ts';
import type { Value } from '../model/value.ts';
import { outOfScope, unknownName } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import type { AttributeTest, Entity } from './condition.ts';
import type { Compiled } from './flip.ts';
import { predicateOf } from './operators.ts';
import { inHand, ownOf } from './own-attributes.ts';
import { crossingOf, pastOf, startOfPast } from './past.ts';
import type { Past } from './past.ts';
import { attributesIn } from './place.ts';
import type { Place } from './place.ts';
import type { ReadsDraft } from './reads.ts';
import type { ConditionScope } from './scope.ts';

/** Compiles a test of an attribute or field. */
export function compileAttribute(
  condition: AttributeTest,
  place: Place,
  compiler: Compiler,
): Compiled {
  const { entity, attribute } = condition;
  const definition = definitionOf(condition, place, compiler);
  noteRead(compiler.reads, entity, attribute);
  if (condition.operator === 'inPast') {
    return compileInPast(READERS[entity](attribute), pastOf(condition.past ?? {}));
  }
  const own = ownOf(entity, attribute, predicateOf(condition, definition));
  return { test: inHand(own), flipAt: null, own };
}

/** Reads the value that a test of an attribute looks at. */
export function readerOf({ entity, attribute }: AttributeTest): Reader {
  return READERS[entity](attribute);
}

/** The catalogue's entry for a test. */
export function definitionOf(
  { entity, attribute }: AttributeTest,
  place: Place,
  { catalogue }: Pick<Compiler, 'catalogue'>,
): AttributeDefinition {
  const attributes = attributesIn(catalogue, place, entity);
  if (attributes === null) throw outOfScope(`An attribute of entity ${entity}`);
  const definition = attributes[attribute];
  if (definition === undefined)
    throw unknownName(`attribute of entity ${entity} called`, attribute);
  return definition;
}

type Reader = (scope: ConditionScope) => Value | undefined;

const READERS: Readonly<Record<Entity, (name: string) => Reader>> = {
  account: (name) => (scope) => scope.account.attributes[name],
  person: (name) => (scope) => scope.person!.attributes[name],
  opportunity: (name) => (scope) => scope.opportunity!.attributes[name],
  object: (name) => (scope) => scope.object!.attributes[name],
  event: (name) => (scope) => scope.event!.fields[name],
};

function noteRead(reads: ReadsDraft, entity: Entity, attribute: string): void {
  if (entity === 'account') reads.account.add(attribute);
  else if (entity === 'person') reads.person.add(attribute);
}

function compileInPast(read: Reader, past: Past): Compiled {
  return {
    test(scope) {
      const value = read(scope);
      return isInstant(value) && value <= scope.now && value > startOfPast(past, scope.now);
    },
    flipAt: (scope) => flipOfInPast(read(scope), past, scope.now),
  };
}

function flipOfInPast(value: Value | undefined, past: Past, now: Instant): Instant {
  if (!isInstant(value)) return NEVER;
  if (value > now) return value;
  // Later than the start is the same as not before the start and one millisecond.
  return crossingOf(past, value - 1, now);
}
