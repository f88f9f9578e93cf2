/**
 * A copy of lists and plain objects, all the way down, so that what a host changes after a call is not taken for what it
 * asked for (EN-106). Everything else - instances, functions, signals - is the same.
 */
export function copyGiven<T>(given: T): T {
  return copy(given, new Map()) as T;
}

function copy(given: unknown, copied: Map<object, unknown>): unknown {
  if (typeof given !== 'object' || given === null) return given;
  if (copied.has(given)) return copied.get(given);
  if (Array.isArray(given)) {
    const list: unknown[] = [];
    copied.set(given, list);
    for (const item of given) list.push(copy(item, copied));
    return list;
  }
  if (!isPlain(given)) return given;
  const object: Record<string, unknown> = {};
  copied.set(given, object);
  for (const [name, value] of Object.entries(given)) {
    // Defined, not assigned: a property may be called __proto__.
    Object.defineProperty(object, name, {
      value: copy(value, copied),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return object;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
