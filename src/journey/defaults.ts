import type { Duration } from '../kernel/duration.ts';
import type { Timeout } from './document.ts';

/** Duration of a wait or a timeout that names none (reference 7.1, 7.2). */
export const DEFAULT_WAIT: Duration = Object.freeze({ days: 5 });

/** Delay of a re-entry policy that names none (reference 5.7). */
export const DEFAULT_RE_ENTRY_DELAY: { readonly days: number } = Object.freeze({ days: 1 });

/** Label of the path for accounts that no path of a split matched (reference 6.1). */
export const OTHER_ACCOUNTS = 'Other accounts';

/** Label of the path for people whom no path of a split matched. */
export const OTHER_PEOPLE = 'Other people';

/** Label of the path behind a listener that heard its event (reference 6.1). */
export const LISTENED = 'Listened to event';

/** Label of the path behind a listener that timed out. */
export const TIMED_OUT = 'Timeout';

/** Label of the path behind a service that answered (reference 7.8). */
export const ANSWERED = 'Path';

/** Label of the path for those for whom a service gave no answer, or said that it failed (reference 7.8). */
export const FAILED = 'Timeout or error';

/** Label of a path that has none; `index` counts from 0 (reference 6.1). */
export function defaultPathLabel(index: number): string {
  return `Path ${index + 1}`;
}

/** Whether accounts go on at the timeout; without such a path their run ends (reference 7.2). */
export function hasTimeoutPath(timeout: Pick<Timeout, 'path'> | undefined): boolean {
  return timeout !== undefined && timeout.path !== false;
}
