import type { Duration } from '../kernel/duration.ts';
import { formatInstant, toInstant } from '../kernel/instant.ts';
import { deepFreeze } from '../kernel/json.ts';
import type { OperandOf } from '../model/shape.ts';
import type { Operand, Operator, ValueTest } from './condition.ts';
import { ALL_OPERATORS, fits, OPERAND_COUNTS } from './operator-kinds.ts';
import type { Kind, OperatorOf } from './operator-kinds.ts';

/** What an operator is called with, by the number of its operands. */
export interface Methods<V, Built> {
  readonly none: () => Built;
  readonly one: (operand: V) => Built;
  /** Both ends are included. */
  readonly two: (least: V, most: V) => Built;
  /** Any of the operands; of a negated operator, none of them. */
  readonly several: (...operands: readonly [V, ...V[]]) => Built;
  /** How far back from now. */
  readonly past: (past: Duration) => Built;
}

/** The day of an operand; a bare date is that day in the zone. Missing zone: UTC. */
type OnDay<V, Built> = (day: V, zone?: string) => Built;

/** The method of one operator. */
export type MethodOf<O extends Operator, K extends Kind, Built> = O extends 'on'
  ? OnDay<OperandOf<K>, Built>
  : Methods<OperandIn<O, K>, Built>[(typeof OPERAND_COUNTS)[O]];

/** Fields of kind *any* are compared with what the operator is about (CO-14). */
type OperandIn<O extends Operator, K extends Kind> = K extends 'any'
  ? O extends 'is' | 'isNot'
    ? OperandOf<'any'>
    : O extends 'startsWith' | 'notStartsWith' | 'contains' | 'notContains'
      ? string
      : number
  : OperandOf<K>;

/** The operators of one kind, each a function from its operands to what is built (CO-91). */
export type Tests<K extends Kind, Built> = {
  readonly [O in OperatorOf<K>]: MethodOf<O, K, Built>;
};

/** Operators for a kind; `build` makes something of the test that comes from each. */
export function testsOf<K extends Kind, Built>(
  kind: K,
  build: (test: ValueTest) => Built,
): Tests<K, Built> {
  const methods: [string, (...operands: never[]) => Built][] = [];
  for (const operator of ALL_OPERATORS) {
    if (!fits(operator, kind)) continue;
    methods.push([operator, methodOf(operator, (test) => build(deepFreeze(test)))]);
  }
  return Object.freeze(Object.fromEntries(methods)) as Tests<K, Built>;
}

function methodOf<Built>(
  operator: Operator,
  build: (test: ValueTest) => Built,
): (...operands: never[]) => Built {
  switch (OPERAND_COUNTS[operator]) {
    case 'none':
      return () => build({ operator });
    case 'past':
      return (past: Duration) => build({ operator, past: { ...past } });
    default:
      if (operator !== 'on') {
        return (...operands: (Operand | Date)[]) =>
          build({ operator, values: operands.map(operandOf) });
      }
      return (day: Operand | Date, zone?: string) =>
        build({ operator, values: [operandOf(day)], ...(zone === undefined ? {} : { zone }) });
  }
}

function operandOf(value: Operand | Date): Operand {
  return value instanceof Date ? formatInstant(toInstant(value)) : value;
}
