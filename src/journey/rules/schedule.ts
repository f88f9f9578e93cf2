import { addDuration, startOfLocalDay } from '../../kernel/calendar.ts';
import { readInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import { problem } from '../../kernel/issue.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { RuleContext } from './rule.ts';

/** Start and end date (JD-12 to JD-14, reference 4.3). */
export function schedule({ document, limits, now }: RuleContext): Issue[] {
  const { startDate, endDate } = document;
  const issues: Issue[] = [];
  const start = startDate === undefined ? undefined : readDate(startDate);
  const end = endDate === undefined ? undefined : readDate(endDate);
  if (startDate !== undefined && start === undefined)
    issues.push(noInstant('startDate', startDate));
  if (endDate !== undefined && end === undefined) issues.push(noInstant('endDate', endDate));
  if (
    now !== null &&
    start !== undefined &&
    start.at < daysAfter(now, start, limits.startLeastDays)
  ) {
    const fix = `Start at least ${days(limits.startLeastDays)} ahead, or leave the start date out to start at once.`;
    issues.push(problem('START_DATE_RANGE', ['startDate'], 'The start date is too early.', fix));
  }
  if (now !== null && endDate === undefined) {
    const fix = 'Give the journey an end date.';
    issues.push(problem('END_DATE_REQUIRED', ['endDate'], 'The journey has no end date.', fix));
  }
  const from = startDate === undefined ? now : (start?.at ?? null);
  if (end !== undefined && from !== null) {
    const { endLeastDays, endMostYears } = limits;
    const fix = `End ${days(endLeastDays)} to ${endMostYears} years after the start.`;
    if (end.at < daysAfter(from, end, endLeastDays)) {
      const message = 'The end date is too early.';
      issues.push(problem('END_DATE_RANGE', ['endDate'], message, fix));
    } else if (end.at > addDuration(from, { months: 12 * endMostYears })) {
      const message = 'The end date is too late.';
      issues.push(problem('END_DATE_RANGE', ['endDate'], message, fix));
    }
  }
  return issues;
}

/** An instant, and whether it was written as a bare date. */
interface GivenDate {
  readonly at: Instant;
  readonly bare: boolean;
}

function readDate(text: string): GivenDate | undefined {
  const at = readInstant(text);
  return at === undefined ? undefined : { at, bare: !text.includes('T') };
}

/** The earliest instant that is `count` days after another; bare dates are counted by calendar days in UTC. */
function daysAfter(from: Instant, { bare }: GivenDate, count: number): Instant {
  return addDuration(bare ? startOfLocalDay(from, 'UTC') : from, { days: count });
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function noInstant(field: string, text: string): Issue {
  const message = `${JSON.stringify(text)} is no date.`;
  const fix = 'Give a date such as 2027-12-31, or an instant with an offset.';
  return problem('INVALID_INSTANT', [field], message, fix);
}
