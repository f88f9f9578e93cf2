import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import { eventId } from './ingest-input.ts';
import { isData } from './schedule.ts';
import type { Scenario, ScenarioEvent } from './scenario.ts';

/** Lists whose members are told apart by their ids. */
const LISTS = [
  'accounts',
  'people',
  'audiences',
  'lists',
  'groups',
  'stages',
  'services',
  'journeys',
] as const;

/** Ids that occur twice (SC-11). */
export function checkIds(scenario: Scenario): Issue[] {
  const { timeline = [], relations = [] } = scenario;
  const issues = LISTS.flatMap((list) => twice(scenario[list] ?? [], [list]));
  issues.push(
    ...twice(
      relations.map(({ account, person }) => ({ id: JSON.stringify([account, person]) })),
      ['relations'],
    ),
  );
  const events = new Set<string>();
  checkEvents(scenario.events ?? [], 0, ['events'], events, issues);
  for (const [index, entry] of timeline.entries()) {
    if (!isData(entry)) continue;
    issues.push(...twice(entry.accounts ?? [], ['timeline', index, 'accounts']));
    issues.push(...twice(entry.people ?? [], ['timeline', index, 'people']));
    checkEvents(entry.events ?? [], index + 1, ['timeline', index, 'events'], events, issues);
  }
  return issues;
}

function twice(records: readonly { readonly id: string }[], path: Path): Issue[] {
  const known = new Set<string>();
  return records.flatMap(({ id }, index) => {
    if (!known.has(id)) {
      known.add(id);
      return [];
    }
    return [duplicate(id, [...path, index])];
  });
}

/** The ids of events are unique in the whole scenario: a second one would not count (RT-72). */
function checkEvents(
  events: readonly ScenarioEvent[],
  entry: number,
  path: Path,
  known: Set<string>,
  issues: Issue[],
): void {
  for (const [index, event] of events.entries()) {
    const id = eventId(event, entry, index);
    if (known.has(id)) issues.push(duplicate(id, [...path, index]));
    else known.add(id);
  }
}

function duplicate(id: string, path: Path): Issue {
  return problem(
    'DUPLICATE_ID',
    path,
    `${id} is here a second time.`,
    'Take one of the two out, or give it another id.',
  );
}
