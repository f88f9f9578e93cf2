import { AccompanyError } from './errors.ts';

/**
 * Refuses a call from JavaScript that has something else where an object is needed; `advice` says what to give.
 * @throws AccompanyError `INVALID_INPUT`
 */
export function needObject(
  value: unknown,
  advice: string,
  path: readonly (string | number)[] = [],
): void {
  if (typeof value === 'object' && value !== null) return;
  throw new AccompanyError('INVALID_INPUT', advice, { path });
}
