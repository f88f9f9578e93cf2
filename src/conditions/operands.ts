import { instantOf, localParts } from '../kernel/calendar.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { toInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Operand } from './condition.ts';

const BARE_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Operands of tests on texts. */
export function textOperands(values: readonly Operand[]): readonly string[] {
  return values.map((value) => (typeof value === 'string' ? value : refuse(value, 'text')));
}

/** Operands of tests on numbers. */
export function numberOperands(values: readonly Operand[]): readonly number[] {
  return values.map((value) =>
    typeof value === 'number' && Number.isFinite(value) ? value : refuse(value, 'a number'),
  );
}

/** Operands of tests on true-or-false values. */
export function booleanOperands(values: readonly Operand[]): readonly boolean[] {
  return values.map((value) =>
    typeof value === 'boolean' ? value : refuse(value, 'true or false'),
  );
}

/** Operands of tests on dates. */
export function instantOperands(values: readonly Operand[]): readonly Instant[] {
  return values.map((value) =>
    typeof value === 'boolean' ? refuse(value, 'an instant') : toInstant(value),
  );
}

/** An instant within the day that an operand of `on` means (CO-12). */
export function instantWithinDay(value: Operand, zone: string): Instant {
  const [instant] = instantOperands([value]);
  if (typeof value !== 'string' || !BARE_DATE.test(value)) return instant!;
  const { year, month, day } = localParts(instant!, 'UTC');
  return instantOf({ year, month, day, hour: 12, minute: 0 }, zone);
}

function refuse(value: Operand, wanted: string): never {
  throw new AccompanyError(
    'INVALID_DOCUMENT',
    `The operand ${JSON.stringify(value)} is not ${wanted}. Check the condition before it is compiled.`,
  );
}
