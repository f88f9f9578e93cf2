import { AccompanyError } from '../kernel/errors.ts';

/** Paths that a split has once, by the method that gives them. */
const MEANT_FOR = { otherwise: 'all others', onFailure: 'failures' } as const;

/**
 * A second call would silently take the steps of the first away (JD-99).
 * @throws AccompanyError `NOT_ALLOWED` when the path is there
 */
export function needAbsent(path: object | undefined, method: keyof typeof MEANT_FOR): void {
  if (path === undefined) return;
  const message = `The split has a path for ${MEANT_FOR[method]} already. Call ${method} once.`;
  throw new AccompanyError('NOT_ALLOWED', message);
}
