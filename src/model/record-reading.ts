import { isId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { AttributeDefinitions, Catalogue } from './definition.ts';
import { isRecord } from './is-record.ts';
import type { Limits } from './limits.ts';
import type {
  AccountChange,
  EventRecord,
  IntentChange,
  ObjectChange,
  OpportunityChange,
  ParsedIngest,
  PersonChange,
  RelationChange,
} from './record.ts';
import type { AttributeChanges } from './value.ts';
import { readDate } from './store-value.ts';
import type { Attributes, Value } from './value.ts';

/** One reading of records. Paths of issues start at the record until its reader moves them. */
export interface Reading {
  readonly catalogue: Catalogue;
  readonly limits: Limits;
  readonly issues: Issue[];
}

/** What the readers of records add to. */
export interface Ingest extends ParsedIngest {
  readonly accounts: AccountChange[];
  readonly people: PersonChange[];
  readonly relations: RelationChange[];
  readonly opportunities: OpportunityChange[];
  readonly objects: ObjectChange[];
  readonly events: EventRecord[];
  readonly intent: IntentChange[];
}

/** A record from outside: nothing of it is known. */
export type Outside = Readonly<Record<string, unknown>>;

/** Adds an issue. */
export function report(
  reading: Reading,
  code: string,
  path: Path,
  message: string,
  fix: string,
): void {
  reading.issues.push(problem(code, path, message, fix));
}

/** Reports every property of a record that is not among the known ones. */
export function checkProperties(
  reading: Reading,
  record: Outside,
  known: ReadonlySet<string>,
): void {
  for (const name of Object.keys(record)) {
    if (known.has(name)) continue;
    const fix = `Known properties: ${[...known].join(', ')}.`;
    report(reading, 'UNKNOWN_PROPERTY', [name], 'There is no such property.', fix);
  }
}

/** An id of at most `idLength` UTF-16 code units, as {@link isId} has it; `''` when it is not. */
export function readId(reading: Reading, record: Outside, property: string): string {
  const id = record[property];
  if (isId(id, reading.limits.idLength)) return id;
  const reason = typeof id === 'string' ? 'This text cannot be an id.' : 'An id must be text.';
  const fix = `Give text of 1 to ${reading.limits.idLength} characters without control characters.`;
  report(reading, 'INVALID_ID', [property], reason, fix);
  return '';
}

/** An instant, or `undefined` when it is absent or wrong. */
export function readInstantOf(
  reading: Reading,
  record: Outside,
  property: string,
  required: boolean,
): Instant | undefined {
  const input = record[property];
  if (input === undefined && !required) return undefined;
  const instant = readDate(input);
  if (instant === undefined) {
    const fix =
      'Give ISO 8601 with an offset, such as 2026-01-05T09:00:00Z, a Date or milliseconds.';
    report(reading, 'INVALID_INSTANT', [property], 'This is no instant.', fix);
  }
  return instant;
}

/** A whole number of at least 0, or `undefined`. */
export function readVersion(reading: Reading, record: Outside): number | undefined {
  const version = record['version'];
  if (version === undefined) return undefined;
  if (typeof version === 'number' && Number.isSafeInteger(version) && version >= 0)
    return version + 0;
  report(
    reading,
    'INVALID_VERSION',
    ['version'],
    'This is no version.',
    'Give a whole number of at least 0.',
  );
  return undefined;
}

/** `true` or `false`; absent: `false`. */
export function readRemoved(reading: Reading, record: Outside): boolean {
  const removed = record['removed'];
  if (removed === undefined || typeof removed === 'boolean') return removed ?? false;
  report(
    reading,
    'WRONG_TYPE',
    ['removed'],
    'This is neither true nor false.',
    'Give true or leave it out.',
  );
  return false;
}

/** Role names without repetition, or `undefined` when absent. */
export function readRoles(reading: Reading, record: Outside): readonly string[] | undefined {
  const roles = record['roles'];
  if (roles === undefined) return undefined;
  const fits = (role: unknown): role is string =>
    typeof role === 'string' && role !== '' && role.length <= reading.limits.idLength;
  if (Array.isArray(roles) && roles.every(fits)) {
    return [...new Set(roles.map((role) => role.toWellFormed()))];
  }
  const fix = `Give a list of texts of 1 to ${reading.limits.idLength} characters.`;
  report(reading, 'WRONG_TYPE', ['roles'], 'These are no roles.', fix);
  return undefined;
}

/** Attribute values by the catalogue; `null` clears, `undefined` counts as absent. */
export function readAttributes(
  reading: Reading,
  definitions: AttributeDefinitions,
  input: unknown,
): AttributeChanges {
  const changes: Record<string, Value | null> = {};
  for (const name of namesIn(reading, definitions, 'attributes', input)) {
    const value = (input as Outside)[name];
    if (value === null) changes[name] = null;
    else readValue(reading, definitions, 'attributes', name, value, changes);
  }
  return changes;
}

/** Fields of an event by the catalogue; `null` and `undefined` count as absent. */
export function readFields(
  reading: Reading,
  definitions: AttributeDefinitions,
  input: unknown,
): Attributes {
  const fields: Record<string, Value> = {};
  for (const name of namesIn(reading, definitions, 'fields', input)) {
    const value = (input as Outside)[name];
    if (value !== null) readValue(reading, definitions, 'fields', name, value, fields);
  }
  return fields;
}

type Part = 'attributes' | 'fields';

/** The names in a record of values that the catalogue knows. */
function namesIn(
  reading: Reading,
  definitions: AttributeDefinitions,
  part: Part,
  input: unknown,
): readonly string[] {
  if (input === undefined) return [];
  if (!isRecord(input)) {
    report(reading, 'WRONG_TYPE', [part], `These are no ${part}.`, 'Give an object.');
    return [];
  }
  const names = Object.keys(input);
  if (names.every((name) => definitions[name] !== undefined)) return names;
  return names.filter((name) => {
    if (definitions[name] !== undefined) return true;
    const code = part === 'fields' ? 'UNKNOWN_FIELD' : 'UNKNOWN_ATTRIBUTE';
    const fix = 'Add it to the catalogue or leave it out.';
    report(reading, code, [part, name], 'The catalogue has nothing of this name.', fix);
    return false;
  });
}

function readValue(
  reading: Reading,
  definitions: AttributeDefinitions,
  part: Part,
  name: string,
  value: unknown,
  into: Record<string, Value | null>,
): void {
  if (value === undefined) return;
  const parsed = definitions[name]!.parse(value);
  if (parsed.ok) into[name] = parsed.value;
  else report(reading, 'WRONG_TYPE', [part, name], parsed.message, 'Correct it at its source.');
}
