/** What JSON can hold. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Bounds for JSON from outside. */
export interface JsonLimits {
  /** Most UTF-16 code units: of the text when it is parsed, of all strings and keys together in a value. */
  readonly characters: number;
  /** Most arrays and objects inside each other. */
  readonly depth: number;
  /** Most values: arrays, objects and everything in them. */
  readonly nodes: number;
}

/** The bounds that hold unless others are given: 16 Mi characters, depth 256, 2,000,000 values. */
export const JSON_LIMITS: JsonLimits = {
  characters: 16 * 1024 * 1024,
  depth: 256,
  nodes: 2_000_000,
};

/** Keys that reach the prototype of an object when they are copied carelessly; refused everywhere (TM-44). */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
]);

/** True for an object that was written as `{}` or made without a prototype, also in another realm. */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    prototype === Object.prototype ||
    Object.getPrototypeOf(prototype) === null
  );
}
