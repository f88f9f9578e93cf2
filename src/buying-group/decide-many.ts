import { problem } from '../kernel/issue.ts';
import type { Issue, Path, Result } from '../kernel/issue.ts';
import type { AccountView } from '../model/view.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import type { CompiledGroup } from './compile-group.ts';
import { decide } from './decide.ts';
import type { Decision } from './decide.ts';
import type { Source } from './precedence.ts';
import type { BuyingGroupRecord } from './record.ts';
import type { GroupChange } from './revision.ts';

/** A decision that was not applied because one of higher authority stands; for the record, no error (BG-31). */
export interface Blocked {
  readonly type: 'blocked';
  readonly group: string;
  readonly person: string;
  /** What was wanted; `null` for a removal. */
  readonly role: string | null;
  readonly source: Source;
}

/** What many decisions make of a group. */
export interface DecidedMany {
  /** The very record that was given when nothing changed. */
  readonly record: BuyingGroupRecord;
  readonly changes: readonly GroupChange[];
  readonly blocked: readonly Blocked[];
}

/**
 * Applies decisions on up to fifty people of one group (BG-37): all of them, or none when one cannot be. Issues:
 * `TOO_MANY`, `DUPLICATE_PERSON`, and `UNKNOWN_ROLE` and `UNKNOWN_PERSON` with the place of the decision. Completeness
 * is told once for all.
 */
export function decideMany(
  group: CompiledGroup,
  view: AccountView,
  record: BuyingGroupRecord,
  decisions: readonly Decision[],
  limits: Limits = LIMITS,
): Result<DecidedMany> {
  const issues = checkDecisions(group, view, decisions, limits);
  if (issues.length > 0) return { ok: false, issues };
  let next = record;
  const changes: GroupChange[] = [];
  const blocked: Blocked[] = [];
  for (const decision of decisions) {
    const decided = decide(group, view, next, decision);
    next = decided.record;
    changes.push(...decided.changes.filter(({ type }) => type !== 'completeness'));
    if (!decided.applied) {
      const { person, role, source } = decision;
      blocked.push({ type: 'blocked', group: group.id, person, role, source });
    }
  }
  const { completeness } = next;
  if (completeness !== record.completeness) {
    const previous = record.completeness;
    changes.push({ type: 'completeness', group: group.id, previous, next: completeness });
  }
  return { ok: true, value: { record: next, changes, blocked }, issues: [] };
}

/** What is wrong with naming these people in one call, whatever is decided of them (BG-37, BG-123). */
export function checkPeople(people: readonly string[], limits: Limits = LIMITS): Issue[] {
  if (people.length > limits.membersAtOnce) return [tooMany(people, 'people', limits, ['people'])];
  return people.flatMap((person, index) =>
    people.indexOf(person) === index ? [] : [namedTwice(person, ['people', index])],
  );
}

function tooMany({ length }: readonly unknown[], what: string, limits: Limits, path: Path): Issue {
  const fix = `Give at most ${limits.membersAtOnce} at once.`;
  return problem('TOO_MANY', path, `There are ${length} ${what}.`, fix);
}

function namedTwice(person: string, path: Path): Issue {
  const message = `${JSON.stringify(person)} is named twice.`;
  return problem('DUPLICATE_PERSON', path, message, 'Keep one of them.');
}

function checkDecisions(
  group: CompiledGroup,
  view: AccountView,
  decisions: readonly Decision[],
  limits: Limits,
): Issue[] {
  if (decisions.length > limits.membersAtOnce) return [tooMany(decisions, 'decisions', limits, [])];
  const issues: Issue[] = [];
  const people = new Set(view.people.map(({ id }) => id));
  const seen = new Set<string>();
  for (const [index, { person, role }] of decisions.entries()) {
    if (seen.has(person)) issues.push(namedTwice(person, [index, 'person']));
    seen.add(person);
    if (!people.has(person)) {
      const message = `${JSON.stringify(person)} does not belong to the account.`;
      issues.push(
        problem('UNKNOWN_PERSON', [index, 'person'], message, 'Relate the person first.'),
      );
    }
    if (role !== null && !group.roleNames.has(role)) {
      const message = `The buying group has no role ${JSON.stringify(role)}.`;
      const fix = `Choose one of ${[...group.roleNames].join(', ')}.`;
      issues.push(problem('UNKNOWN_ROLE', [index, 'role'], message, fix));
    }
  }
  return issues;
}
