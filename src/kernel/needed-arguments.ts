import { AccompanyError } from './errors.ts';

/** What an argument may have to be, and how that is said. */
const FORMS = {
  object: ['an object', (value: unknown): boolean => isObject(value)],
  list: ['a list', (value: unknown): boolean => Array.isArray(value)],
  objects: ['a list of objects', (value: unknown): boolean => isObjects(value)],
  function: ['a function', (value: unknown): boolean => typeof value === 'function'],
  map: ['a Map', (value: unknown): boolean => value instanceof Map],
  number: ['a number', (value: unknown): boolean => Number.isFinite(value)],
  text: ['a text', (value: unknown): boolean => typeof value === 'string'],
  count: ['a whole number of at least 0', (value: unknown): boolean => isCount(value)],
  natural: [
    'a whole number of at least 1',
    (value: unknown): boolean => isCount(value) && value !== 0,
  ],
  day: [
    'a whole number of days since 1970-01-01',
    (value: unknown): boolean => isCalendarDay(value),
  ],
  texts: ['a list of texts', (value: unknown): boolean => isTexts(value)],
  pages: ['what for await can read', (value: unknown): boolean => isIterable(value)],
  period: ['{ from, to } with from not after to', (value: unknown): boolean => isPeriod(value)],
  span: [
    '{ first, last } in whole days since 1970-01-01, first not after last',
    (value: unknown): boolean => isSpan(value),
  ],
} as const;

/** The name of a form, or the texts that are allowed. */
export type Form = keyof typeof FORMS | readonly string[];

/**
 * Refuses a call from JavaScript whose arguments cannot be meant (BG-148): each is named with its value and what it has
 * to be. The first that is something else is told.
 * @throws AccompanyError `INVALID_INPUT` with the argument's name as path
 */
export function needArguments(
  call: string,
  given: Readonly<Record<string, readonly [value: unknown, form: Form]>>,
): void {
  for (const [name, [value, form]] of Object.entries(given)) {
    const [wanted, fits] =
      typeof form === 'string'
        ? FORMS[form]
        : ([`one of ${form.join(', ')}`, (one: unknown) => form.includes(one as string)] as const);
    if (fits(value)) continue;
    const message = `${call} cannot use this ${name}: give ${wanted}.`;
    throw new AccompanyError('INVALID_INPUT', message, { path: [name] });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIterable(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Symbol.asyncIterator in value || Symbol.iterator in value)
  );
}

function isObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPeriod(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { from, to } = value as { readonly from?: unknown; readonly to?: unknown };
  return typeof from === 'number' && typeof to === 'number' && from <= to;
}

/** Instants given for days lie outside of the calendar, so that they are refused as well. */
function isSpan(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { first, last } = value as { readonly first?: unknown; readonly last?: unknown };
  return isCalendarDay(first) && isCalendarDay(last) && first <= last;
}

function isCalendarDay(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= 100_000_000;
}
