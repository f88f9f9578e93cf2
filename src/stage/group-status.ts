import { isNamedId } from '../kernel/id.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';

/** What became of a wish to set a group's status. */
export type StatusSet =
  | { readonly outcome: 'set'; readonly previous: string | null; readonly next: string }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'rejected'; readonly issues: readonly Issue[] };

/** What is wrong with a status: free text of at most 50 characters, none of them a control character, not blank (BG-89). */
export function checkStatus(status: string, limits: Limits = LIMITS): Issue[] {
  const most = limits.groupStatusLength;
  if (isNamedId(status, most) && !CONTROL.test(status)) return [];
  const message = 'The status is blank, too long, or holds control characters.';
  const fix = `Use 1 to ${most} characters, none of them a control character.`;
  return [problem('INVALID_STATUS', ['status'], message, fix)];
}

/** Ids may hold some of them. */
const CONTROL = /\p{Cc}/u;

/** Gives a group a status; it has nothing to do with the stage (BG-89). */
export function setStatus(
  current: string | null,
  wanted: string,
  limits: Limits = LIMITS,
): StatusSet {
  const issues = checkStatus(wanted, limits);
  if (issues.length > 0) return { outcome: 'rejected', issues };
  if (wanted === current) return { outcome: 'unchanged' };
  return { outcome: 'set', previous: current, next: wanted };
}
