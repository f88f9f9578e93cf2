import { formatInstant, readInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import { isData } from './schedule.ts';
import type { Scenario, ScenarioData } from './scenario.ts';

/** Instants that cannot be read, or that lie where they cannot be (SC-14). */
export function checkInstants(scenario: Scenario): Issue[] {
  const issues: Issue[] = [];
  const start = read(scenario.start, ['start'], issues);
  const end = read(scenario.end, ['end'], issues);
  if (start !== undefined && end !== undefined && start >= end) {
    issues.push(outside(['end'], 'The end is not after the start.', 'Let the scenario end later.'));
  }
  checkData(scenario, [], end, 'the end', issues);
  for (const [index, entry] of (scenario.timeline ?? []).entries()) {
    const path = ['timeline', index];
    const at = read(entry.at, [...path, 'at'], issues);
    if (
      at !== undefined &&
      ((start !== undefined && at < start) || (end !== undefined && at > end))
    ) {
      const message = `${entry.at} is not between the start and the end.`;
      issues.push(outside([...path, 'at'], message, 'Move the entry, the start or the end.'));
    }
    if (isData(entry)) checkData(entry, path, at, 'the entry', issues);
    else if ('endDate' in entry) {
      const date = read(entry.endDate.date, [...path, 'endDate', 'date'], issues);
      if (date !== undefined && at !== undefined && date <= at) {
        issues.push(
          outside(
            [...path, 'endDate', 'date'],
            'The end date is not ahead.',
            `Give one after ${formatInstant(at)}.`,
          ),
        );
      }
    }
  }
  return issues;
}

/** Events and relations lie not later than `latest`; whether they can be read is for `checkRecords` to say. */
function checkData(
  data: ScenarioData,
  path: Path,
  latest: Instant | undefined,
  what: string,
  issues: Issue[],
): void {
  if (latest === undefined) return;
  const check = (text: string | undefined, place: Path): void => {
    const at = text === undefined ? undefined : readInstant(text);
    if (at === undefined || at <= latest) return;
    issues.push(
      outside(
        [...path, ...place],
        `${text} is after ${what}.`,
        `Give an instant not after ${formatInstant(latest)}.`,
      ),
    );
  };
  for (const [index, { since }] of (data.relations ?? []).entries())
    check(since, ['relations', index, 'since']);
  for (const [index, { at }] of (data.events ?? []).entries()) check(at, ['events', index, 'at']);
}

function read(text: string, path: Path, issues: Issue[]): Instant | undefined {
  const instant = readInstant(text);
  if (instant === undefined) {
    const message = `${JSON.stringify(text)} is no instant.`;
    const fix = 'Give ISO 8601 with an offset, such as 2026-01-05T09:00:00Z.';
    issues.push(problem('INVALID_INSTANT', path, message, fix));
  }
  return instant;
}

function outside(path: Path, message: string, fix: string): Issue {
  return problem('INSTANT_OUT_OF_RANGE', path, message, fix);
}
