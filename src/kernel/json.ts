import { parse } from 'secure-json-parse';
import { AccompanyError, isAccompanyError } from './errors.ts';
import { findJsonFault } from './json-fault.ts';
import type { JsonFault } from './json-fault.ts';
import { guardJson } from './json-guard.ts';
import { scanJson } from './json-scan.ts';
import { isPlainObject, JSON_LIMITS } from './json-value.ts';
import type { JsonLimits, JsonValue } from './json-value.ts';

export { guardJson } from './json-guard.ts';
export { JSON_LIMITS } from './json-value.ts';
export type { JsonLimits, JsonValue } from './json-value.ts';

/**
 * Reads a JSON text from outside. Length, depth and number of values are checked in one pass before parsing, so that
 * a hostile text costs no more than its length; keys that could reach a prototype are refused.
 *
 * @throws AccompanyError `INVALID_JSON`, `TOO_LARGE` or `TOO_DEEP`; `details.position` is the index of the character
 *   at fault, `path` stands in for it where a forbidden key or a number out of range was found after parsing
 */
export function parseJson(text: string, limits: Partial<JsonLimits> = {}): JsonValue {
  const bounds = { ...JSON_LIMITS, ...limits };
  scanJson(text, bounds);
  let value: unknown;
  try {
    value = parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch (cause) {
    const fault = findJsonFault(text) ?? { position: 0 };
    throw new AccompanyError('INVALID_JSON', faultMessage(text, fault), {
      cause,
      details: { position: fault.position },
    });
  }
  try {
    return guardJson(value, bounds);
  } catch (cause) {
    if (!isAccompanyError(cause) || cause.code !== 'INVALID_INPUT') throw cause;
    throw new AccompanyError('INVALID_JSON', cause.message, { cause, path: cause.path });
  }
}

function faultMessage(text: string, { position, key }: JsonFault): string {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start);
    if (end === -1 || end >= position) break;
    line++;
    start = end + 1;
  }
  const place = `line ${line}, column ${position - start + 1}`;
  if (key !== undefined) return `The key ${key} is not allowed, at ${place}. Rename it.`;
  return position < text.length
    ? `The text is not JSON from ${place} on. Correct it there.`
    : `The JSON text ends too early, at ${place}.`;
}

/**
 * JSON text with the keys of every object in the order of their UTF-16 code units and no blanks (RFC 8785), so that
 * equal values give equal text. Properties that are `undefined` are left out. For hashing.
 *
 * @throws AccompanyError `INVALID_INPUT` for what JSON cannot hold
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || !isPlainObject(value)) {
    throw new AccompanyError(
      'INVALID_INPUT',
      `This ${typeof value} cannot be written as JSON; give plain data.`,
    );
  }
  const members: string[] = [];
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** True when two JSON values are the same, whatever the order of their keys. A property that is `undefined` is absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => deepEqual(item, b[index]));
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = presentKeys(left);
  return (
    keys.length === presentKeys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && deepEqual(left[key], right[key]))
  );
}

function presentKeys(value: Record<string, unknown>): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined);
}

const deeplyFrozen = new WeakSet<object>();

/** Freezes arrays and plain objects all the way down and returns the same value; other objects are left alone. */
export function deepFreeze<T>(value: T): T {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const item = waiting.pop();
    if (typeof item !== 'object' || item === null || deeplyFrozen.has(item)) continue;
    if (!Array.isArray(item) && !isPlainObject(item)) continue;
    deeplyFrozen.add(Object.freeze(item));
    for (const part of Object.values(item)) waiting.push(part);
  }
  return value;
}
