import { under } from '../kernel/issue.ts';
import { isRecord } from './is-record.ts';
import {
  checkProperties,
  readAttributes,
  readId,
  readRemoved,
  readVersion,
  report,
} from './record-reading.ts';
import type { Ingest, Outside, Reading } from './record-reading.ts';
import { CONSENT_CHANNELS } from './consent.ts';
import type { Consent } from './consent.ts';

const ACCOUNT: ReadonlySet<string> = new Set([
  'id',
  'attributes',
  'version',
  'opportunities',
  'objects',
]);
const PERSON: ReadonlySet<string> = new Set([
  'id',
  'attributes',
  'version',
  'consent',
  'once',
  'objects',
]);
const RELATED: ReadonlySet<string> = new Set(['id', 'attributes', 'removed']);
const CONSENT: ReadonlySet<string> = new Set(CONSENT_CHANNELS);

/** Reads one `AccountInput` with the opportunities and objects in it. */
export function readAccount(reading: Reading, record: Outside, into: Ingest): void {
  checkProperties(reading, record, ACCOUNT);
  const id = readId(reading, record, 'id');
  const attributes = readAttributes(reading, reading.catalogue.account, record['attributes']);
  into.accounts.push({ id, attributes, version: readVersion(reading, record) });
  if (record['opportunities'] !== undefined) {
    readRelated(reading, record, 'opportunities', (related) => {
      const definitions = reading.catalogue.opportunity;
      into.opportunities.push({
        id: readId(reading, related, 'id'),
        account: id,
        attributes: readAttributes(reading, definitions, related['attributes']),
        removed: readRemoved(reading, related),
      });
    });
  }
  if (record['objects'] !== undefined) readObjects(reading, record, 'account', id, into);
}

/** Reads one `PersonInput` with the objects in it. */
export function readPerson(reading: Reading, record: Outside, into: Ingest): void {
  checkProperties(reading, record, PERSON);
  const id = readId(reading, record, 'id');
  const { email, ...others } = readConsent(reading, record['consent']);
  into.people.push({
    id,
    attributes: readAttributes(reading, reading.catalogue.person, record['attributes']),
    version: readVersion(reading, record),
    consent: email,
    ...(Object.keys(others).length > 0 && { consents: others }),
    ...(record['once'] !== undefined && { once: readId(reading, record, 'once') }),
  });
  if (record['objects'] !== undefined) readObjects(reading, record, 'person', id, into);
}

function readConsent(
  reading: Reading,
  given: unknown,
): Partial<Record<(typeof CONSENT_CHANNELS)[number], Consent>> {
  if (given === undefined) return {};
  const before = reading.issues.length;
  const consents: Partial<Record<(typeof CONSENT_CHANNELS)[number], Consent>> = {};
  if (isRecord(given)) {
    checkProperties(reading, given, CONSENT);
    for (const channel of CONSENT_CHANNELS) {
      const consent = given[channel];
      if (consent === undefined) continue;
      if (consent === 'y' || consent === 'n' || consent === null) {
        consents[channel] = consent;
        continue;
      }
      const fix = "Give 'y', 'n', or null for no statement.";
      report(reading, 'INVALID_CONSENT', [channel], 'This is no consent.', fix);
    }
  } else {
    report(reading, 'WRONG_TYPE', [], 'This is no object.', "Give { email: 'y' } or the like.");
  }
  nest(reading, before, ['consent']);
  return consents;
}

function readObjects(
  reading: Reading,
  record: Outside,
  of: 'account' | 'person',
  owner: string,
  into: Ingest,
): void {
  const objects = record['objects'];
  if (!isRecord(objects)) {
    report(reading, 'WRONG_TYPE', ['objects'], 'This is no object.', 'Give lists by object name.');
    return;
  }
  for (const object of Object.keys(objects)) {
    const before = reading.issues.length;
    const definition = reading.catalogue.objects[object];
    if (definition?.of !== of) {
      const fix = `Use a custom object of the catalogue that belongs to ${of === 'account' ? 'accounts' : 'people'}.`;
      report(reading, 'UNKNOWN_OBJECT', [object], 'There is no such custom object here.', fix);
    } else if (objects[object] !== undefined) {
      readRelated(reading, objects, object, (related) => {
        into.objects.push({
          object,
          id: readId(reading, related, 'id'),
          of,
          owner,
          attributes: readAttributes(reading, definition.attributes, related['attributes']),
          removed: readRemoved(reading, related),
        });
      });
    }
    nest(reading, before, ['objects']);
  }
}

function readRelated(
  reading: Reading,
  record: Outside,
  property: string,
  read: (related: Outside) => void,
): void {
  const list = record[property];
  if (!Array.isArray(list)) {
    report(reading, 'WRONG_TYPE', [property], 'This is no list.', 'Give a list of records.');
    return;
  }
  for (const [index, related] of (list as readonly unknown[]).entries()) {
    const before = reading.issues.length;
    if (isRecord(related)) {
      checkProperties(reading, related, RELATED);
      read(related);
    } else {
      report(reading, 'WRONG_TYPE', [], 'This is no record.', 'Give an object.');
    }
    nest(reading, before, [property, index]);
    if (reading.issues.length >= reading.limits.issues) return;
  }
}

/** Moves the issues that were added since `before` to where their part stands in the record. */
function nest(reading: Reading, before: number, path: readonly (string | number)[]): void {
  if (reading.issues.length === before) return;
  reading.issues.push(...under(path, reading.issues.splice(before)));
}
