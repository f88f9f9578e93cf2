import type { Catalogue } from '../model/catalogue.ts';
import { unknownName } from './compiler.ts';
import type { AttributeTest, Condition } from './condition.ts';
import { predicateOf } from './operators.ts';
import type { Predicate } from './predicate.ts';

/** What must be true of single attributes of the account for a condition in account scope to hold. */
export interface NeededTests {
  /** By attribute. When one of them fails, nothing else needs to be looked at. */
  readonly tests: ReadonlyMap<string, Predicate>;
  /** Whether there is nothing else to the condition: it holds when all of them do. */
  readonly whole: boolean;
}

/**
 * The tests of attributes that stand in a condition alone or in `all`, as they are or negated. The condition must have
 * no errors.
 */
export function neededTests(
  condition: Condition,
  catalogue: Pick<Catalogue, 'account'>,
): NeededTests {
  const tests = new Map<string, Predicate>();
  const parts = [condition];
  let whole = true;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const wanted = part.kind !== 'not';
    const test = part.kind === 'not' ? part.condition : part;
    if (part.kind === 'all') parts.push(...part.of);
    else if (isPlain(test)) need(tests, test, wanted, catalogue);
    else whole = false;
  }
  return { tests, whole };
}

function isPlain(test: Condition): test is AttributeTest {
  return test.kind === 'attribute' && test.entity === 'account' && test.operator !== 'inPast';
}

function need(
  tests: Map<string, Predicate>,
  test: AttributeTest,
  wanted: boolean,
  catalogue: Pick<Catalogue, 'account'>,
): void {
  const { attribute } = test;
  const definition = catalogue.account[attribute];
  if (definition === undefined) throw unknownName('attribute of entity account called', attribute);
  const holds = predicateOf(test, definition);
  const other = tests.get(attribute);
  tests.set(attribute, (value) => holds(value) === wanted && (other === undefined || other(value)));
}
