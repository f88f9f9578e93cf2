import { isAccompanyError } from '../kernel/errors.ts';
import type { ErrorCode } from '../kernel/errors.ts';

/**
 * The assertions of the published cases. They throw an `Error` with a message that names what was expected, and need no
 * test runner.
 */

/** Throws unless the condition holds. */
export function checkThat(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

/** Throws unless two JSON values are equal. The order of properties does not matter, undefined ones count as absent. */
export function checkSame(actual: unknown, expected: unknown, what: string): void {
  if (!isSame(actual, expected)) {
    throw new Error(`${what}: expected ${show(expected)}, got ${show(actual)}`);
  }
}

/** Throws unless the promise rejects with an error of this package with that code. */
export async function checkRejects(
  promise: Promise<unknown>,
  code: ErrorCode,
  what: string,
): Promise<void> {
  let answer: unknown;
  try {
    answer = await promise;
  } catch (error) {
    const got = isAccompanyError(error) ? error.code : String(error);
    checkThat(got === code, `${what}: expected a rejection with ${code}, got ${got}`);
    return;
  }
  throw new Error(`${what}: expected a rejection with ${code}, got the answer ${show(answer)}`);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  const [namesA, namesB] = [namesOf(a), namesOf(b)];
  return (
    namesA.length === namesB.length &&
    namesA.every((name) => Object.hasOwn(b, name) && isSame(valueOf(a, name), valueOf(b, name)))
  );
}

function namesOf(value: object): string[] {
  return Object.keys(value).filter((name) => valueOf(value, name) !== undefined);
}

function valueOf(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text;
}
