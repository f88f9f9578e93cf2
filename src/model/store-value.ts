import { isInstant, readInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Parsed } from './definition.ts';
import type { AttributeKind, Value } from './value.ts';

const EXPECTED: Readonly<Record<AttributeKind | 'any', string>> = {
  text: 'text',
  number: 'a finite number',
  boolean: 'true or false',
  date: 'a date (ISO 8601 with an offset, a Date or milliseconds)',
  texts: 'a list of texts',
  any: 'text, a finite number, true or false, or a list of texts',
};

const STORE: Readonly<Record<AttributeKind | 'any', (input: unknown) => Value | undefined>> = {
  text: (input) => (typeof input === 'string' ? input.toWellFormed() : undefined),
  // Adding zero turns -0 into 0, which JSON cannot tell apart.
  number: (input) => (typeof input === 'number' && Number.isFinite(input) ? input + 0 : undefined),
  boolean: (input) => (typeof input === 'boolean' ? input : undefined),
  date: readDate,
  texts: storeTexts,
  any: (input) => {
    const kind = typeof input === 'string' ? 'text' : typeof input;
    if (kind === 'text' || kind === 'number' || kind === 'boolean') return STORE[kind](input);
    return storeTexts(input);
  },
};

/**
 * Checks a value from outside against a kind alone and returns it as it is stored: dates as instants, lists as copies,
 * text without lone surrogates. With `values`, text must be one of them.
 */
export function storeAs(
  kind: AttributeKind | 'any',
  values: readonly string[] | null,
): (input: unknown) => Parsed<Value> {
  const store = STORE[kind];
  const allowed = values === null ? null : new Set(values);
  return (input) => {
    const value = store(input);
    if (value === undefined) return refusal(expected(kind, input));
    if (allowed !== null && !allowed.has(value as string)) {
      return refusal(`Expected one of ${[...allowed].join(', ')}.`);
    }
    return { ok: true, value };
  };
}

/** `Expected a finite number, got text.` The value itself is not shown: it may be personal data. */
function expected(kind: AttributeKind | 'any', input: unknown): string {
  return `Expected ${EXPECTED[kind]}, got ${describe(input)}.`;
}

/** A value that is not taken, with the reason as a sentence. */
export function refusal(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

/** ISO text, `Date` or milliseconds to an instant; `undefined` when it is none. */
export function readDate(value: unknown): Instant | undefined {
  if (typeof value === 'string') return readInstant(value);
  const instant = value instanceof Date ? value.getTime() : value;
  return isInstant(instant) ? instant + 0 : undefined;
}

function storeTexts(input: unknown): Value | undefined {
  if (!Array.isArray(input)) return undefined;
  const list: string[] = [];
  for (const item of input as readonly unknown[]) {
    if (typeof item !== 'string') return undefined;
    list.push(item.toWellFormed());
  }
  return list;
}

function describe(input: unknown): string {
  if (input === null || input === undefined) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (input instanceof Date) return 'a date';
  if (typeof input === 'number') return Number.isFinite(input) ? 'a number' : String(input);
  return typeof input === 'string' ? 'text' : `a ${typeof input}`;
}
