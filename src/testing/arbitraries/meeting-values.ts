import type { AttributeTest, Condition, Operand } from '../../conditions/condition.ts';

/** Values by attribute with which the plain tests of a condition hold. */
export type Meeting = Readonly<Record<string, Operand>>;

/** The most ways that are worked out for one condition. */
const MOST = 8;

/**
 * Ways to meet what a condition asks of one entity's attributes. A guess, not a solver: opposites, history, lists and
 * groups are left to chance, and one record is not made to fit another.
 */
export function meetings(
  condition: Condition,
  entity: 'account' | 'person' | 'event',
): readonly Meeting[] {
  switch (condition.kind) {
    case 'all': {
      let ways: readonly Meeting[] = [{}];
      for (const part of condition.of) {
        const more = meetings(part, entity);
        ways = ways.flatMap((way) => more.map((one) => ({ ...one, ...way }))).slice(0, MOST);
      }
      return ways;
    }
    case 'any':
      return condition.of.length === 0
        ? [{}]
        : condition.of.flatMap((part) => meetings(part, entity)).slice(0, MOST);
    case 'attribute':
      return condition.entity === entity ? attributeMeetings(condition) : [{}];
    default:
      return [{}];
  }
}

function attributeMeetings({
  attribute,
  operator,
  values = [],
}: AttributeTest): readonly Meeting[] {
  const [first, second] = values;
  if (first === undefined) return [{}];
  switch (operator) {
    case 'is':
    case 'startsWith':
    case 'contains':
      return values.slice(0, 3).map((value) => ({ [attribute]: value }));
    case 'on':
    case 'atLeast':
    case 'atMost':
      return [{ [attribute]: first }];
    case 'between':
      return [{ [attribute]: first }, ...(second === undefined ? [] : [{ [attribute]: second }])];
    case 'greaterThan':
      return [{ [attribute]: typeof first === 'number' ? first + 1 : first }];
    case 'lessThan':
      return [{ [attribute]: typeof first === 'number' ? first - 1 : first }];
    default:
      return [{}];
  }
}
