import { AccompanyError } from '../kernel/errors.ts';
import { redact } from '../kernel/redact.ts';
import { joinIds } from '../runtime/effect.ts';
import type { AccountInput, PersonInput } from '../runtime/input.ts';

/** A subject that could not be advanced, or that stands still since it could not (EN-70). */
export interface Fault {
  readonly kind: 'account' | 'person';
  readonly id: string;
  /** `null` when the subject stood still before. */
  readonly error: unknown;
  /** What the subject did not take, in order. */
  readonly inputs: (AccountInput | PersonInput)[];
}

/** Under which id a subject stands in quarantine. */
export function quarantineId(kind: 'account' | 'person', id: string): string {
  return joinIds(kind, id);
}

/** Why a subject could not be advanced, as text. */
export function reasonOf(error: unknown): string {
  return redact(
    error instanceof AccompanyError ? `${error.code}: ${error.message}` : String(error),
  );
}
