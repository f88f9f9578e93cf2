import { problem } from '../../kernel/issue.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { RuleContext } from './rule.ts';

/** The re-entry policy (JD-15, reference 5.7). */
export function reEntry({ document, limits }: RuleContext): Issue[] {
  const { delay, limit } = document.reEntry ?? {};
  const issues: Issue[] = [];
  if (delay !== undefined) {
    const [unit, count] =
      'hours' in delay ? (['hours', delay.hours] as const) : (['days', delay.days] as const);
    const least =
      unit === 'hours' ? limits.reEntryLeastHours : Math.ceil(limits.reEntryLeastHours / 24);
    if (!Number.isSafeInteger(count) || count < least) {
      const message = `The delay of ${count} ${unit} is not a whole number of at least ${least}.`;
      const fix = `Give a whole number of ${unit}, ${least} or more.`;
      issues.push(problem('REENTRY_DELAY', ['reEntry', 'delay', unit], message, fix));
    }
  }
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 1)) {
    const message = `The limit of ${limit} entries is not a whole number of at least 1.`;
    const fix = 'Give a whole number, the first entry counted, or leave the limit out.';
    issues.push(problem('REENTRY_LIMIT', ['reEntry', 'limit'], message, fix));
  }
  return issues;
}
