import type { AttributeKind } from '../model/value.ts';
import type { Operator } from './condition.ts';

/** The kinds of attribute that each operator fits (CO-15). */
export const OPERATOR_KINDS = {
  is: ['text', 'number', 'boolean', 'date', 'texts', 'any'],
  isNot: ['text', 'number', 'boolean', 'date', 'texts', 'any'],
  startsWith: ['text', 'texts', 'any'],
  notStartsWith: ['text', 'texts', 'any'],
  contains: ['text', 'texts', 'any'],
  notContains: ['text', 'texts', 'any'],
  isEmpty: ['text', 'number', 'boolean', 'date', 'texts', 'any'],
  isNotEmpty: ['text', 'number', 'boolean', 'date', 'texts', 'any'],
  greaterThan: ['number', 'any'],
  atLeast: ['number', 'any'],
  lessThan: ['number', 'any'],
  atMost: ['number', 'any'],
  between: ['number', 'date', 'any'],
  before: ['date'],
  after: ['date'],
  on: ['date'],
  inPast: ['date'],
} as const;

/** How many operands each operator takes; `past` stands for a duration instead of operands. */
export const OPERAND_COUNTS = {
  is: 'several',
  isNot: 'several',
  startsWith: 'several',
  notStartsWith: 'several',
  contains: 'several',
  notContains: 'several',
  isEmpty: 'none',
  isNotEmpty: 'none',
  greaterThan: 'one',
  atLeast: 'one',
  lessThan: 'one',
  atMost: 'one',
  between: 'two',
  before: 'one',
  after: 'one',
  on: 'one',
  inPast: 'past',
} as const;

/** A kind of attribute, or that of fields which carry another attribute's value. */
export type Kind = AttributeKind | 'any';

/** One of {@link OPERAND_COUNTS}. */
export type OperandCount = (typeof OPERAND_COUNTS)[Operator];

/** The operators of a kind. */
export type OperatorOf<K extends Kind> = {
  [O in Operator]: K extends (typeof OPERATOR_KINDS)[O][number] ? O : never;
}[Operator];

/** All operators, in the order of the table. */
export const ALL_OPERATORS: readonly Operator[] = Object.keys(OPERATOR_KINDS) as Operator[];

/** True when the operator fits attributes of the kind. */
export function fits(operator: Operator, kind: Kind): boolean {
  return (OPERATOR_KINDS[operator] as readonly Kind[]).includes(kind);
}

/** True when the operator takes that many operands. */
export function hasOperands(operator: Operator, count: number): boolean {
  const [least, most] = OPERAND_RANGES[OPERAND_COUNTS[operator]];
  return count >= least && count <= most;
}

const OPERAND_RANGES: Readonly<Record<OperandCount, readonly [least: number, most: number]>> = {
  none: [0, 0],
  one: [1, 1],
  two: [2, 2],
  several: [1, Number.POSITIVE_INFINITY],
  past: [0, 0],
};
