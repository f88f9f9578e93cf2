/** Conditions may be 1,000 deep at most, each an object with a list; what lies deeper is refused and need not be copied. */
const DEEPEST = 2_500;

/**
 * A copy of lists and plain objects, all the way down, so that what a host changes after a call is not taken for what it
 * asked for (EN-106). Everything else - instances, functions, signals - is the same.
 */
export function copyGiven<T>(given: T): T {
  return copy(given, new Map(), 0) as T;
}

function copy(given: unknown, copied: Map<object, unknown>, depth: number): unknown {
  if (typeof given !== 'object' || given === null || depth > DEEPEST) return given;
  if (copied.has(given)) return copied.get(given);
  if (Array.isArray(given)) {
    const list: unknown[] = [];
    copied.set(given, list);
    for (const item of given) list.push(copy(item, copied, depth + 1));
    return list;
  }
  if (!isPlain(given)) return given;
  const object: Record<string, unknown> = {};
  copied.set(given, object);
  for (const [name, value] of Object.entries(given)) {
    put(object, name, copy(value, copied, depth + 1));
  }
  return object;
}

/** A copy of JSON that the library made itself, several times as fast as `structuredClone` (EN-107). */
export function copyJson<T>(json: T): T {
  return copyOwn(json) as T;
}

function copyOwn(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(copyOwn);
  const object: Record<string, unknown> = {};
  for (const name of Object.keys(json)) put(object, name, copyOwn((json as typeof object)[name]));
  return object;
}

function put(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else
    Object.defineProperty(object, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
