import { NEVER } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { PersonView, RelatedRecord } from '../model/view.ts';
import { negate } from './compile-logic.ts';
import { outOfScope, unknownName } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import type { RelatedTest } from './condition.ts';
import { flipOfCount } from './flip.ts';
import type { Compiled, FlipAt, Test } from './flip.ts';
import type { OwnTest } from './own-attributes.ts';
import { insideRelated } from './place.ts';
import type { Place } from './place.ts';
import type { ConditionScope } from './scope.ts';

/** The related records that a test goes through. */
export interface Relation {
  readonly of: (scope: ConditionScope) => readonly RelatedRecord[];
  /** Takes a record in hand; gives back what was in hand before. */
  readonly take: (scope: ConditionScope, record: RelatedRecord | null) => RelatedRecord | null;
}

const NONE: readonly RelatedRecord[] = Object.freeze([]);

/** Compiles a test of related records. */
export function compileRelated(condition: RelatedTest, place: Place, compiler: Compiler): Compiled {
  const { entity, object, quantifier, count = 1, where } = condition;
  const relation = relationOf(condition, place, compiler);
  noteRead(condition, compiler);
  const needed = quantifier === 'atLeast' ? count : 1;
  const enough =
    where === undefined
      ? { test: isLong(relation, needed), flipAt: null }
      : countWhere(
          entity,
          relation,
          compiler.part(where, insideRelated(place, entity, object)),
          needed,
        );
  return quantifier === 'none' ? negate(enough) : enough;
}

/** The related records that a test at a place goes through. */
export function relationOf(
  { entity, object }: RelatedTest,
  place: Place,
  { catalogue }: Pick<Compiler, 'catalogue'>,
): Relation {
  if (entity === 'person') return PEOPLE;
  if (entity === 'opportunity') return OPPORTUNITIES;
  const name = object ?? '';
  const definition = catalogue.objects[name];
  if (definition === undefined) throw unknownName('custom object', name);
  if (definition.of === 'account') {
    return { of: (scope) => scope.account.objects[name] ?? NONE, take: takeObject };
  }
  if (place.scope === 'account') throw outOfScope(`The custom object ${name} of people`);
  return { of: (scope) => scope.person!.objects[name] ?? NONE, take: takeObject };
}

const PEOPLE: Relation = {
  of: (scope) => scope.account.people,
  take(scope, record) {
    const before = scope.person;
    scope.person = record as PersonView | null;
    return before;
  },
};

const OPPORTUNITIES: Relation = {
  of: (scope) => scope.account.opportunities,
  take(scope, record) {
    const before = scope.opportunity;
    scope.opportunity = record;
    return before;
  },
};

function takeObject(scope: ConditionScope, record: RelatedRecord | null): RelatedRecord | null {
  const before = scope.object;
  scope.object = record;
  return before;
}

function noteRead({ entity, object }: RelatedTest, { reads }: Compiler): void {
  if (entity === 'person') reads.people = true;
  else if (entity === 'opportunity') reads.opportunity = true;
  else reads.objects.add(object ?? '');
}

function isLong({ of }: Relation, needed: number): Test {
  return (scope) => of(scope).length >= needed;
}

function countWhere(
  entity: RelatedTest['entity'],
  relation: Relation,
  where: Compiled,
  needed: number,
): Compiled {
  const { test, own } = where;
  return {
    test:
      own?.entity === entity
        ? countOwn(relation, own.test, needed)
        : entity === 'person'
          ? countPeople(test, needed)
          : countRecords(relation, test, needed),
    flipAt: where.flipAt === null ? null : flipOfRecords(relation, test, where.flipAt, needed),
  };
}

function countOwn({ of }: Relation, where: OwnTest, needed: number): Test {
  return (scope) => {
    const records = of(scope);
    let missing = needed;
    // What is left must be able to make up for what is missing.
    for (let index = 0; missing > 0 && index + missing <= records.length; index += 1) {
      if (where(records[index]!.attributes)) missing -= 1;
    }
    return missing <= 0;
  };
}

function countPeople(where: Test, needed: number): Test {
  if (needed === 1) {
    return (scope) => {
      const { people } = scope.account;
      const before = scope.person;
      let found = false;
      for (let index = 0; index < people.length; index += 1) {
        scope.person = people[index]!;
        if (where(scope)) {
          found = true;
          break;
        }
      }
      scope.person = before;
      return found;
    };
  }
  return (scope) => {
    const { people } = scope.account;
    const before = scope.person;
    let missing = needed;
    // What is left must be able to make up for what is missing.
    for (let index = 0; missing > 0 && index + missing <= people.length; index += 1) {
      scope.person = people[index]!;
      if (where(scope)) missing -= 1;
    }
    scope.person = before;
    return missing <= 0;
  };
}

function countRecords({ of, take }: Relation, where: Test, needed: number): Test {
  return (scope) => {
    const records = of(scope);
    if (records.length < needed) return false;
    const before = take(scope, null);
    let missing = needed;
    for (let index = 0; missing > 0 && index < records.length; index += 1) {
      take(scope, records[index]!);
      if (where(scope)) missing -= 1;
    }
    take(scope, before);
    return missing <= 0;
  };
}

function flipOfRecords(
  { of, take }: Relation,
  where: Test,
  flipOfWhere: FlipAt,
  needed: number,
): FlipAt {
  return (scope) => {
    const records = of(scope);
    if (records.length < needed) return NEVER;
    const before = take(scope, null);
    const holding: Instant[] = [];
    const lacking: Instant[] = [];
    for (const record of records) {
      take(scope, record);
      (where(scope) ? holding : lacking).push(flipOfWhere(scope));
    }
    take(scope, before);
    return flipOfCount(needed, holding, lacking);
  };
}
