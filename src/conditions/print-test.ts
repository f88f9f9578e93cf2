import { formatDuration } from '../kernel/duration.ts';
import { formatInstant, isInstant } from '../kernel/instant.ts';
import type { Operand, ValueTest } from './condition.ts';
import { OPERAND_COUNTS } from './operator-kinds.ts';
import { OPERATORS } from './operators.ts';

/** Operands that are shown; of more there is the number. */
const SHOWN = 10;

const DATE_OPERATORS: readonly string[] = ['before', 'after', 'on'];

/** An operator with its operands: `is "Retail" or "Finance"`. */
export function printTest(test: ValueTest): string {
  const { operator, values = [], past, zone } = test;
  const { phrase } = OPERATORS[operator];
  if (operator === 'inPast') return `is in the past ${formatDuration(past ?? {})}`;
  const isDate = DATE_OPERATORS.includes(operator);
  const joint = OPERAND_COUNTS[operator] === 'two' ? 'and' : 'or';
  const operands = listed(
    values.map((value) => printOperand(value, isDate)),
    joint,
  );
  const where = operator === 'on' && zone !== undefined ? ` in ${zone}` : '';
  return `${phrase}${operands === '' ? '' : ` ${operands}`}${where}`;
}

/** `a, b or c`; of long lists the beginning. */
export function listed(parts: readonly string[], joint: 'and' | 'or'): string {
  if (parts.length > SHOWN) {
    return `${parts.slice(0, SHOWN).join(', ')} ${joint} ${parts.length - SHOWN} more`;
  }
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${joint} ${last}`;
}

/** A name in quotation marks. */
export function quoted(name: string): string {
  return JSON.stringify(name);
}

function printOperand(value: Operand, isDate: boolean): string {
  if (typeof value === 'string') return isDate ? value : quoted(value);
  return isDate && isInstant(value) ? formatInstant(value) : String(value);
}
