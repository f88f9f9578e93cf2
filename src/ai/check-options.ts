import { AccompanyError } from '../kernel/errors.ts';
import { needObject } from '../kernel/object-argument.ts';

/** Longest time that a timer can wait. */
const LONGEST = 2 ** 31 - 1;

/**
 * Refuses bounds that nothing could keep to: every answer would be late, too long or too unsure (AI-2). What is missing
 * is not looked at.
 * @throws AccompanyError `INVALID_INPUT` with the option's path
 */
export function checkOptions(options: {
  readonly timeout?: number;
  readonly most?: number;
  readonly least?: number;
}): void {
  needObject(options, 'Options are an object, such as { timeout: 5_000 }.', ['options']);
  const { timeout, most, least } = options;
  // A timer takes what it cannot wait for as one millisecond.
  if (!isMissing(timeout) && !(Number.isSafeInteger(timeout) && timeout >= 1 && timeout <= LONGEST))
    throw wrong('timeout', `whole milliseconds from 1 to ${LONGEST}`);
  if (!isMissing(most) && !(Number.isSafeInteger(most) && most >= 1))
    throw wrong('most', 'a whole number of characters, at least 1');
  if (!isMissing(least) && !(typeof least === 'number' && least >= 0 && least <= 1))
    throw wrong('least', 'a number from 0 to 1');
}

function isMissing(value: unknown): value is undefined {
  return value === undefined;
}

function wrong(name: string, rule: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', `${name} must be ${rule}.`, { path: [name] });
}
