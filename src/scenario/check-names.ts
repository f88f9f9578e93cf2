import { nearest } from '../conditions/nearest.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import { inOrder, isData } from './schedule.ts';
import type { Scenario, ScenarioData, ScenarioList, TimelineEntry } from './scenario.ts';

type What = 'account' | 'person' | 'journey' | 'list';

/** What a scenario has at some instant, and where faults are collected. */
interface Known {
  readonly ids: Readonly<Record<What, Set<string>>>;
  readonly lists: ReadonlyMap<string, ScenarioList>;
  readonly issues: Issue[];
}

/** Names of accounts, people, journeys and lists that the scenario does not have, or does not have yet (SC-12). */
export function checkNames(scenario: Scenario): Issue[] {
  const { lists = [], journeys = [], timeline = [], responses = [] } = scenario;
  const known: Known = {
    ids: { account: new Set(), person: new Set(), journey: idsOf(journeys), list: idsOf(lists) },
    lists: new Map(lists.map((list) => [list.id, list])),
    issues: [],
  };
  checkData(scenario, [], known);
  for (const [index, list] of lists.entries()) {
    if (list.members === undefined) continue;
    const path = ['lists', index, 'members'];
    checkStatic(list, path, known);
    checkAll('account', list.members, path, known);
  }
  for (const [entry, index] of inOrder(timeline)) checkEntry(entry, ['timeline', index], known);
  for (const [index, { journey, people = [] }] of responses.entries()) {
    if (journey !== undefined) check('journey', journey, ['responses', index, 'journey'], known);
    checkAll('person', people, ['responses', index, 'people'], known);
  }
  return known.issues;
}

function checkEntry(entry: TimelineEntry, path: Path, known: Known): void {
  if (isData(entry)) return checkData(entry, path, known);
  if ('list' in entry) {
    const { id, add = [], remove = [] } = entry.list;
    check('list', id, [...path, 'list', 'id'], known);
    const list = known.lists.get(id);
    if (list !== undefined) checkStatic(list, [...path, 'list', 'id'], known);
    checkAll('account', add, [...path, 'list', 'add'], known);
    checkAll('account', remove, [...path, 'list', 'remove'], known);
  } else if ('publish' in entry) check('journey', entry.publish, [...path, 'publish'], known);
  else if ('close' in entry) check('journey', entry.close, [...path, 'close'], known);
  else if ('abort' in entry) check('journey', entry.abort, [...path, 'abort'], known);
  else if ('endDate' in entry)
    check('journey', entry.endDate.journey, [...path, 'endDate', 'journey'], known);
}

/** Accounts and people are known from the entry on that brings them. */
function checkData(
  { accounts = [], people = [], relations = [], events = [] }: ScenarioData,
  path: Path,
  known: Known,
): void {
  for (const { id } of accounts) known.ids.account.add(id);
  for (const { id } of people) known.ids.person.add(id);
  for (const [index, { account, person }] of relations.entries()) {
    check('account', account, [...path, 'relations', index, 'account'], known);
    check('person', person, [...path, 'relations', index, 'person'], known);
  }
  for (const [index, { account, person }] of events.entries()) {
    if (account !== undefined)
      check('account', account, [...path, 'events', index, 'account'], known);
    if (person !== undefined) check('person', person, [...path, 'events', index, 'person'], known);
  }
}

function checkStatic({ id, type, status }: ScenarioList, path: Path, { issues }: Known): void {
  if (type === 'static' && status === 'live') return;
  const message = `List ${id} is ${type === 'dynamic' ? 'dynamic' : 'a draft'} and takes no members.`;
  issues.push(problem('LIST_NOT_STATIC', path, message, 'Use a static list that is live.'));
}

function checkAll(what: What, ids: readonly string[], path: Path, known: Known): void {
  for (const [index, id] of ids.entries()) check(what, id, [...path, index], known);
}

function check(what: What, id: string, path: Path, { ids, issues }: Known): void {
  if (ids[what].has(id)) return;
  const message = `There is no ${what} ${JSON.stringify(id)} here.`;
  issues.push(problem('UNKNOWN_REFERENCE', path, message, nearest(id, [...ids[what]])));
}

function idsOf(all: readonly { readonly id: string }[]): Set<string> {
  return new Set(all.map(({ id }) => id));
}
