import type { Attributes } from '../model/value.ts';
import type { Entity } from './condition.ts';
import type { Predicate } from './predicate.ts';
import { readerAt } from './reader-places.ts';
import type { ConditionScope } from './scope.ts';

/** A test of the record in hand. */
type TestInHand = (scope: ConditionScope) => boolean;

/** Looks at the attributes of one record; of an event, at its fields. */
export type OwnTest = (attributes: Attributes) => boolean;

/** A part that reads attributes of one record and nothing else, so that it needs no scope. */
export interface Own {
  readonly entity: Entity;
  readonly test: OwnTest;
  readonly opposite: OwnTest;
}

/** A part that tests one attribute. */
export function ownOf(entity: Entity, attribute: string, holds: Predicate): Own {
  const read = readerAt(entity, attribute);
  return {
    entity,
    test: read(attribute, holds, true),
    opposite: read(attribute, holds, false),
  };
}

/** A part that is made of others of its entity. */
export function ownWith(entity: Entity, test: OwnTest): Own {
  return { entity, test, opposite: (attributes) => !test(attributes) };
}

/** The opposite of a part. */
export function negateOwn({ entity, test, opposite }: Own): Own {
  return { entity, test: opposite, opposite: test };
}

/** The same test, of the record in hand. */
export function inHand({ entity, test }: Own): TestInHand {
  return IN_HAND[entity](test);
}

const IN_HAND: Readonly<Record<Entity, (test: OwnTest) => TestInHand>> = {
  account: (test) => (scope) => test(scope.account.attributes),
  person: (test) => (scope) => test(scope.person!.attributes),
  opportunity: (test) => (scope) => test(scope.opportunity!.attributes),
  object: (test) => (scope) => test(scope.object!.attributes),
  event: (test) => (scope) => test(scope.event!.fields),
};
