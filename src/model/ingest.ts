import { under } from '../kernel/issue.ts';
import type { Issue, Path, Result } from '../kernel/issue.ts';
import type { Catalogue } from './definition.ts';
import { isRecord } from './is-record.ts';
import { LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';
import { readEvent, readObject, readOpportunity, readRelation } from './read-part.ts';
import { readIntent } from './read-intent.ts';
import { readAccount, readPerson } from './read-subject.ts';
import { checkProperties, report } from './record-reading.ts';
import type { Ingest, Outside, Reading } from './record-reading.ts';
import type { ParsedIngest } from './record.ts';

const LISTS = [
  'accounts',
  'people',
  'relations',
  'opportunities',
  'objects',
  'events',
  'intent',
] as const;

const READERS: Readonly<
  Record<(typeof LISTS)[number], (reading: Reading, record: Outside, into: Ingest) => void>
> = {
  accounts: readAccount,
  people: readPerson,
  relations: readRelation,
  opportunities: readOpportunity,
  objects: readObject,
  events: readEvent,
  intent: readIntent,
};

const PROPERTIES: ReadonlySet<string> = new Set(LISTS);

/**
 * Checks records from outside (an `IngestInput`, of which nothing is believed) and returns them as they are stored:
 * values parsed by the catalogue, records inside accounts and people taken out of them. Either all records are right,
 * or the issues say what is wrong, with paths such as `people[17].attributes.email`; after `limits.issues` of them the
 * reading stops. Values are copied: later changes of the input do not matter. Rules: `docs/semantics/model.md`.
 *
 * Codes: `UNKNOWN_PROPERTY`, `UNKNOWN_ATTRIBUTE`, `UNKNOWN_FIELD`, `UNKNOWN_OBJECT`, `UNKNOWN_EVENT`, `WRONG_TYPE`,
 * `WRONG_SUBJECT`, `BUILT_IN_EVENT`, `INVALID_ID`, `INVALID_INSTANT`, `INVALID_VERSION`, `INVALID_CONSENT`, `INVALID_INTENT`.
 */
export function readIngest(
  catalogue: Catalogue,
  input: unknown,
  limits: Limits = LIMITS,
): Result<ParsedIngest> {
  const into: Ingest = {
    accounts: [],
    people: [],
    relations: [],
    opportunities: [],
    objects: [],
    events: [],
    intent: [],
  };
  const issues: Issue[] = [];
  const reading: Reading = { catalogue, limits, issues: [] };
  if (isRecord(input)) {
    checkProperties(reading, input, PROPERTIES);
    moveIssues(reading, issues, []);
    for (const list of LISTS) readList(reading, input, list, into, issues);
  } else {
    report(reading, 'WRONG_TYPE', [], 'This is no object.', 'Give an object of lists of records.');
    moveIssues(reading, issues, []);
  }
  return issues.length === 0 ? { ok: true, value: into, issues } : { ok: false, issues };
}

function readList(
  reading: Reading,
  input: Outside,
  list: (typeof LISTS)[number],
  into: Ingest,
  issues: Issue[],
): void {
  const records = input[list];
  if (records === undefined) return;
  if (!Array.isArray(records)) {
    report(reading, 'WRONG_TYPE', [list], 'This is no list.', 'Give a list of records.');
    return moveIssues(reading, issues, []);
  }
  const read = READERS[list];
  for (let index = 0; index < records.length && issues.length < reading.limits.issues; index += 1) {
    const record: unknown = records[index];
    if (isRecord(record)) read(reading, record, into);
    else report(reading, 'WRONG_TYPE', [], 'This is no record.', 'Give an object.');
    if (reading.issues.length > 0) moveIssues(reading, issues, [list, index]);
  }
}

function moveIssues(reading: Reading, issues: Issue[], path: Path): void {
  for (const issue of under(path, reading.issues.splice(0))) {
    if (issues.length < reading.limits.issues) issues.push(issue);
  }
}
