import { isAccompanyError } from './errors.ts';

/** What may be told of any error where nobody knows what its message holds. */
export interface ErrorFacts {
  /** Its stable code, or that of the platform such as `ECONNREFUSED`; its name when it has none. */
  readonly type: string;
  /** How to react, for errors of this package. */
  readonly kind: string | null;
  /** The same of the errors that led to it, nearest first. */
  readonly causes: readonly string[];
}

/** Longest chain of causes that is followed. */
const CAUSES = 5;
const NAME = /^[A-Za-z][A-Za-z0-9_.]{0,59}$/;

/**
 * Names and codes of an error and its causes (OB-11). Messages are left out: those of databases, receivers and hosts quote
 * what they were given.
 */
export function errorFacts(error: unknown): ErrorFacts {
  const causes: string[] = [];
  for (let at = causeOf(error); at !== undefined && causes.length < CAUSES; at = causeOf(at))
    causes.push(typeOf(at));
  return { type: typeOf(error), kind: isAccompanyError(error) ? error.kind : null, causes };
}

function typeOf(error: unknown): string {
  const code = property(error, 'code');
  if (typeof code === 'number' && Number.isFinite(code)) return String(code);
  for (const name of [code, property(error, 'name')])
    if (typeof name === 'string' && NAME.test(name)) return name;
  return typeof error === 'object' ? 'Error' : typeof error;
}

function causeOf(error: unknown): unknown {
  return property(error, 'cause');
}

function property(error: unknown, name: string): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  try {
    return (error as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}
