import { problem, under } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import { readInstant } from '../kernel/instant.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { readIngest } from '../model/ingest.ts';
import { toIngestInput } from './ingest-input.ts';
import { isData } from './schedule.ts';
import type { Scenario, ScenarioData, ScenarioRecord } from './scenario.ts';

/** Stands in for an instant that cannot be read, which is an issue of its own. */
const SOME_INSTANT = '1970-01-01T00:00:00Z';

/** Attributes, objects and events against the catalogue, as `ingest` would check them (SC-13). */
export function checkRecords(scenario: Scenario, catalogue: Catalogue): Issue[] {
  const issues = checkData(scenario, scenario.start, 0, [], catalogue);
  issues.push(...checkNothingRemoved(scenario));
  for (const [index, entry] of (scenario.timeline ?? []).entries()) {
    if (isData(entry))
      issues.push(...checkData(entry, entry.at, index + 1, ['timeline', index], catalogue));
  }
  return issues;
}

function checkData(
  data: ScenarioData,
  at: string,
  entry: number,
  path: Path,
  catalogue: Catalogue,
): Issue[] {
  const input = toIngestInput(data, readInstant(at) === undefined ? SOME_INSTANT : at, entry);
  return under(path, [...readIngest(catalogue, input).issues]);
}

/** At the start there is nothing that could be taken away. */
function checkNothingRemoved({ accounts = [], people = [], relations = [] }: Scenario): Issue[] {
  const issues: Issue[] = [];
  const check = (record: { readonly removed?: true }, path: Path): void => {
    if (record.removed !== true) return;
    const message = 'Nothing is there yet that could be taken away.';
    issues.push(
      problem(
        'NOTHING_TO_REMOVE',
        [...path, 'removed'],
        message,
        'Leave it out, or move it to the timeline.',
      ),
    );
  };
  const checkAll = (records: readonly ScenarioRecord[], path: Path): void => {
    for (const [index, record] of records.entries()) check(record, [...path, index]);
  };
  for (const [index, { opportunities = [], objects = {} }] of accounts.entries()) {
    checkAll(opportunities, ['accounts', index, 'opportunities']);
    for (const [name, records] of Object.entries(objects))
      checkAll(records, ['accounts', index, 'objects', name]);
  }
  for (const [index, { objects = {} }] of people.entries()) {
    for (const [name, records] of Object.entries(objects))
      checkAll(records, ['people', index, 'objects', name]);
  }
  for (const [index, relation] of relations.entries()) check(relation, ['relations', index]);
  return issues;
}
