import {
  checkProperties,
  readAttributes,
  readFields,
  readId,
  readInstantOf,
  readRemoved,
  readRoles,
  report,
} from './record-reading.ts';
import type { Ingest, Outside, Reading } from './record-reading.ts';

const RELATION: ReadonlySet<string> = new Set(['account', 'person', 'roles', 'since', 'removed']);
const OPPORTUNITY: ReadonlySet<string> = new Set(['id', 'account', 'attributes', 'removed']);
const OBJECT: ReadonlySet<string> = new Set(['object', 'id', 'owner', 'attributes', 'removed']);
const EVENT: ReadonlySet<string> = new Set(['id', 'type', 'at', 'person', 'account', 'fields']);

/** Reads one `RelationInput`. */
export function readRelation(reading: Reading, record: Outside, into: Ingest): void {
  checkProperties(reading, record, RELATION);
  into.relations.push({
    account: readId(reading, record, 'account'),
    person: readId(reading, record, 'person'),
    roles: readRoles(reading, record),
    since: readInstantOf(reading, record, 'since', false),
    removed: readRemoved(reading, record),
  });
}

/** Reads one `OpportunityInput`. */
export function readOpportunity(reading: Reading, record: Outside, into: Ingest): void {
  checkProperties(reading, record, OPPORTUNITY);
  into.opportunities.push({
    id: readId(reading, record, 'id'),
    account: readId(reading, record, 'account'),
    attributes: readAttributes(reading, reading.catalogue.opportunity, record['attributes']),
    removed: readRemoved(reading, record),
  });
}

/** Reads one `ObjectInput`. */
export function readObject(reading: Reading, record: Outside, into: Ingest): void {
  checkProperties(reading, record, OBJECT);
  const object = record['object'];
  const definition = typeof object === 'string' ? reading.catalogue.objects[object] : undefined;
  if (typeof object !== 'string' || definition === undefined) {
    const fix = 'Use a custom object of the catalogue.';
    report(reading, 'UNKNOWN_OBJECT', ['object'], 'There is no such custom object.', fix);
    return;
  }
  into.objects.push({
    object,
    id: readId(reading, record, 'id'),
    of: definition.of,
    owner: readId(reading, record, 'owner'),
    attributes: readAttributes(reading, definition.attributes, record['attributes']),
    removed: readRemoved(reading, record),
  });
}

/** Reads one `EventInput`. */
export function readEvent(reading: Reading, record: Outside, into: Ingest): void {
  checkProperties(reading, record, EVENT);
  const type = record['type'];
  const definition = typeof type === 'string' ? reading.catalogue.events[type] : undefined;
  if (typeof type !== 'string' || definition === undefined) {
    const fix = 'Use an event of the catalogue.';
    report(reading, 'UNKNOWN_EVENT', ['type'], 'There is no such event.', fix);
    return;
  }
  if (definition.builtIn) {
    const fix = 'Use an experience event.';
    report(reading, 'BUILT_IN_EVENT', ['type'], 'Only the engine makes this event.', fix);
    return;
  }
  const { of } = definition;
  const other = of === 'person' ? 'account' : 'person';
  if (record[other] !== undefined) {
    const fix = `Give ${of} only.`;
    report(reading, 'WRONG_SUBJECT', [other], `This is an event of a ${of}.`, fix);
  }
  into.events.push({
    id: readId(reading, record, 'id'),
    type,
    at: readInstantOf(reading, record, 'at', true) ?? 0,
    of,
    subject: readId(reading, record, of),
    fields: readFields(reading, definition.fields, record['fields']),
  });
}
